"""Notice to the credit insurer: overdue account, insolvency or adverse information, with the policy's own days."""

from datetime import timedelta
from decimal import Decimal

from chalicelib.documents import Document
from chalicelib.documents.layout.claims import money
from chalicelib.documents.layout.letter import Letter, begun, closed, salutation
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.paper import Field as FormField
from chalicelib.documents.layout.parties import address_lines, case_fields
from chalicelib.documents.layout.wording import Say, court_day
from chalicelib.model.customer import Language, Money
from chalicelib.model.letters import InsurerNotice, InsurerNoticeKind

DOCUMENT = Document(
    title_de="Meldung an den Kreditversicherer", title_en="Notice to the credit insurer", data=InsurerNotice
)


def render(data: InsurerNotice, language: Language) -> bytes:
    """The notice."""
    say = Say(language)
    paper = begun(_letter(data, say), say)
    paper.paragraph(salutation(say))
    paper.paragraph(_reason(data, say))
    paper.heading(say("Vertrag und Risiko", "Policy and risk"))
    paper.fields(_risk_fields(data, say))
    if data.kind is InsurerNoticeKind.INSOLVENCY:
        paper.heading(say("Verfahren", "Proceedings"))
        if data.court_case:
            paper.fields(case_fields(data.court_case, say))
        else:
            paper.paragraph(say.missing("Angaben zum Verfahren", "particulars of the proceedings"))
    paper.heading(say("Fristen des Vertrags", "Periods of the policy"), keep=42)
    paper.fields(_period_fields(data, say))
    _open_items(paper, data)
    paper.heading(say("Unsere Maßnahmen", "What we have done"), keep=80)
    if data.measures:
        paper.bullets(data.measures)
    else:
        paper.paragraph(say.missing("Maßnahmen", "measures"))
    return closed(paper, data.creditor)


def _letter(data: InsurerNotice, say: Say) -> Letter:
    kinds = {
        InsurerNoticeKind.OVERDUE: say("Meldung der Überfälligkeit", "Notice of overdue account"),
        InsurerNoticeKind.INSOLVENCY: say("Meldung der Insolvenz", "Notice of insolvency"),
        InsurerNoticeKind.ADVERSE: say("Meldung nachteiliger Umstände", "Notice of adverse information"),
    }
    return Letter(
        sender=data.creditor,
        recipient=[data.policy.insurer, *address_lines(data.insurer_address, say)],
        references=[
            (say("Versicherungsvertrag", "Policy"), data.policy.number),
            (say("Risiko", "Risk"), f"{data.customer_name} ({data.customer_number})"),
            (say("Unser Zeichen", "Our reference"), data.creditor.reference or "–"),
        ],
        subject=f"{kinds[data.kind]}: {data.customer_name}",
        prepared_at=data.prepared_at,
        draft=data.draft,
    )


def _reason(data: InsurerNotice, say: Say) -> str:
    known = say.in_text(say.day(data.known_on, "Tag der Kenntnis", "day of knowledge"))
    if data.kind is InsurerNoticeKind.OVERDUE:
        return say(
            "wir melden die Überschreitung des Zahlungsziels bei den unten genannten Rechnungen.",
            "we report that the invoices below have not been paid when due.",
        )
    if data.kind is InsurerNoticeKind.INSOLVENCY:
        return say(
            f"wir melden das unten genannte Insolvenzverfahren. Kenntnis haben wir seit dem {known}.",
            f"we report the insolvency proceedings below. We have known of them since {known}.",
        )
    what = say.in_text(say.given(data.information, "Umstände und Quelle", "circumstances and source"))
    return say(f"wir haben am {known} Folgendes erfahren: {what}", f"on {known} we learned the following: {what}")


