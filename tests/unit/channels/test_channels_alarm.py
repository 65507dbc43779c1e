"""The mail of an alarm by hand says who gave it, why and by when, and speaks of no publication where there is none."""

import re
from datetime import date, timedelta

import pytest

from chalicelib import decide
from chalicelib.channels import order_systems
from chalicelib.channels.rendering import mail
from chalicelib.model.alert import Alert, AlertKind
from chalicelib.model.block import Stage
from chalicelib.model.customer import Language
from chalicelib.model.decision import Decision
from tests.builders import NOW, a_match, a_notice, an_occasion, filed

WORD = decide.Word(person="Eva Kern", reason="Der Fahrer sah den Gerichtsvollzieher")
LATER = an_occasion(now=NOW + timedelta(days=1))
DUE_ON = date(2026, 3, 6)
LANGUAGES: tuple[Language, ...] = ("de", "en")
OF_A_PUBLICATION = {
    "de": r"[Vv]eröffentlichte|Veröffentlichung prüfen|Art der Veröffentlichung|Ereignis|Warum dieser Kunde",
    "en": r"[Pp]ublished debtor|check the publication|kind of publication|Event:|Why this customer",
}
SAID = {
    "de": [
        "Alarm gegeben von",
        "Eva Kern",
        WORD.reason,
        "Erledigen bis",
        "6. März 2026",
        "Warnung",
        "Lieferungen sind frei. Ein Mensch muss entscheiden, ob strenger gesperrt wird.",
        "Zu tun: dem Grund nachgehen",
        "Veröffentlicht ist nichts",
        "Rechtsgrund: keiner",
    ],
    "en": [
        "Alarm given by",
        "Eva Kern",
        WORD.reason,
        "Do it by",
        "6 March 2026",
        "arning",
        "Deliveries are free. A person has to decide whether to block more strictly.",
        "What to do: look into the reason",
        "Nothing was published",
        "Legal ground: none",
    ],
}


def alarm() -> Decision:
    return decide.on_alarm_without_case(an_occasion(), WORD, due_on=DUE_ON)


def to_reader(decision: Decision, language: Language) -> Alert:
    return next(one for one in decision.alerts if one.channel == "email" and one.recipient.language == language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alarm_says_who_why_until_when_and_what_to_do(language: Language) -> None:
    written = mail.render(to_reader(alarm(), language))
    kind = {"de": "Alarm von Hand", "en": "Alarm given by hand"}[language]
    assert written.subject == f"{kind}: Hafenlogistik Sonnenried GmbH (104711) – {WORD.reason}"
    for part in (written.text, written.html):
        assert [one for one in SAID[language] if one not in part] == []
        assert not re.search(OF_A_PUBLICATION[language], part)
    assert "\n\n\n" not in written.text
    assert not re.search(r":\s*$", written.text, re.MULTILINE), "no heading above nothing"


@pytest.mark.parametrize("language", LANGUAGES)
def test_later_news_of_such_a_case_speaks_of_no_publication_either(language: Language) -> None:
    raised = decide.on_stage_change(filed(alarm()), LATER, WORD, stage=Stage.NO_DELIVERIES)
    written = mail.render(to_reader(raised, language))
    assert written.subject.endswith("(104711)")
    assert "Eva Kern" in written.text
    for part in (written.text, written.html):
        assert not re.search(OF_A_PUBLICATION[language], part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alarm_in_a_case_with_a_notice_says_both(language: Language) -> None:
    file = filed(decide.on_match(a_match(), a_notice(), an_occasion()))
    decision = decide.on_manual_alarm(file, LATER, WORD, due_on=DUE_ON)
    written = mail.render(to_reader(decision, language))
    assert written.subject.endswith(WORD.reason)
    wanted = {
        "de": ["Alarm gegeben von: Eva Kern", "Erledigen bis: 6. März 2026", "Ereignis: Insolvenzverfahren eröffnet"],
        "en": ["Alarm given by: Eva Kern", "Do it by: 6 March 2026", "Event: insolvency proceedings opened"],
    }
    assert [one for one in wanted[language] if one not in written.text] == []
    assert written.text.count(WORD.reason) == 1


def test_order_systems_read_what_they_always_read() -> None:
    decision = alarm()
    (told,) = [one for one in decision.alerts if one.kind is AlertKind.BLOCK_PLACED]
    body = order_systems.news(told).model_dump(by_alias=True)
    assert (body["event_kind"], body["stage"], body["blocked"], body["ground"]) == (
        "UNCLASSIFIED",
        "warn",
        False,
        "none: warning only",
    )
    assert "due_on" not in body
