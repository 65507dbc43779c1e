"""Links that prove what they allow: nothing else opens, expired and revoked ones are told apart where that is safe."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import signed_links
from chalicelib.errors import InvalidInputError, LinkExpiredError, LinkInvalidError, NotFoundError

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
KEY = (b"k" * 32,)
LATER = NOW + timedelta(days=7)


def test_a_link_gives_its_subject_back_until_it_expires() -> None:
    token = signed_links.expiring("acknowledge", "a1b2", LATER, KEY)
    assert signed_links.read_expiring(token, "acknowledge", NOW, KEY) == "a1b2"
    assert signed_links.read_expiring(token, "acknowledge", LATER - timedelta(seconds=1), KEY) == "a1b2"
    with pytest.raises(LinkExpiredError, match="2026-03-09 07:15 UTC") as late:
        signed_links.read_expiring(token, "acknowledge", LATER, KEY)
    assert isinstance(late.value, InvalidInputError)
    assert token not in str(late.value.problems)


@given(st.text(max_size=60))
def test_any_subject_comes_back(subject: str) -> None:
    token = signed_links.expiring("acknowledge", subject, LATER, KEY)
    assert signed_links.read_expiring(token, "acknowledge", NOW, KEY) == subject
    calendar = signed_links.revocable("calendar", subject, 3, KEY)
    assert signed_links.read_revocable(calendar, "calendar", lambda _: 3, KEY) == subject


def test_a_link_is_fit_for_an_address() -> None:
    token = signed_links.expiring("acknowledge", "ä?&/#", LATER, KEY)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


def test_a_link_opens_only_what_it_is_for() -> None:
    acknowledge = signed_links.expiring("acknowledge", "a1b2", LATER, KEY)
    calendar = signed_links.revocable("calendar", "a1b2", 1, KEY)
    with pytest.raises(LinkInvalidError):
        signed_links.read_expiring(acknowledge, "calendar", NOW, KEY)
    with pytest.raises(LinkInvalidError):  # the purpose is right, but it never expires
        signed_links.read_expiring(signed_links.revocable("acknowledge", "a1b2", 1, KEY), "acknowledge", NOW, KEY)
    with pytest.raises(LinkInvalidError):
        signed_links.read_revocable(acknowledge, "acknowledge", lambda _: 1, KEY)
    assert signed_links.read_revocable(calendar, "calendar", lambda _: 1, KEY) == "a1b2"


@pytest.mark.parametrize("now_at", [2, 0, None])
def test_a_revoked_calendar_is_as_if_it_had_never_been(now_at: int | None) -> None:
    token = signed_links.revocable("calendar", "eva", 1, KEY)
    with pytest.raises(LinkInvalidError, match="not valid") as refused:
        signed_links.read_revocable(token, "calendar", lambda _: now_at, KEY)
    assert isinstance(refused.value, NotFoundError)


def test_the_generation_is_asked_for_the_signed_subject() -> None:
    asked: list[str] = []

    def current(subject: str) -> int:
        asked.append(subject)
        return 1

    signed_links.read_revocable(signed_links.revocable("calendar", "eva", 1, KEY), "calendar", current, KEY)
    forged = signed_links.revocable("calendar", "otto", 1, (b"x" * 32,))
    with pytest.raises(LinkInvalidError):
        signed_links.read_revocable(forged, "calendar", current, KEY)
    assert asked == ["eva"]


def test_a_key_can_be_changed_without_breaking_links() -> None:
    old, new = b"o" * 32, b"n" * 32
    token = signed_links.expiring("acknowledge", "a1b2", LATER, (old,))
    assert signed_links.read_expiring(token, "acknowledge", NOW, (new, old)) == "a1b2"
    with pytest.raises(LinkInvalidError):
        signed_links.read_expiring(token, "acknowledge", NOW, (new,))


@pytest.mark.parametrize("keys", [(), (b"short",), (b"k" * 32, b"")])
def test_a_weak_key_signs_and_opens_nothing(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(InvalidInputError, match="32 random bytes"):
        signed_links.expiring("acknowledge", "a1b2", LATER, keys)
    with pytest.raises(InvalidInputError, match="32 random bytes"):
        signed_links.read_expiring("a.b", "acknowledge", NOW, keys)


def test_a_signature_has_one_spelling() -> None:
    """32 bytes fill 42 letters and a bit of the 43rd: three more letters decode to the same bytes."""
    token = signed_links.expiring("acknowledge", "a1b2", LATER, KEY)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]
    for other in (twin, token + "=", token + "\n", " " + token):
        with pytest.raises(LinkInvalidError):
            signed_links.read_expiring(other, "acknowledge", NOW, KEY)


@given(st.text(max_size=80), st.integers(min_value=0))
def test_no_text_opens_by_chance(text: str, position: int) -> None:
    token = signed_links.expiring("acknowledge", "a1b2", LATER, KEY)
    place = position % len(token)
    for other in (text, token[:place] + text + token[place + 1 :], f"{text}.{token.partition('.')[2]}"):
        if other != token:
            with pytest.raises(LinkInvalidError):
                signed_links.read_expiring(other, "acknowledge", NOW, KEY)


def test_an_unsigned_payload_is_refused() -> None:
    payload = base64.urlsafe_b64encode(json.dumps({"p": "acknowledge", "s": "x", "e": 9e9}).encode()).decode()
    for token in (payload, f"{payload}.", f"{payload.rstrip('=')}.", "x" * 5000):
        with pytest.raises(LinkInvalidError):
            signed_links.read_expiring(token, "acknowledge", NOW, KEY)
