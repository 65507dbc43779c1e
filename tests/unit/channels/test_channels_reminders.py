"""Mails of reminders, escalations, digests and reports: both languages, whole, escaped, and none to order systems."""

import email
import email.policy
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from chalicelib.channels import email as channel
from chalicelib.channels import order_systems
from chalicelib.channels.rendering import mail
from chalicelib.errors import ChannelError
from chalicelib.model.alert import Alert, AlertKind, Recipient
from chalicelib.model.customer import Language
from chalicelib.model.deadline import Severity
from chalicelib.model.escalation import Step
from chalicelib.model.message import Message
from chalicelib.model.news import (
    CaseLine,
    DateLine,
    DigestMessage,
    EscalationMessage,
    Figure,
    NewsLine,
    ReminderMessage,
    ReportMessage,
)
from chalicelib.reminding.reminders import Occasion
from tests.builders import NOW

LANGUAGES: tuple[Language, ...] = ("de", "en")
CASE = CaseLine(case_id="c1", customer_number="104711", customer_name="Sonnenried <script>alert(1)</script> & Söhne")
LINK = "https://api.example/v1/acknowledge/token"
CASE_PAGE = "https://api.example/cockpit/cases/c1"


def a_line(left: int = 3, severity: Severity = Severity.FINAL) -> DateLine:
    day = NOW.date() + timedelta(days=left)
    return DateLine(
        case=CASE,
        due_id="d",
        title_de="Forderung anmelden",
        title_en="Lodge the claim",
        rule="InsO 174",
        severity=severity,
        safe_date=day,
        final_date=day,
        days_left=left,
    )


UNDATED = DateLine(case=CASE, due_id="u", title_de="Fristen unbekannt", title_en="Unknown", severity=Severity.FINAL)
NEWS = NewsLine(case=CASE, kind=AlertKind.BLOCK_PLACED, occurred_at=NOW)
SOURCE_NEWS = NewsLine(kind=AlertKind.SOURCE_LATE, text="ch_shab", occurred_at=NOW)
DIGEST = DigestMessage(
    day=NOW.date(),
    name="Eva Kern",
    late=(a_line(-2),),
    ahead=(a_line(0), a_line(1)),
    reminded=(a_line(14),),
    undated=(UNDATED,),
    new_cases=(CASE,),
    to_review=(CASE,),
    news=(NEWS,),
    unanswered=(NEWS, SOURCE_NEWS),
    more=7,
)
REPORT = ReportMessage(
    department="Credit",
    kind="week",
    first=date(2026, 2, 23),
    last=date(2026, 3, 1),
    figures=(Figure(heading="offene Fälle", value="12"),),
    csv='"Abteilung";"von"\r\n"Credit";"2026-02-23"\r\n',
    file_name="insolvency-watch-week.csv",
)
MESSAGES: dict[str, tuple[AlertKind, Message]] = {
    **{f"reminder {one}": (AlertKind.REMINDER, ReminderMessage(line=a_line(), occasion=one)) for one in Occasion},
    **{
        f"escalation {step}": (
            AlertKind.ESCALATION,
            EscalationMessage(alert_id="a", step=step, told="eva@example.com", news=news, waited_since=NOW),
        )
        for step in Step
        for news in (NEWS,)
    },
    "escalation of a source": (
        AlertKind.ESCALATION,
        EscalationMessage(
            alert_id="a", step=Step.HEAD, told="e@example.com", news=SOURCE_NEWS, waited_since=NOW, needed_by=NOW
        ),
    ),
    "digest": (AlertKind.DIGEST, DIGEST),
    "bare digest": (AlertKind.DIGEST, DigestMessage(day=NOW.date(), name="Eva Kern", ahead=(a_line(5),))),
    "report": (AlertKind.REPORT, REPORT),
}


def an_alert(name: str, language: Language = "de") -> Alert:
    kind, message = MESSAGES[name]
    told = Recipient(address="eva.kern@example.com", name="Eva Kern", language=language)
    return Alert(id="a1", kind=kind, channel="email", recipient=told, message=message, created_at=NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_rendered_whole(name: str, language: Language) -> None:
    written = mail.render(an_alert(name, language), acknowledge_url=LINK, case_url=CASE_PAGE)
    for part in written:
        assert part.strip()
        assert not re.search(r"\{\{|\}\}|\{%|None|Undefined|\{\w+\}", part)
    assert "<script>alert" not in written.html
    assert "\n\n\n\n" not in written.text
    assert "\n" not in written.subject
    if name.startswith(("reminder", "escalation")):
        assert LINK in written.text
        assert f'href="{LINK}"' in written.html
        assert f"{mail.words_of(language)['open_case']}: {CASE_PAGE}" in written.text
        assert f'href="{CASE_PAGE}"' in written.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_of_what_no_rule_asks_for_names_none(language: Language) -> None:
    line = a_line().model_copy(update={"rule": None})
    message = ReminderMessage(occasion=Occasion.AHEAD, line=line)
    alert = Alert(
        id="r", kind=AlertKind.REMINDER, channel="email", message=message, created_at=NOW,
        recipient=Recipient(address="eva@example.com", language=language),
    )  # fmt: skip
    rendered = mail.render(alert)
    assert mail.words_of(language)["label"]["rule"] not in rendered.text + rendered.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_digest_holds_every_section(language: Language) -> None:
    written = mail.render(an_alert("digest", language))
    words = mail.words_of(language)["digest"]
    sections = ("late", "ahead", "reminded", "undated", "new_cases", "to_review", "news", "unanswered")
    for part in (written.text, written.html):
        assert [name for name in sections if words[name] not in part] == []
        assert "ch_shab" in part
        assert "7" in part
    bare = mail.render(an_alert("bare digest", language))
    assert words["late"] not in bare.html


@pytest.mark.parametrize("name", MESSAGES)
def test_order_systems_get_none_of_these(name: str) -> None:
    with pytest.raises(ChannelError) as refused:
        order_systems.news(an_alert(name))
    assert not refused.value.retryable


def test_days_are_counted_in_words() -> None:
    alert = an_alert("digest")
    said = mail._filters(alert)["days"]
    assert [said(left) for left in (-3, -1, 0, 1, 5)] == ["vor 3 Tagen", "gestern", "heute", "morgen", "in 5 Tagen"]


def test_a_report_carries_its_table_as_a_spreadsheet_reads_it() -> None:
    raw = channel.request(an_alert("report"), "watch@example.com")["Content"]["Raw"]["Data"]
    whole = email.message_from_bytes(raw, policy=email.policy.default)
    assert whole["X-Insolvency-Watch-Message-Id"] == "a1"
    (table,) = list(whole.iter_attachments())
    assert table.get_filename() == "insolvency-watch-week.csv"
    assert table.get_content_type() == "text/csv"
    assert table.get_payload(decode=True) == b"\xef\xbb\xbf" + REPORT.csv.encode()
    kinds = [part.get_content_type() for part in whole.walk()]
    assert {"text/plain", "text/html", "text/csv"} <= set(kinds)


def test_words_are_the_same_in_both_languages() -> None:
    german, english = mail.words_of("de"), mail.words_of("en")
    assert german.keys() == english.keys()
    assert {name: german[name].keys() for name in german if isinstance(german[name], dict)} == {
        name: english[name].keys() for name in english if isinstance(english[name], dict)
    }
    assert Path(mail.__file__).parent.joinpath("templates", "digest.html").exists()
