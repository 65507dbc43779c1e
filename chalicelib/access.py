"""How a source is entered: a web session with the credentials, certificates and plan that the admin has set."""

import json
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from chalicelib import bureaus
from chalicelib.bureaus import Access
from chalicelib.errors import CredentialsMissingError, InvalidInputError, Problem, SourceRefusedError
from chalicelib.model.bureau import Bureau, BureauPlan
from chalicelib.model.register import Register
from chalicelib.settings import settings
from chalicelib.store import credentials
from chalicelib.web import Web

_PATIENCE_SECONDS = 30.0


def register_web(
    facts: Register, now: datetime, *, secret: str | None, replaced_origins: Mapping[str, str] | None = None
) -> Web:
    """A session with a register; a server that plays it is not spared.

    Raises:
        SourceRefusedError: certificates among the credentials cannot be used.
    """
    return Web(
        facts.name,
        facts.origins,
        now=now,
        replaced_origins=replaced_origins,
        seconds_between_requests=0.0 if replaced_origins else facts.seconds_between_requests,
        auth=basic_auth(secret) if secret else None,
        tls=_tls(facts.name, _members(secret)),
    )


def _members(secret: str | None) -> dict[str, str]:
    """Members of credentials that are a JSON object, none of others; `basic_auth` says what is wrong with them."""
    found = json.loads(secret) if secret and secret.startswith("{") else {}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def register_secret(facts: Register) -> str | None:
    """What the register wants as credentials, None when it wants none.

    Raises:
        CredentialsMissingError: it wants some and the admin has set none.
    """
    return _secret(facts.name, facts.credential) if facts.credential else None


@contextmanager
def bureau(name: str, now: datetime, *, within_seconds: float | None = None) -> Iterator[Access]:
    """A session with a bureau; it signs in when the first request is made, and ends in time for whoever waits.

    Raises:
        CredentialsMissingError: the admin has set none: the bureau is off.
        SourceRefusedError: what is set cannot be used.
    """
    module = bureaus.load(name)
    facts = module.BUREAU
    known = bureau_credentials(facts)
    plan = bureau_plan(name)
    replaced = settings().replaced_origins
    with (
        Web(
            name,
            facts.origins,
            now=now,
            replaced_origins=replaced,
            seconds_between_requests=0.0 if replaced else facts.seconds_between_requests,
            timeout_seconds=_PATIENCE_SECONDS,
            tls=_tls(name, known),
        )
        .signing_in(lambda web: module.sign_in(web, known))
        .ending_within(within_seconds) as web
    ):
        yield Access(web=web, now=now, credentials=known, plan=plan)


def bureau_credentials(facts: Bureau) -> Mapping[str, str]:
    """The bureau's credentials: a JSON object in the parameter `bureaus/<name>/credentials`.

    Raises:
        CredentialsMissingError: nothing is set.
        SourceRefusedError: a member is missing, or it is no JSON object of texts.
    """
    secret = _secret(facts.name, f"bureaus/{facts.name}/credentials")
    try:
        known = json.loads(secret)
    except ValueError:
        known = None
    if not isinstance(known, dict) or not all(isinstance(value, str) for value in known.values()):
        reason = f"the credentials must be a JSON object with {', '.join(facts.credentials)}"
        raise SourceRefusedError(facts.name, reason) from None  # never the secret itself in a message
    stripped = {member: value.strip() for member, value in known.items()}
    missing = [member for member in facts.credentials if not stripped.get(member)]
    if missing:
        raise SourceRefusedError(facts.name, f"the credentials lack {', '.join(missing)}")
    odd = [member for member, value in stripped.items() if not value.isascii() or "\0" in value]
    if odd:
        reason = f"the credentials {', '.join(odd)} hold letters that no header can carry: type them again"
        raise SourceRefusedError(facts.name, reason)
    return stripped


def bureau_plan(name: str) -> BureauPlan:
    """What the admin set for the bureau in the parameter `bureaus/<name>/plan`; the defaults where nothing is set.

    Raises:
        SourceRefusedError: the plan cannot be read; nothing is asked on a plan that was not meant.
    """
    printed = credentials.get(f"bureaus/{name}/plan")
    if printed is None:
        return BureauPlan()
    try:
        return BureauPlan.model_validate_json(printed)
    except ValidationError as error:
        found = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SourceRefusedError(name, f"its plan is wrong: {found}") from error


def _secret(source: str, parameter: str) -> str:
    secret = credentials.get(parameter)
    if secret is None:
        full = f"{settings().parameter_prefix}/{parameter}"
        raise CredentialsMissingError(source, f"no credentials: set the SSM parameter {full}")
    return secret


def _tls(name: str, known: Mapping[str, str]) -> ssl.SSLContext | None:
    """Trust and client certificate as PEM text among the credentials; None where the bureau wants neither."""
    certificate, key, authority = (
        known.get(part) for part in ("client_certificate", "private_key", "trusted_authority")
    )
    if not certificate and not authority:
        return None
    try:
        context = ssl.create_default_context(cadata=authority) if authority else ssl.create_default_context()
    except (ssl.SSLError, ValueError) as error:
        raise SourceRefusedError(name, f"trusted_authority is no certificate: {type(error).__name__}") from error
    if not certificate:
        return context
    with tempfile.TemporaryDirectory() as folder:  # the standard library takes certificates from files alone
        chain = Path(folder, "client.pem")
        chain.touch(mode=0o600)
        chain.write_text(f"{certificate}\n{key or ''}\n")
        try:
            context.load_cert_chain(chain)
        except (ssl.SSLError, OSError) as error:
            reason = f"the client certificate cannot be used: {type(error).__name__}"
            raise SourceRefusedError(name, reason) from error
    return context


def basic_auth(secret: str) -> tuple[str, str] | dict[str, tuple[str, str]]:
    """What `Web` takes as `auth`, from "user:password" or from a JSON object with one such pair per origin.

    >>> basic_auth("robot:s3cret")
    ('robot', 's3cret')
    >>> basic_auth('{"https://stream.example": "key:"}')
    {'https://stream.example': ('key', '')}
    """
    if not secret.startswith("{"):
        return _pair(secret)
    try:
        return {origin: _pair(pair) for origin, pair in json.loads(secret).items()}
    except (ValueError, AttributeError) as error:  # never the secret itself in a message
        raise InvalidInputError([Problem("credentials", "", "a JSON object of origin to user:password")]) from error


def _pair(printed: str) -> tuple[str, str]:
    user, _, password = printed.partition(":")
    return user, password
