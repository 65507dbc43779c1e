"""Who is signed in to the cockpit, and who is on the way in."""

from datetime import datetime

from pydantic import Field

from chalicelib.model.customer import Language
from chalicelib.model.people import Role
from chalicelib.model.record import Record


class LoginAttempt(Record):
    """One way to the login page and back; it is taken up once."""

    id: str = Field(description="digest of the secret in the browser's cookie")
    state: str
    nonce: str
    code_verifier: str
    go_on_to: str = Field(description="path in the cockpit, below the address it is served at")
    expires_at: datetime


class Identity(Record):
    """Who the login service says that it is; the address is verified."""

    subject: str
    email: str
    name: str = ""
    groups: tuple[str, ...] = ()


class Session(Record):
    """A signed-in person; the browser holds the secret, the table only its digest."""

    id: str = Field(description="digest of the secret in the browser's cookie")
    email: str
    name: str
    given_role: Role | None = Field(
        default=None, description="by the login service's group; the people list may give more"
    )
    language: Language | None = Field(default=None, description="chosen in the cockpit; else the person's own")
    started_at: datetime
    seen_at: datetime
    expires_at: datetime = Field(description="the end, however busy the person is")
