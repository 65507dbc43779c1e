"""Credentials and certificates that cannot be used are named, and never repeated in a message."""

import json

import pytest

from chalicelib import access, bureaus, reading
from chalicelib.errors import InvalidInputError, Problem, SourceRefusedError

SECRET = "TOP-SECRET-KEY"
FACTS = bureaus.load("northdata").BUREAU


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Parameters by name, as the admin set them."""
    found: dict[str, str] = {}
    monkeypatch.setattr("chalicelib.store.credentials.get", found.get)
    return found


def test_blanks_around_a_credential_are_no_part_of_it(settings: dict[str, str]) -> None:
    settings["bureaus/northdata/credentials"] = json.dumps({"api_key": f" {SECRET}\n"})
    assert access.bureau_credentials(FACTS) == {"api_key": SECRET}


@pytest.mark.parametrize(
    "value", [json.dumps({"api_key": f"ü{SECRET}"}), SECRET, json.dumps([SECRET]), "{}", '{"api_key": 1}']
)
def test_what_is_no_credential_is_refused_without_being_told(settings: dict[str, str], value: str) -> None:
    settings["bureaus/northdata/credentials"] = value
    with pytest.raises(SourceRefusedError) as refused:
        access.bureau_credentials(FACTS)
    assert "api_key" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("part", ["trusted_authority", "client_certificate"])
def test_what_is_no_certificate_is_refused_without_being_told(part: str) -> None:
    with pytest.raises(SourceRefusedError) as refused:
        access._tls("schufa", {part: SECRET})
    assert SECRET not in str(refused.value)


def test_a_plan_that_does_not_fit_the_answer_is_the_admins_to_mend() -> None:
    with (
        pytest.raises(SourceRefusedError, match=r"options\.index_borders.*the-key"),
        reading.of_payload("x", "the-key"),
    ):
        raise InvalidInputError([Problem("options.index_borders", "1;x", "numbers")])
