"""Claim filing (Forderungsanmeldung) with the fields of the forms that German administrators hand out.

Source: InsO 174 (what the filing must say), 28, 38, 39, 45, 51, 190, 302; the same form in plain English on request.
"""

from chalicelib.documents import Document
from chalicelib.documents.layout import claims
from chalicelib.documents.layout.claim_lists import attachments, invoice_annex, retention_annex
from chalicelib.documents.layout.paper import Field, Paper
from chalicelib.documents.layout.parties import (
    case_fields,
    creditor_fields,
    practitioner_word,
    representative_fields,
)
from chalicelib.documents.layout.sheet import Heading
from chalicelib.documents.layout.wording import Say
from chalicelib.model.claim import ClaimLine
from chalicelib.model.customer import Language
from chalicelib.model.dossier import Dossier, DossierState

DOCUMENT = Document(title_de="Forderungsanmeldung", title_en="Claim filing", data=Dossier)


def render(data: Dossier, language: Language) -> bytes:
    """The filled form with its annexes."""
    say = Say(language)
    paper = Paper(heading_of(data, say, DOCUMENT.title(language)), say)
    paper.title(
        say("Anmeldung einer Insolvenzforderung", "Lodging of an insolvency claim"),
        say("zur Insolvenztabelle nach § 174 InsO, in ", "for the insolvency table, InsO 174, in ")
        + _copies(data, say),
    )
    _parties(paper, data)
    _claims(paper, data)
    _closing(paper, data)
    invoice_annex(paper, data)
    retention_annex(paper, data)
    return paper.finished()


def heading_of(data: Dossier, say: Say, title: str) -> Heading:
    """What stands on each page of a claim filing."""
    case = data.court_case
    number = say.given(case.case_number, "Aktenzeichen", "case number")
    reference = " · ".join(part for part in (case.court, number, case.debtor_name, data.creditor.reference) if part)
    draft = data.state is DossierState.DRAFT
    return Heading(f"{title}: {case.debtor_name}", reference, data.creditor.name, data.prepared_at, draft)


def _copies(data: Dossier, say: Say) -> str:
    return say(f"{data.copies} Ausfertigungen", f"{data.copies} copies")


def _parties(paper: Paper, data: Dossier) -> None:
    say = paper.say
    paper.heading(say("1. Verfahren", "1. Proceedings"))
    paper.fields(case_fields(data.court_case, say))
    role = practitioner_word(data.court_case, say)
    paper.note(
        say(
            f"Die Anmeldung geht an: {role}, nicht an das Gericht (§ 174 Abs. 1 InsO).",
            f"The claim is lodged with the {role}, not with the court (InsO 174(1)).",
        )
    )
    paper.heading(say("2. Gläubiger", "2. Creditor"))
    paper.fields(creditor_fields(data.creditor, say))
    paper.heading(say("3. Vertreter des Gläubigers", "3. Creditor's representative"))
    paper.fields(representative_fields(data.creditor.representative, say))


def _claims(paper: Paper, data: Dossier) -> None:
    say, sheet = paper.say, data.claims
    paper.heading(say("4. Angemeldete Forderungen (Rang des § 38 InsO)", "4. Claims lodged (rank of InsO 38)"))
    claims.overview(paper, data)
    until = say.day(sheet.interest_until)
    paper.note(
        say(
            f"Zinsen bis zum Tag vor der Eröffnung ({until}); spätere Zinsen sind nachrangig (§ 39 Abs. 1 Nr. 1 InsO).",
            f"Interest up to the day before the opening ({until}); later interest is subordinate (InsO 39(1) no. 1).",
        )
    )
    for gap in sheet.gaps if data.state is DossierState.DRAFT else ():
        paper.paragraph(say.unsettled(gap.text_de, gap.text_en))
    paper.heading(say("5. Die Forderungen im Einzelnen", "5. The claims one by one"))
    shown = sheet.lines if len(sheet.lines) <= claims.MANY else [each for each in sheet.lines if _special(data, each)]
    if len(shown) < len(sheet.lines):
        paper.paragraph(
            say(
                f"{len(sheet.lines)} Forderungen, mit Zinsen und Kosten einzeln in Anlage A. Hier stehen nur die mit "
                "Titel, Sicherheit, unerlaubter Handlung, fremder Währung oder offenen Fragen.",
                f"{len(sheet.lines)} claims, each with interest and costs in annex A. Here are only those with a "
                "title, a security, a tort, a foreign currency or open questions.",
            )
        )
    for line in shown:
        name = say(f"Forderung {line.position}", f"Claim {line.position}")
        paper.subheading(name)
        paper.fields(_claim_fields(data, line, say), of=name)
    paper.heading(say("6. Nachrangige Forderungen (§ 39 InsO)", "6. Subordinate claims (InsO 39)"))
    _subordinate(paper, data)


