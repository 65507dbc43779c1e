"""What is read back from an item."""

import pytest
from pydantic import ValidationError

from chalicelib.model.alert import Recipient
from chalicelib.store import table
from chalicelib.store.keys import Key


def test_a_field_that_a_later_version_wrote_is_passed_over() -> None:
    """Without this, a roll-back would read no record that the version before it has touched."""
    written = table.item(Key("A", "B"), "recipient", Recipient(address="a@example.com"))
    written["record"] |= {"of_a_later_version": {"deep": 1}}
    assert table.read(written, Recipient) == Recipient(address="a@example.com")


def test_a_caller_that_sends_an_unknown_field_is_still_told() -> None:
    with pytest.raises(ValidationError):
        Recipient.model_validate({"address": "a@example.com", "adress": "x"})


def test_a_record_that_lacks_what_it_must_have_is_no_record() -> None:
    with pytest.raises(ValidationError):
        table.read({"record": {"name": "Eva"}}, Recipient)
