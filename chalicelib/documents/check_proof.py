"""Proof of a check: what was looked for about one customer, in which sources, until when, and what is missing."""

from chalicelib.documents import Document
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.sheet import Heading
from chalicelib.documents.layout.wording import Say
from chalicelib.model.customer import Language
from chalicelib.model.proof import HEALTH_WORDS, RESULT_WORDS, CheckedRegister, CheckProof

DOCUMENT = Document(title_de="Nachweis der Prüfung", title_en="Proof of checks", data=CheckProof)


def render(data: CheckProof, language: Language) -> bytes:
    """The proof: its sentence first, what is missing next, then everything it rests on."""
    say = Say(language)
    reference = f"{say('Kunde', 'Customer')} {data.customer_number} · {data.customer_name}"
    paper = Paper(Heading(DOCUMENT.title(language), reference, data.prepared_for, data.prepared_at, draft=False), say)
    paper.title(DOCUMENT.title(language), say("Stand: ", "As of: ") + say.moment(data.prepared_at))
    paper.paragraph(say(data.statement_de, data.statement_en), bold=True)
    if data.gaps:
        paper.heading(say("Nicht geprüft", "Not checked"))
        paper.bullets(say(gap.text_de, gap.text_en) for gap in data.gaps)
    _searched(paper, data)
    _registers(paper, data)
    _bureaus(paper, data)
    paper.heading(say("Was das heißt", "What this means"))
    paper.bullets(_meaning(say))
    return paper.finished()


def _searched(paper: Paper, data: CheckProof) -> None:
    say, what = paper.say, data.searched
    nothing = say("nicht hinterlegt", "none kept")
    paper.heading(say("Gesucht wurde nach", "What was looked for"))
    paper.fields(
        [
            (say("Namen", "Names"), "\n".join(what.names)),
            (say("Geburtsdatum", "Birth date"), say.day(what.birth_date) if what.birth_date else nothing),
            (say("Anschrift", "Address"), ", ".join(filter(None, (what.address, what.country))) or nothing),
            (say("Kennungen", "Identifiers"), "\n".join(what.identifiers) or nothing),
            (say("Angaben seit", "Data since"), say.moment(what.data_since)),
            (say("Erstellt für", "Prepared for"), data.prepared_for),
        ]
    )
    keys = say("Suchschlüssel, Fassung", "Search keys, version")
    paper.note(f"{keys} {what.key_version}: {' · '.join(what.keys)}")


def _registers(paper: Paper, data: CheckProof) -> None:
    say = paper.say
    paper.heading(say("Insolvenzregister", "Insolvency registers"))
    columns = [
        Column(say("Register", "Register"), 44),
        Column(say("Gelesen von – bis", "Read from – through"), 34),
        Column(say("Jüngste Veröffentlichung", "Newest publication"), 26),
        Column(say("Zustand", "Health"), 30),
        Column(say("Ergebnis", "Result"), 36),
    ]
    rows = (
        (
            f"{one.title} ({one.country})",
            _period(say, one),
            say.day(one.newest_notice) if one.newest_notice else "–",
            "\n".join(filter(None, (say(*HEALTH_WORDS[one.health]), one.health_reason))),
            "\n".join([say(*RESULT_WORDS[one.result]), *(case.case_number or case.case_id for case in one.cases)]),
        )
        for one in data.registers
    )
    paper.table(columns, rows, size=8)
    if data.other_cases:
        paper.heading(say("Akten, in denen kein Register etwas sagt", "Cases in which no register says anything"))
        paper.bullets(
            " · ".join(filter(None, (one.source, one.case_number or one.case_id))) for one in data.other_cases
        )


def _period(say: Say, one: CheckedRegister) -> str:
    if not one.checked_through:
        return say("nie", "never")
    since = say.day(one.checked_since) if one.checked_since else say("Beginn unbekannt", "beginning unknown")
    return f"{since} –\n{say.moment(one.checked_through)}"


def _bureaus(paper: Paper, data: CheckProof) -> None:
    say = paper.say
    heard = [one for one in data.bureaus if one.asked_at or one.watch]
    silent = ", ".join(one.title for one in data.bureaus if not (one.asked_at or one.watch))
    paper.heading(say("Auskunfteien", "Credit bureaus"))
    if heard:
        columns = [
            Column(say("Auskunftei", "Bureau"), 50),
            Column(say("Gefragt", "Asked"), 36),
            Column(say("Antwort", "Answer"), 30),
            Column(say("Gilt bis", "Valid until"), 24),
            Column(say("Überwacht bis", "Watched through"), 30),
        ]
        rows = (
            (
                one.title,
                say.moment(one.asked_at) if one.asked_at else "–",
                one.outcome or "–",
                say.day(one.valid_until.date()) if one.valid_until else "–",
                say.moment(one.watched_through) if one.watched_through else "–",
            )
            for one in heard
        )
        paper.table(columns, rows, size=8)
    if silent or not heard:
        paper.paragraph(say("Nicht gefragt: ", "Not asked: ") + (silent or say("keine", "none")))


def _meaning(say: Say) -> list[str]:
    return [
        say(
            "Alles, was ein Register in dem genannten Zeitraum veröffentlicht hat, wurde gelesen und mit dem Kunden "
            "verglichen, sofern bei ihm nichts anderes steht; früher oder später Veröffentlichtes nicht.",
            "Everything a register published in the period named was read and compared with the customer, unless it "
            "says otherwise there; what it published earlier or later was not.",
        ),
        say(
            "Veröffentlichungen über natürliche Personen werden hier an dem Tag gelöscht, an dem die Frist ihres "
            "Registers endet. Mit einem Kunden, der danach kam oder geändert wurde, sind sie nicht verglichen.",
            "Notices about natural persons are deleted here on the day on which their register's period ends. They "
            "were not compared with a customer who came or was changed after that.",
        ),
        say(
            "„Nichts gefunden“ gilt nur für das, wonach gesucht wurde. Fehlt eine Kennung, kann ein Eintrag unter "
            "anderem Namen unerkannt bleiben.",
            "“Nothing found” holds only for what was looked for. Where an identifier is missing, an entry under "
            "another name may stay unrecognised.",
        ),
        say(
            "„Nicht gefunden“ und „keine Aussage“ einer Auskunftei sind keine gute Bonität.",
            "“Not identified” and “no statement” of a bureau are no good credit.",
        ),
    ]