def _special(data: Dossier, line: ClaimLine) -> bool:
    tort = any(each.item_number == line.item_number for each in data.torts)
    return bool(line.titled or line.disputed or line.conversion or line.gaps or tort or claims.is_secured(line))


def _claim_fields(data: Dossier, line: ClaimLine, say: Say) -> list[Field]:
    total = claims.money(line.total, say) if line.total else None
    disputed = say("vom Schuldner bestritten", "disputed by the debtor")
    return [
        (say("Grund der Forderung", "Reason of the claim"), claims.reason(line, say)),
        (say("Rechnung, fällig am", "Invoice, due on"), f"{line.item_number}, {say.day(line.due_date)}"),
        (say("Hauptforderung", "Principal"), claims.money(line.principal, say)),
        (say("Verzug", "Default"), claims.default_words(line, say)),
        (say("Zinsen bis zur Eröffnung", "Interest up to the opening"), claims.interest_words(line, say)),
        (say("Zinsbetrag", "Amount of interest"), claims.money(line.interest_total, say)),
        (say("Kosten vor der Eröffnung", "Costs before the opening"), _costs(line, say)),
        *claims.conversion_fields(line, say),
        (say("Summe", "Total"), total),
        (say("Titel vorhanden", "Enforceable title"), claims.title_words(data, line, say)),
        (say("Sicherheiten", "Securities"), claims.security_words(line, say)),
        (say("Abgesonderte Befriedigung beansprucht", "Separate satisfaction claimed"), _separate(line, say)),
        (
            say("Vorsätzlich begangene unerlaubte Handlung (§ 174 Abs. 2 InsO)", "Intentional tort (InsO 174(2))"),
            claims.tort_words(data, line, say),
        ),
        *([(say("Bemerkung", "Remark"), disputed)] if line.disputed else []),
        *claims.gap_fields(data, line, say),
    ]


def _costs(line: ClaimLine, say: Say) -> str:
    parts = []
    if line.lump_sum and line.lump_sum.amount:
        parts.append(
            f"{claims.money(line.lump_sum, say)} {say('Pauschale (§ 288 Abs. 5 BGB)', 'lump sum (BGB 288(5))')}"
        )
    if line.costs and line.costs.amount:
        parts.append(f"{claims.money(line.costs, say)} {say('Kosten der Rechtsverfolgung', 'costs of pursuit')}")
    return "\n".join(parts) or say("keine", "none")


def _separate(line: ClaimLine, say: Say) -> str:
    if not claims.is_separate(line):
        return say.yes_no(value=False)
    shortfall = say(
        "Befriedigung aus der Masse wird für den Ausfall beansprucht (§§ 52, 190 InsO).",
        "Payment from the estate is claimed for the shortfall (InsO 52, 190).",
    )
    return f"{say.yes_no(value=True)}\n{shortfall}"


def _subordinate(paper: Paper, data: Dossier) -> None:
    say = paper.say
    if not data.with_subordinate:
        paper.paragraph(
            say(
                "Keine angemeldet: Das Gericht hat nicht dazu aufgefordert (§ 174 Abs. 3 InsO).",
                "None lodged: the court has not asked for them (InsO 174(3)).",
            )
        )
        return
    paper.bullets(
        f"{each.item_number}: {say(each.text_de, each.text_en)} ({each.rank}), "
        + say(f"ab {say.day(each.since)}", f"from {say.day(each.since)}")
        for each in data.claims.subordinate
    )


def _closing(paper: Paper, data: Dossier) -> None:
    say = paper.say
    paper.heading(say("7. Anlagen", "7. Attachments"))
    attachments(paper, data)
    more = say("Anlage A: Liste der Rechnungen", "Annex A: list of invoices")
    if data.claims.retention:
        more += "; " + say("Anlage B: Waren unter Eigentumsvorbehalt", "Annex B: goods under retention of title")
    paper.paragraph(more)
    paper.keep(62)
    paper.heading(say("8. Erklärung und Unterschrift", "8. Statement and signature"))
    paper.paragraph(
        say(
            "Die vorstehenden Forderungen werden zur Insolvenztabelle angemeldet. Die Angaben sind vollständig und "
            "richtig, soweit sie aus den Büchern des Gläubigers hervorgehen.",
            "The claims above are lodged for the insolvency table. The statements are complete and true as far as they "
            "follow from the creditor's books.",
        )
    )
    representative = data.creditor.representative
    paper.signature(representative.name if representative else _signers(data))


def _signers(data: Dossier) -> str:
    return "\n".join([data.creditor.name, ", ".join(data.creditor.legal_representatives)]).strip()