def _risk_fields(data: InsurerNotice, say: Say) -> list[FormField]:
    limit = data.limit
    until = f" {say('bis', 'to')} {say.day(limit.valid_to)}" if limit and limit.valid_to else ""
    withdrawn = (
        f", {say('aufgehoben am', 'withdrawn on')} {say.day(limit.withdrawn_on)}"
        if limit and limit.withdrawn_on
        else ""
    )
    covered = (
        f"{money(limit.amount, say)} {say('seit', 'since')} {say.day(limit.valid_from)}{until}{withdrawn}"
        if limit
        else say("keine benannt", "none named")
    )
    address = "\n".join(address_lines(data.customer_address, say)) if data.customer_address else None
    return [
        (say("Versicherungsnehmer", "Policyholder"), data.creditor.name),
        (say("Kunde (Risiko)", "Customer (risk)"), f"{data.customer_name}, {data.customer_number}"),
        (say("Anschrift des Kunden", "Customer's address"), address),
        (say("Registernummer des Kunden", "Customer's registration"), data.customer_identifier),
        (say("Versicherungssumme", "Credit limit"), covered),
        (say("Selbstbehalt", "Self-retention"), say.percent(data.policy.self_retention)),
    ]


def _period_fields(data: InsurerNotice, say: Say) -> list[FormField]:
    policy = data.policy
    overdue = say(f"{policy.overdue_notice_days} Tage nach Fälligkeit", f"{policy.overdue_notice_days} days after due")
    extension = say(
        f"{policy.maximum_extension_days} Tage nach Fälligkeit", f"{policy.maximum_extension_days} days after due"
    )
    filing = say(
        f"{policy.claim_filing_days} Tage nach dem Versicherungsfall",
        f"{policy.claim_filing_days} days after the insured event",
    )
    fields: list[FormField] = [
        (say("Meldung der Überfälligkeit", "Notice of overdue account"), overdue + _first_day(data, say)),
        (say("Äußerstes Kreditziel", "Maximum extension period"), extension),
        (say("Meldung der Insolvenz", "Notice of insolvency"), _insolvency_days(data, say)),
        (say("Antrag auf Entschädigung", "Claim for compensation"), filing),
    ]
    return fields


def _first_day(data: InsurerNotice, say: Say) -> str:
    invoices = [item for item in data.items if item.open.amount]
    if not invoices:
        return ""
    day = min(item.due_date for item in invoices) + timedelta(days=data.policy.overdue_notice_days)
    return say(f"; älteste Rechnung: {say.day(day)}", f"; oldest invoice: {say.day(day)}")


def _insolvency_days(data: InsurerNotice, say: Say) -> str:
    days = data.policy.insolvency_notice_days
    words = say("unverzüglich nach Kenntnis", "at once on knowledge")
    if days:
        words = say(f"{days} Tage nach Kenntnis", f"{days} days after knowledge")
    if data.known_on:
        words += f" ({say.day(data.known_on + timedelta(days=days))})"
    return words


def _open_items(paper: Paper, data: InsurerNotice) -> None:
    say, today = paper.say, court_day(data.prepared_at)
    paper.heading(say("Offene Rechnungen", "Open invoices"))
    if not data.items:
        paper.paragraph(say.missing("Liste der offenen Rechnungen", "list of open invoices"))
        return
    columns = [
        Column(say("Rechnung", "Invoice"), 34),
        Column(say("vom", "dated"), 23),
        Column(say("fällig am", "due on"), 23),
        Column(say("Tage überfällig", "days overdue"), 20, "R"),
        Column(say("Mahnstufe", "reminders"), 20, "R"),
        Column(say("versichert", "insured"), 21, "R"),
        Column(say("offen", "open"), 28, "R"),
    ]
    rows = (
        (
            item.number,
            say.day(item.invoice_date),
            say.day(item.due_date),
            str(max(0, (today - item.due_date).days)),
            str(item.dunning_level),
            say.percent(item.insured_share, 0),
            money(item.open, say),
        )
        for item in data.items
    )
    paper.table(columns, rows, [say("Summe", "Total"), "", "", "", "", "", _total(data, say)])


def _total(data: InsurerNotice, say: Say) -> str:
    sums: dict[str, Decimal] = {}
    for item in data.items:
        sums[item.open.currency] = sums.get(item.open.currency, Decimal(0)) + item.open.amount
    return "\n".join(money(Money(amount=amount, currency=currency), say) for currency, amount in sums.items())
