"""What a claim filing says about the claims, whatever the form: overview, each claim, lists, attachments."""

from collections.abc import Iterator
from decimal import Decimal

from chalicelib.documents.layout.paper import Column, Field, Paper
from chalicelib.documents.layout.wording import Say
from chalicelib.model.claim import ClaimLine, InterestLine
from chalicelib.model.customer import Money
from chalicelib.model.dossier import Dossier
from chalicelib.model.open_item import RetentionOfTitle, SecurityKind


def money(amount: Money, say: Say) -> str:
    """An amount as it is written."""
    return say.money(amount.amount, amount.currency)


def reason(line: ClaimLine, say: Say) -> str:
    """The reason of the claim in words."""
    return say(line.reason_de, line.reason_en)


def costs_of(line: ClaimLine) -> Money | None:
    """Lump sum and further costs in one currency; None when they are in two or there are none."""
    parts = [part for part in (line.lump_sum, line.costs) if part and part.amount]
    if not parts or len({part.currency for part in parts}) > 1:
        return None
    return Money(amount=sum((part.amount for part in parts), Decimal(0)), currency=parts[0].currency)


def costs_words(line: ClaimLine, say: Say) -> str:
    """Costs up to the opening, in the currencies they are in."""
    both = costs_of(line)
    if both:
        return money(both, say)
    return "\n".join(money(part, say) for part in (line.lump_sum, line.costs) if part and part.amount) or "–"


def overview(paper: Paper, dossier: Dossier) -> None:
    """One row a claim: principal, interest, costs, total; the grand total below."""
    say, sheet = paper.say, dossier.claims
    columns = [
        Column(say("Nr.", "No."), 8, "R"),
        Column(say("Grund der Forderung", "Reason of the claim"), 54),
        Column(say("Hauptforderung", "Principal"), 28, "R"),
        Column(say("Zinsen", "Interest"), 25, "R"),
        Column(say("Kosten", "Costs"), 22, "R"),
        Column(say("Summe", "Total"), 28, "R"),
    ]
    rows = (
        (
            str(line.position),
            reason(line, say),
            money(line.principal, say),
            money(line.interest_total, say) if line.interest_total.amount else "–",
            costs_words(line, say),
            money(line.total, say) if line.total else say.missing("Kurs", "rate"),
        )
        for line in sheet.lines
    )
    grand = money(sheet.total, say)
    if not sheet.complete:
        grand += "\n" + say.missing("Umrechnung einzelner Forderungen", "conversion of some claims")
    paper.table(columns, rows, ["", say("Gesamtsumme", "Grand total"), *_sums(dossier, say), grand])


def _sums(dossier: Dossier, say: Say) -> tuple[str, str, str]:
    totals = dossier.claims.by_currency
    principal = "\n".join(money(each.principal, say) for each in totals)
    interest = "\n".join(money(each.interest, say) for each in totals)
    return principal, interest, _cost_sum(dossier, say)


def _cost_sum(dossier: Dossier, say: Say) -> str:
    sums: dict[str, Decimal] = {}
    for line in dossier.claims.lines:
        for part in (line.lump_sum, line.costs):
            if part and part.amount:
                sums[part.currency] = sums.get(part.currency, Decimal(0)) + part.amount
    return "\n".join(say.money(amount, currency) for currency, amount in sums.items()) or "–"


def interest_words(line: ClaimLine, say: Say) -> str:
    """Rate, first and last day and amount of each period of interest."""
    if not line.interest:
        return say("keine Zinsen angemeldet", "no interest claimed")
    return "\n".join(_period(period, say) for period in line.interest)


def _period(period: InterestLine, say: Say) -> str:
    rate, days = say.percent(period.rate), say.number(period.days)
    since, until, amount = say.day(period.since), say.day(period.until), money(period.amount, say)
    words = say(
        f"{rate} aus {money(period.principal, say)} vom {since} bis {until} ({days} Tage): {amount}",
        f"{rate} on {money(period.principal, say)} from {since} to {until} ({days} days): {amount}",
    )
    assumed = say(" – Basiszinssatz noch nicht veröffentlicht, angenommen", " – base rate not published yet, assumed")
    return words + (assumed if period.assumed else "")


def default_words(line: ClaimLine, say: Say) -> str:
    """Since when and why the debtor was in default."""
    if line.default is None:
        return say("kein Verzug angenommen", "no default assumed")
    since = say.day(line.default.since)
    why = say(line.default.text_de, line.default.text_en)
    return say(f"seit {since}: {why} ({line.default.rule})", f"since {since}: {why} ({line.default.rule})")


def security_words(line: ClaimLine, say: Say) -> str:
    """Retention of title and other rights that stand for the claim."""
    rights = [_retention(line.retention_of_title, say)] if line.retention_of_title is not RetentionOfTitle.NONE else []
    if line.security:
        value = money(line.security.value, say) if line.security.value else say("Wert unbekannt", "value not known")
        rights.append(f"{security_kind(line.security.kind, say)}: {line.security.object} ({value})")
    return "\n".join(rights) or say("nein", "no")


def _retention(kind: RetentionOfTitle, say: Say) -> str:
    if kind is RetentionOfTitle.SIMPLE:
        return say("einfacher Eigentumsvorbehalt (Aussonderung, § 47 InsO)", "simple retention of title (InsO 47)")
    return say(
        "verlängerter Eigentumsvorbehalt (abgesonderte Befriedigung, § 51 Nr. 1 InsO)",
        "extended retention of title (separate satisfaction, InsO 51 no. 1)",
    )


