"""Mails: both languages, every kind of news, nothing unrendered, nothing executed."""

import json
import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels import email
from chalicelib.channels.rendering import mail
from chalicelib.deciding.grounds import OPENED
from chalicelib.model.address import PostalAddress
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.block import Stage
from chalicelib.model.customer import Language
from chalicelib.model.match import Evidence, EvidenceLevel
from chalicelib.model.message import CaseMessage, SourceMessage
from chalicelib.model.notice import EventKind, Hearing, HearingKind
from tests.builders import NOW, an_alert

LANGUAGES: tuple[Language, ...] = ("de", "en")
CASE_KINDS = [kind for kind in AlertKind if not kind.startswith("source")]
FULL: dict[str, Any] = {
    "stage": Stage.NO_DELIVERIES,
    "previous_stage": Stage.PREPAYMENT_ONLY,
    "no_payouts": True,
    "ground": OPENED,
    "may_release": "manager",
    "court": "Amtsgericht Hamburg",
    "case_number": "67a IN 17/26",
    "publication_date": date(2026, 3, 2),
    "opening_date": date(2026, 3, 1),
    "claim_deadline": date(2026, 4, 28),
    "hearing_dates": (
        Hearing(kind=HearingKind.REPORT, date=date(2026, 5, 26), time=time(9, 30), place="Saal 3"),
        Hearing(kind=HearingKind.EXAMINATION, date=date(2026, 6, 2), written=True),
    ),
    "practitioner_name": "Dr. Ines Halbach",
    "practitioner_role": "Insolvenzverwalterin",
    "practitioner_address": PostalAddress(street="Hafenweg 3", postcode="20457", city="Hamburg"),
    "practitioner_phone": "040 123456",
    "practitioner_email": "halbach@example.org",
    "source_url": "https://register.example/x",
    "by": "Eva Kern",
    "reason": "checked",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CASE_KINDS)
@pytest.mark.parametrize("known", [FULL, {}], ids=["full", "bare"])
def test_every_kind_of_news_is_rendered_whole(kind: AlertKind, language: Language, known: dict[str, Any]) -> None:
    written = mail.render(an_alert(kind, language=language, **known))
    for part in written:
        assert part.strip()
        assert not re.search(r"\{\{|\}\}|\{%|None|Undefined", part)
    assert "\n" not in written.subject
    assert "Hafenlogistik Sonnenried GmbH (104711)" in written.subject
    assert f'<html lang="{language}">' in written.html
    assert "\n\n\n" not in written.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EventKind)
def test_every_event_has_words(kind: EventKind, language: Language) -> None:
    words = mail.render(an_alert(language=language, event_kind=kind)).subject.partition("–")[2].strip()
    assert words
    assert words != kind


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("hearing", HearingKind)
def test_every_stage_and_hearing_has_words(stage: Stage, hearing: HearingKind, language: Language) -> None:
    dates = (Hearing(kind=hearing, date=date(2026, 5, 26)),)
    written = mail.render(an_alert(language=language, stage=stage, hearing_dates=dates))
    words = json.loads((Path(mail.__file__).parent / f"words.{language}.json").read_text(encoding="utf-8"))
    assert f"{words['hearing'][hearing]}: " in written.text
    assert f": {words['stage'][stage]}\n{words['stage_explained'][stage]}" in written.text


@pytest.mark.parametrize(
    ("language", "facts"),
    [
        ("de", ["28. April 2026", "26. Mai 2026, 09:30", "keine Lieferungen (bisher: nur gegen Vorkasse)", "Leitung"]),
        ("en", ["28 April 2026", "26 May 2026, 09:30", "no deliveries (before: prepayment only)", "manager"]),
    ],
)
def test_what_a_clerk_acts_on_stands_in_the_text(language: Language, facts: list[str]) -> None:
    text = mail.render(an_alert(AlertKind.BLOCK_CHANGED, language=language, **FULL)).text.replace("\u202f", " ")
    always = ["Amtsgericht Hamburg", "67a IN 17/26", "Dr. Ines Halbach", "040 123456", "Saal 3"]
    always.append({"de": "§§\N{NO-BREAK SPACE}103, 82 InsO", "en": "InsO 103, 82"}[language])
    assert [fact for fact in [*always, *facts] if fact not in text] == []


HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}"


def test_a_hostile_name_stays_a_name() -> None:
    names = ["customer_name", "debtor_name", "court", "case_number", "reason", "by"]
    names += ["practitioner_name", "practitioner_role", "practitioner_phone", "practitioner_email"]
    written = mail.render(an_alert(**FULL | dict.fromkeys(names, HOSTILE)))
    assert "<script" not in written.html
    assert "&lt;script&gt;" in written.html
    assert not re.search(r'(?:href|style)="[^"]*<', written.html)
    assert "49" not in written.subject
    assert "{{ 7 * 7 }}" in written.text


def test_a_link_is_only_made_of_what_a_browser_may_follow() -> None:
    written = mail.render(an_alert(**FULL | {"source_url": "javascript:alert(1)"}))
    assert 'href="javascript:' not in written.html


def test_a_line_break_in_a_name_does_not_reach_the_subject() -> None:
    subject = mail.render(an_alert(customer_name="Nord\r\nBcc: x@example.org")).subject
    assert "\n" not in subject
    assert "\r" not in subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [AlertKind.SOURCE_LATE, AlertKind.SOURCE_RECOVERED])
@pytest.mark.parametrize("health", ["ok", "late", "failing", "suspicious", "disabled"])
def test_news_of_a_source(kind: AlertKind, language: Language, health: str) -> None:
    message = SourceMessage(source="ch_shab", health=health, reason="nothing proved since Monday", occurred_at=NOW)
    recipient = Recipient(address="ops@example.com", language=language)
    alert = Alert(id="s1", kind=kind, channel="email", recipient=recipient, message=message, created_at=NOW)
    written = mail.render(alert)
    assert written.subject.endswith(": ch_shab")
    assert "nothing proved since Monday" in written.html
    assert {"de": "noch nie", "en": "never"}[language] in written.text


def test_the_request_carries_the_stable_id_and_both_forms() -> None:
    request = email.request(an_alert(), "watch@example.com")
    simple = request["Content"]["Simple"]
    assert request["Destination"] == {"ToAddresses": ["eva.kern@example.com"]}
    assert {"Name": "X-Insolvency-Watch-Message-Id", "Value": "a1b2c3d4e5f60718293a4b5c"} in simple["Headers"]
    assert set(simple["Body"]) == {"Text", "Html"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_says_that_birth_dates_agree_but_not_which_they_are(language: Language) -> None:
    born = Evidence(
        field="birth_date",
        customer_value="1979-05-14",
        notice_value="1979-05-14",
        level=EvidenceLevel.EQUAL,
        bits=Decimal("12.5"),
        sentence_de="Dasselbe Geburtsdatum: 1979-05-14.",
        sentence_en="The same date of birth: 1979-05-14.",
    )
    alert = an_alert()
    assert isinstance(alert.message, CaseMessage)
    to = alert.recipient.model_copy(update={"language": language})
    told = alert.message.model_copy(update={"evidence": (born,)})
    rendered = mail.render(alert.model_copy(update={"message": told, "recipient": to}))
    assert {"de": "Geburtsdatum", "en": "date of birth"}[language] in rendered.text
    assert "1979" not in rendered.text + rendered.html
