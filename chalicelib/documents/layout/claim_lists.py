"""The lists of a claim filing: attachments, all invoices, goods under retention of title."""

from collections import Counter

from chalicelib.documents.layout.claims import (
    MANY,
    costs_sum,
    costs_words,
    is_secured,
    money,
    principal_and_interest_sums,
    retention_words,
)
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.wording import Say
from chalicelib.model.claim import Attachment, AttachmentKind, ClaimLine, RetentionLine
from chalicelib.model.dossier import Dossier


def attachments(paper: Paper, dossier: Dossier) -> None:
    """The numbered list of what is enclosed; of many documents how many of each kind, in the order of annex A."""
    say = paper.say
    found = dossier.claims.attachments
    if not found:
        paper.paragraph(say.missing("Belege zu den Forderungen", "documents that prove the claims"))
        return
    if len(dossier.claims.lines) > MANY:
        paper.bullets(_counted(found, say))
        return
    rows = [
        (str(number), say(each.text_de, each.text_en), each.reference or "–", ", ".join(each.item_numbers))
        for number, each in enumerate(found, start=1)
    ]
    columns = [
        Column(say("Nr.", "No."), 8, "R"),
        Column(say("Unterlage", "Document"), 62),
        Column(say("Kennzeichen", "Reference"), 40),
        Column(say("zu Rechnung", "for invoice"), 55),
    ]
    paper.table(columns, rows)


def _counted(found: tuple[Attachment, ...], say: Say) -> list[str]:
    counts = Counter(each.kind for each in found)
    return [f"{count} × {_kind(kind, say)}" for kind, count in counts.items()]


def _kind(kind: AttachmentKind, say: Say) -> str:
    return {
        AttachmentKind.INVOICE: say("Rechnung", "invoice"),
        AttachmentKind.DELIVERY_NOTE: say("Lieferschein", "delivery note"),
        AttachmentKind.ORDER: say("Bestellung", "order"),
        AttachmentKind.REMINDER: say("Mahnung", "reminder"),
        AttachmentKind.TITLE: say("Titel", "enforceable title"),
        AttachmentKind.SECURITY: say("Nachweis einer Sicherheit", "proof of a security"),
        AttachmentKind.RETENTION_TERMS: say("Vereinbarung des Eigentumsvorbehalts", "agreement on retention of title"),
        AttachmentKind.ACCOUNT_STATEMENT: say("Kontoauszug des Debitorenkontos", "statement of the customer's account"),
    }[kind]


def invoice_annex(paper: Paper, dossier: Dossier) -> None:
    """Pages with every invoice and what is claimed for it; nothing when there are none."""
    say = paper.say
    if not dossier.claims.lines:
        return
    paper.new_page()
    paper.title(say("Anlage A: Liste der Rechnungen", "Annex A: list of invoices"))
    columns = [
        Column(say("Nr.", "No."), 8, "R"),
        Column(say("Rechnung vom", "Invoice of"), 26),
        Column(say("fällig, Verzug seit", "due, default since"), 20),
        Column(say("Hauptforderung", "Principal"), 24, "R"),
        Column(say("Zinssatz vom – bis", "Interest from – to"), 34),
        Column(say("Zinsen", "Interest"), 20, "R"),
        Column(say("Kosten", "Costs"), 18, "R"),
        Column(say("Summe", "Total"), 24, "R"),
    ]
    principal, interest = principal_and_interest_sums(dossier, say)
    total = [
        "",
        say("Summe", "Total"),
        "",
        principal,
        "",
        interest,
        costs_sum(dossier, say),
        money(dossier.claims.total, say),
    ]
    paper.table(columns, (_invoice_row(line, say) for line in dossier.claims.lines), total, size=7)
    if any(is_secured(line) for line in dossier.claims.lines):
        paper.note(say("* gesichert, siehe Anlage B oder Abschnitt 5", "* secured, see annex B or section 5"))


def _invoice_row(line: ClaimLine, say: Say) -> list[str]:
    mark = " *" if is_secured(line) else ""
    periods = "\n".join(
        f"{say.percent(period.rate)}\n{say.day(period.since)}–{say.day(period.until)}" for period in line.interest
    )
    return [
        str(line.position),
        f"{line.item_number}{mark}\n{say.day(line.invoice_date)}",
        f"{say.day(line.due_date)}\n{say.day(line.default.since) if line.default else '–'}",
        money(line.principal, say),
        periods or "–",
        money(line.interest_total, say) if line.interest_total.amount else "–",
        costs_words(line, say),
        money(line.total, say) if line.total else say.missing("Kurs", "rate"),
    ]


def retention_annex(paper: Paper, dossier: Dossier) -> None:
    """A page with all goods under retention of title; nothing when there are none."""
    say = paper.say
    if not dossier.claims.retention:
        return
    paper.new_page()
    paper.title(
        say("Anlage B: Waren unter Eigentumsvorbehalt", "Annex B: goods under retention of title"),
        say("Mitteilung nach § 28 Abs. 2 InsO", "Notice under InsO 28(2)"),
    )
    retention_table(paper, dossier.claims.retention)


def retention_table(paper: Paper, lines: tuple[RetentionLine, ...]) -> None:
    """The goods, one row an invoice."""
    say = paper.say
    columns = [
        Column(say("Rechnung", "Invoice"), 30),
        Column(say("Ware", "Goods"), 40),
        Column(say("geliefert, Lieferschein", "delivered, delivery note"), 31),
        Column(say("Recht", "Right"), 38),
        Column(say("offen", "open"), 26, "R"),
    ]
    paper.table(columns, (_retention_row(line, say) for line in lines))


def _retention_row(line: RetentionLine, say: Say) -> list[str]:
    delivered = say.day(line.delivered_on, "Liefertag", "day of delivery")
    return [
        line.item_number,
        line.goods or say.missing("Bezeichnung der Ware", "description of the goods"),
        f"{delivered}\n{line.delivery_note or say.missing('Lieferschein', 'delivery note')}",
        retention_words(line.retention_of_title, say),
        money(line.open, say),
    ]
