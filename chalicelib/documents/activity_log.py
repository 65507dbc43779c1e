"""Activity log of a case: every notice, change, mail, acknowledgement, document, decision and reader, as a list."""

from chalicelib.documents import Document
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.sheet import Heading
from chalicelib.documents.layout.wording import Say
from chalicelib.model.activity import ActivityLog
from chalicelib.model.customer import Language

DOCUMENT = Document(title_de="Aktivitätsprotokoll", title_en="Activity log", data=ActivityLog)


def render(data: ActivityLog, language: Language) -> bytes:
    """The log, oldest first."""
    say = Say(language)
    reference = f"{say('Akte', 'Case')} {data.case_id} · {data.customer_name}"
    paper = Paper(Heading(DOCUMENT.title(language), reference, data.owner, data.prepared_at, draft=False), say)
    paper.title(DOCUMENT.title(language), say("Stand: ", "As of: ") + say.moment(data.prepared_at))
    whole = say("vollständig", "complete") if data.complete else say("Auszug", "extract")
    paper.fields(
        [
            (say("Akte", "Case"), data.case_id),
            (say("Kunde", "Customer"), f"{data.customer_name}, {data.customer_number}"),
            (say("Schuldner (wie veröffentlicht)", "Debtor (as published)"), data.debtor_name),
            (say("Einträge", "Entries"), f"{len(data.rows)}, {whole}"),
            (say("Erstellt für", "Prepared for"), data.prepared_for or say("keine Angabe", "not stated")),
        ]
    )
    paper.gap()
    _table(paper, data)
    return paper.finished()


def _table(paper: Paper, data: ActivityLog) -> None:
    say = paper.say
    if not data.rows:
        paper.paragraph(say("Es gibt keine Einträge.", "There are no entries."))
        return
    columns = [
        Column(say("Wann", "When"), 36),
        Column(say("Wer", "Who"), 33),
        Column(say("Art", "Kind"), 26),
        Column(say("Was", "What"), 70),
    ]
    rows = (
        (
            say.moment(row.at),
            row.by,
            row.kind,
            "\n".join(part for part in (row.text, row.reference) if part) or say.missing("Text", "text"),
        )
        for row in sorted(data.rows, key=lambda row: row.at)
    )
    paper.table(columns, rows, size=8)
