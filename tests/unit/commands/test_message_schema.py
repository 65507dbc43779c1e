"""The committed schema is the code's own."""

from pathlib import Path

from chalicelib.commands.message_schema import schema_text

COMMITTED = Path(__file__).parents[3] / "docs" / "block-message.schema.json"


def test_the_committed_schema_is_not_stale() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), "run: insolvency-watch message-schema > docs/..."
