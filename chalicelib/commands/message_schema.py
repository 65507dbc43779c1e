"""message-schema: prints the JSON Schema of the messages on the topic for order systems."""

import argparse
import json

from chalicelib.channels.order_systems import BlockNews


def main(argv: list[str]) -> int:
    """0."""
    argparse.ArgumentParser(prog="insolvency-watch message-schema", description=__doc__).parse_args(argv)
    print(schema_text(), end="")
    return 0


def schema_text() -> str:
    """The schema as committed in docs/block-message.schema.json."""
    schema = BlockNews.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
