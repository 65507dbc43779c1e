"""List of the evidence kept in a case: what, from which source, when, and the digest by which it can be proved."""

from chalicelib.documents import Document
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.parties import case_fields
from chalicelib.documents.layout.sheet import Heading
from chalicelib.documents.layout.wording import Say
from chalicelib.model.customer import Language
from chalicelib.model.letters import EvidenceItem, EvidenceList

DOCUMENT = Document(title_de="Beweismittelverzeichnis", title_en="List of evidence", data=EvidenceList)


def render(data: EvidenceList, language: Language) -> bytes:
    """The list, oldest first."""
    say = Say(language)
    reference = f"{say('Akte', 'Case')} {data.case_id} · {data.court_case.debtor_name}"
    paper = Paper(Heading(DOCUMENT.title(language), reference, data.creditor_name, data.prepared_at, draft=False), say)
    paper.title(DOCUMENT.title(language), say("Stand: ", "As of: ") + say.moment(data.prepared_at))
    paper.fields([(say("Akte", "Case"), data.case_id), (say("Kunde", "Customer"), data.customer_number)])
    paper.fields(case_fields(data.court_case, say))
    paper.heading(say("Beweismittel", "Evidence"))
    _table(paper, data)
    paper.note(
        say(
            "Die Prüfsumme (SHA-256) ist aus den unveränderten Bytes gebildet, die die Quelle geliefert hat oder die "
            "versandt wurden. Wer die Datei hat, kann sie nachrechnen.",
            "The digest (SHA-256) is made of the unchanged bytes that the source served or that were sent. Whoever has "
            "the file can compute it again.",
        )
    )
    return paper.finished()


def _table(paper: Paper, data: EvidenceList) -> None:
    say = paper.say
    columns = [
        Column(say("Nr.", "No."), 9, "R"),
        Column(say("Was", "What"), 52),
        Column(say("Quelle", "Source"), 46),
        Column(say("veröffentlicht, erhalten", "published, obtained"), 34),
        Column(say("Prüfsumme", "Digest"), 38),
    ]
    if not data.items:
        paper.paragraph(say.missing("Beweismittel", "evidence"))
        return
    ordered = sorted(data.items, key=lambda item: (item.obtained_at, item.evidence_key or ""))
    paper.table(columns, (_row(number, item, say) for number, item in enumerate(ordered, start=1)), size=7.5)


def _row(number: int, item: EvidenceItem, say: Say) -> list[str]:
    published = f"{say.day(item.published_on)}\n" if item.published_on else ""
    return [
        str(number),
        "\n".join(part for part in (say(item.what_de, item.what_en), item.evidence_key) if part),
        "\n".join(part for part in (item.source, item.url) if part),
        published + say.moment(item.obtained_at),
        item.sha256 or say.missing("Prüfsumme", "digest"),
    ]
