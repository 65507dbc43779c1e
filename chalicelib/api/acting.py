"""Who acts over the API: what a request says of the person, and the client that the token proved."""

from chalice.app import Blueprint
from pydantic import Field

from chalicelib import decide
from chalicelib.api.authorizers import client_of
from chalicelib.model.record import Record


class Signed(Record):
    """A decision names who takes it and why."""

    person: str = Field(min_length=1, max_length=200, description="who decides", examples=["Eva Kern"])
    reason: str = Field(min_length=1, max_length=2000, examples=["Other company of the same name, seat is Kiel"])


class Doing(Record):
    """Who did it, and a remark for the file where there is something to say."""

    person: str = Field(min_length=1, max_length=200, description="who did it", examples=["Eva Kern"])
    remark: str = Field(default="", max_length=2000, examples=["sent by registered mail"])


def word(signed: Signed | Doing, blueprint: Blueprint) -> decide.Word:
    """The person named, and the client whose token carried the request: what was claimed, and what was proved."""
    reason = signed.reason if isinstance(signed, Signed) else signed.remark
    return decide.Word(person=signature(signed.person, blueprint), reason=reason or "done")


def signature(person: str, blueprint: Blueprint) -> str:
    """Who acts, for the record."""
    return f"{person} (client {client_of(blueprint.current_request.context)})"
