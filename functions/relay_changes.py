"""The only reader of the table's stream: puts the key of each new record on the queue of the step that waits for it."""

from collections import defaultdict
from typing import Any

from chalicelib.settings import settings
from chalicelib.store import queues
from functions.entry import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _context: Any) -> dict[str, list[dict[str, str]]]:
    """Empty list of failures: a queue that does not answer fails the batch, which is then read again."""
    waiting = {
        "notice": (settings().notices_queue_url,),
        "customer": (settings().customers_queue_url, settings().customer_checks_queue_url),
        "credit_event": (settings().credit_events_queue_url,),
        "ledger": (settings().books_queue_url,),
        "alert": (settings().alerts_queue_url,),
    }
    by_queue: dict[str, list[dict[str, str]]] = defaultdict(list)
    for message in filter(None, map(_message, event["Records"])):
        for queue in waiting.get(message["type"], ()):
            by_queue[queue].append(message)
    for queue, messages in by_queue.items():
        queues.send_many(queue, messages)
    relayed = [message["pk"] for messages in by_queue.values() for message in messages]
    logger.info("relayed", records=len(relayed), keys=sorted(set(relayed)))
    return {"batchItemFailures": []}


def _message(record: dict[str, Any]) -> dict[str, str] | None:
    image = record["dynamodb"].get("NewImage")
    return {name: str(image[name]["S"]) for name in ("type", "pk", "sk")} if image else None
