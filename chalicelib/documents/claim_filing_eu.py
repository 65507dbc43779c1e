"""Claim of a foreign creditor in another member state, with what Art. 55(2) of Regulation (EU) 2015/848 asks for.

The points follow letters (a) to (h) of Art. 55(2), which the standard form of Implementing Regulation (EU) 2017/1105,
annex II, asks for as well. The form need not be used (Art. 55(1)); its numbering of boxes is not reproduced here.
"""

from collections.abc import Iterator

from chalicelib.documents import Document
from chalicelib.documents.claim_filing import heading_of
from chalicelib.documents.layout import claims
from chalicelib.documents.layout.claim_lists import attachments, invoice_annex, retention_annex
from chalicelib.documents.layout.paper import Field, Paper
from chalicelib.documents.layout.parties import case_fields, creditor_fields, representative_fields
from chalicelib.documents.layout.wording import Say
from chalicelib.model.claim import ClaimLine
from chalicelib.model.customer import Language
from chalicelib.model.dossier import Dossier
from chalicelib.model.open_item import RetentionOfTitle

DOCUMENT = Document(
    title_de="Forderungsanmeldung (EU, grenzüberschreitend)", title_en="Lodgement of claims (EU)", data=Dossier
)


def render(data: Dossier, language: Language) -> bytes:
    """The claim with its annexes."""
    say = Say(language)
    paper = Paper(heading_of(data, say, DOCUMENT.title(language)), say)
    paper.title(
        say("Forderungsanmeldung · Lodgement of claims", "Lodgement of claims · Forderungsanmeldung"),
        say(
            "Angaben nach Art. 55 Abs. 2 der Verordnung (EU) 2015/848 (Standardformular: Durchführungsverordnung (EU) "
            "2017/1105, Anhang II)",
            "Particulars of Art. 55(2) of Regulation (EU) 2015/848 (standard form: Implementing Regulation (EU) "
            "2017/1105, annex II)",
        ),
    )
    _parties(paper, data)
    _claims(paper, data)
    paper.heading(say("4. Kopien der Belege (Art. 55 Abs. 2 a. E.)", "4. Copies of supporting documents (Art. 55(2))"))
    attachments(paper, data)
    _signed(paper, data)
    invoice_annex(paper, data)
    retention_annex(paper, data)
    return paper.finished()


def _parties(paper: Paper, data: Dossier) -> None:
    say, case = paper.say, data.court_case
    unknown = say("nicht angegeben", "not stated")
    paper.heading(say("1. Verfahren", "1. Proceedings"))
    paper.fields(
        [
            (say("Mitgliedstaat", "Member state"), case.country),
            (say("Art des Verfahrens", "Type of proceedings"), case.proceeding_kind or unknown),
            *case_fields(case, say),
            (say("Register des Schuldners", "Debtor's registration"), case.debtor_reg_no or unknown),
        ]
    )
    paper.heading(say("2. Gläubiger – Buchstabe a", "2. Creditor – point (a)"))
    seat = data.creditor.address.country if data.creditor.address else None
    paper.fields([*creditor_fields(data.creditor, say), (say("Sitzstaat", "Country of the seat"), seat or unknown)])
    paper.subheading(say("Vertreter", "Representative"))
    paper.fields(representative_fields(data.creditor.representative, say))


def _claims(paper: Paper, data: Dossier) -> None:
    say = paper.say
    paper.heading(say("3. Forderungen – Buchstaben b bis h", "3. Claims – points (b) to (h)"))
    claims.overview(paper, data)
    for line in data.claims.lines[: claims.MANY]:
        name = say(f"Forderung {line.position}", f"Claim {line.position}")
        paper.subheading(name)
        paper.fields(_claim_fields(data, line, say), of=name)
    if len(data.claims.lines) > claims.MANY:
        rest = [line for line in data.claims.lines[claims.MANY :] if claims.is_secured(line) or line.titled]
        paper.paragraph(
            say(
                "Weitere Forderungen gleicher Art stehen mit Zinsen und Kosten einzeln in Anlage A.",
                "Further claims of the same nature are listed in annex A, each with interest and costs.",
            )
        )
        for line in rest:
            name = say(f"Forderung {line.position}", f"Claim {line.position}")
            paper.subheading(name)
            paper.fields(_claim_fields(data, line, say), of=name)


def _claim_fields(data: Dossier, line: ClaimLine, say: Say) -> list[Field]:
    return [
        (say("(b) Hauptforderung", "(b) Principal"), claims.money(line.principal, say)),
        (say("(b) entstanden am", "(b) Date on which it arose"), say.day(line.invoice_date)),
        (say("(b) fällig am", "(b) Date on which it became due"), say.day(line.due_date)),
        (
            say("(c) Zinsen: Satz, Zeitraum, Betrag", "(c) Interest: rate, period, amount"),
            claims.interest_words(line, say),
        ),
        (say("(c) Grundlage der Zinsen", "(c) Nature of the interest"), _interest_kind(line, say)),
        (say("(d) Kosten vor der Eröffnung", "(d) Costs before the opening"), claims.costs_words(line, say)),
        (say("(e) Art der Forderung", "(e) Nature of the claim"), claims.reason(line, say)),
        (say("(f) Vorrecht", "(f) Preferential status"), say("nicht beansprucht", "not claimed")),
        *_security_fields(data, line, say),
        (say("(h) Aufrechnung", "(h) Set-off"), _set_off(data, line, say)),
        *claims.conversion_fields(line, say),
        (say("Gesamtbetrag", "Total amount"), claims.money(line.total, say) if line.total else None),
        *claims.gap_fields(data, line, say),
    ]


def _interest_kind(line: ClaimLine, say: Say) -> str:
    if not line.interest:
        return "–"
    points = say.number(line.interest[0].points)
    return say(
        f"gesetzlich: Basiszinssatz zuzüglich {points} Prozentpunkte (§ 288 BGB)",
        f"legal: base rate plus {points} percentage points (German Civil Code, section 288)",
    )


def _security_fields(data: Dossier, line: ClaimLine, say: Say) -> Iterator[Field]:
    yield (
        say("(g) Sicherheit oder Eigentumsvorbehalt", "(g) Security or retention of title"),
        claims.security_words(line, say),
    )
    if line.retention_of_title is not RetentionOfTitle.NONE:
        goods = [each for each in data.claims.retention if each.item_number == line.item_number]
        covered = ", ".join(each.goods for each in goods if each.goods)
        delivered = [say.day(each.delivered_on) for each in goods if each.delivered_on]
        yield (say("(g) erfasste Waren", "(g) Assets covered"), covered)
        yield (say("(g) begründet am", "(g) Granted on"), ", ".join(delivered))


def _set_off(data: Dossier, line: ClaimLine, say: Say) -> str:
    found = [each for each in data.set_offs if each.item_number == line.item_number]
    words = (f"{each.ours}\n{say.day(each.arose_on, 'Tag der Entstehung', 'day it arose')}" for each in found)
    return "\n".join(words) or say("nicht erklärt", "not claimed")


def _signed(paper: Paper, data: Dossier) -> None:
    say = paper.say
    paper.keep(50)
    paper.paragraph(
        say(
            "Ich melde die vorstehenden Forderungen an. Die Angaben sind nach den Büchern des Gläubigers richtig.",
            "I lodge the claims above. The particulars are true according to the creditor's books.",
        )
    )
    representative = data.creditor.representative
    names = ", ".join(data.creditor.legal_representatives)
    paper.signature(representative.name if representative else f"{data.creditor.name}\n{names}".strip())
