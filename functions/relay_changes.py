"""The only reader of the table's stream: puts the key of each new record on the queue of the step that waits for it."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import DynamoDBStreamEvent
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord

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
    relayed: list[str] = []
    for record in DynamoDBStreamEvent(event).records:
        message = _message(record)
        if message is None:
            continue
        for queue in waiting.get(message["type"], ()):
            queues.send(queue, message)
            relayed.append(message["pk"])
    logger.info("relayed", records=len(relayed), keys=sorted(set(relayed)))
    return {"batchItemFailures": []}


def _message(record: DynamoDBRecord) -> dict[str, str] | None:
    image = record.dynamodb.new_image if record.dynamodb else None
    if not image:
        return None
    return {"type": str(image["type"]), "pk": str(image["pk"]), "sk": str(image["sk"])}