def security_kind(kind: SecurityKind, say: Say) -> str:
    """The kind of a security in words."""
    return {
        SecurityKind.GUARANTEE: say("Bürgschaft eines Dritten", "guarantee of a third person"),
        SecurityKind.TRANSFER_OF_TITLE: say("Sicherungsübereignung", "transfer of title by way of security"),
        SecurityKind.ASSIGNMENT: say("Sicherungsabtretung", "assignment by way of security"),
        SecurityKind.PLEDGE: say("Pfandrecht", "pledge"),
        SecurityKind.LAND_CHARGE: say("Grundpfandrecht", "charge on land"),
        SecurityKind.OTHER: say("sonstige Sicherheit", "other security"),
    }[kind]


def title_words(dossier: Dossier, line: ClaimLine, say: Say) -> str:
    """Whether there is an enforceable title, and which."""
    found = next((title for title in dossier.titles if title.item_number == line.item_number), None)
    if found is None:
        if not line.titled:
            return say.yes_no(value=False)
        return (
            say.yes_no(value=True)
            + "\n"
            + say.missing("Art, Aktenzeichen, Tag des Titels", "kind, number, day of the title")
        )
    parts = [found.kind, found.issued_by, found.reference, say.day(found.issued_on) if found.issued_on else None]
    return say.yes_no(value=True) + "\n" + ", ".join(part for part in parts if part)


def tort_words(dossier: Dossier, line: ClaimLine, say: Say) -> str:
    """Whether the claim comes from an intentional tort, with the facts (InsO 174(2))."""
    facts = [tort.facts for tort in dossier.torts if tort.item_number == line.item_number]
    return "\n".join([say.yes_no(value=bool(facts)), *facts])


def conversion_fields(line: ClaimLine, say: Say) -> Iterator[Field]:
    """How a foreign amount was converted; nothing when there was nothing to convert."""
    conversion = line.conversion
    if conversion:
        rate = say.number(conversion.rate, "0.########")
        yield (
            say("Umrechnung (§ 45 InsO)", "Conversion (InsO 45)"),
            say(f"Kurs {rate} vom ", f"rate {rate} of ") + f"{say.day(conversion.on)}, {conversion.source}",
        )


def gap_fields(line: ClaimLine, say: Say) -> Iterator[Field]:
    """What a person still has to fill in for this claim."""
    for gap in line.gaps:
        words = say(gap.text_de, gap.text_en)
        yield (say("Noch zu klären", "Still open"), say.missing(words, words))


def attachments(paper: Paper, dossier: Dossier) -> None:
    """The numbered list of what is enclosed."""
    say = paper.say
    rows = [
        (str(number), say(each.text_de, each.text_en), each.reference or "–", ", ".join(each.item_numbers))
        for number, each in enumerate(dossier.claims.attachments, start=1)
    ]
    if not rows:
        paper.paragraph(say.missing("Belege zu den Forderungen", "documents that prove the claims"))
        return
    columns = [
        Column(say("Nr.", "No."), 8, "R"),
        Column(say("Unterlage", "Document"), 62),
        Column(say("Kennzeichen", "Reference"), 40),
        Column(say("zu Rechnung", "for invoice"), 55),
    ]
    paper.table(columns, rows)


def invoice_annex(paper: Paper, dossier: Dossier) -> None:
    """A page with all invoices."""
    say = paper.say
    paper.new_page()
    paper.title(say("Anlage A: Liste der Rechnungen", "Annex A: list of invoices"))
    columns = [
        Column(say("Nr.", "No."), 9, "R"),
        Column(say("Rechnung", "Invoice"), 36),
        Column(say("vom", "dated"), 25),
        Column(say("fällig am", "due on"), 25),
        Column(say("Verzug seit", "default since"), 25),
        Column(say("offen", "open"), 30, "R"),
        Column(say("Sicherheit", "security"), 15, "C"),
    ]
    rows = (
        (
            str(line.position),
            line.item_number,
            say.day(line.invoice_date),
            say.day(line.due_date),
            say.day(line.default.since) if line.default else "–",
            money(line.principal, say),
            say("ja", "yes") if line.security or line.retention_of_title is not RetentionOfTitle.NONE else "–",
        )
        for line in dossier.claims.lines
    )
    sums = "\n".join(money(each.principal, say) for each in dossier.claims.by_currency)
    paper.table(columns, rows, ["", say("Summe", "Total"), "", "", "", sums, ""])


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
    retention_table(paper, dossier)


def retention_table(paper: Paper, dossier: Dossier) -> None:
    """The goods, one row an invoice."""
    say = paper.say
    columns = [
        Column(say("Rechnung", "Invoice"), 32),
        Column(say("Ware", "Goods"), 44),
        Column(say("geliefert, Lieferschein", "delivered, delivery note"), 33),
        Column(say("Recht", "Right"), 28),
        Column(say("offen", "open"), 28, "R"),
    ]
    rows = (
        (
            line.item_number,
            line.goods or say.missing("Bezeichnung der Ware", "description of the goods"),
            "\n".join(
                [
                    say.day(line.delivered_on, "Liefertag", "day of delivery"),
                    line.delivery_note or say.missing("Lieferschein", "delivery note"),
                ]
            ),
            say(line.text_de, line.text_en),
            money(line.open, say),
        )
        for line in dossier.claims.retention
    )
    paper.table(columns, rows)
