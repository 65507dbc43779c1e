"""What a claim filing says about the claims, whatever the form: overview, each claim, lists, attachments."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.documents.layout.paper import Column, Field, Paper
from chalicelib.documents.layout.wording import Say
from chalicelib.model.claim import ClaimLine, InterestLine
from chalicelib.model.customer import Money
from chalicelib.model.dossier import Dossier, DossierState
from chalicelib.model.open_item import RetentionOfTitle, SecurityKind

MANY: Final = 12
"""From more claims than this on the form itself shows only their sum and those with something special."""


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
    """One row a claim: principal, interest, costs, total; the grand total below. Many claims stand in annex A."""
    say, sheet = paper.say, dossier.claims
    if not sheet.lines:
        paper.paragraph(say.missing("angemeldete Forderungen", "claims lodged"))
        return
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
        for line in (sheet.lines if len(sheet.lines) <= MANY else ())
    )
    grand = money(sheet.total, say)
    if not sheet.complete:
        grand += "\n" + say.missing("Umrechnung einzelner Forderungen", "conversion of some claims")
    paper.table(
        columns,
        rows,
        [
            "",
            say("Gesamtsumme", "Grand total"),
            *principal_and_interest_sums(dossier, say),
            costs_sum(dossier, say),
            grand,
        ],
    )


def principal_and_interest_sums(dossier: Dossier, say: Say) -> tuple[str, str]:
    """Both sums, a line for each currency."""
    totals = dossier.claims.by_currency
    principal = "\n".join(money(each.principal, say) for each in totals)
    interest = "\n".join(money(each.interest, say) for each in totals)
    return principal, interest


def costs_sum(dossier: Dossier, say: Say) -> str:
    """Lump sums and further costs, a line for each currency."""
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


def rule_words(rule: str, say: Say) -> str:
    """A statute as each language abbreviates it.

    >>> rule_words("BGB 286(2) no. 1 s. 2", Say("de"))
    'BGB 286(2) Nr. 1 S. 2'
    """
    return rule.replace("no. ", "Nr. ").replace(" s. ", " S. ") if say.language == "de" else rule


def default_words(line: ClaimLine, say: Say) -> str:
    """Since when and why the debtor was in default."""
    if line.default is None:
        return say("kein Verzug angenommen", "no default assumed")
    since, rule = say.day(line.default.since), rule_words(line.default.rule, say)
    why = say(line.default.text_de, line.default.text_en)
    return say(f"seit {since}: {why} ({rule})", f"since {since}: {why} ({rule})")


def is_separate(line: ClaimLine) -> bool:
    """Whether a right to separate satisfaction stands for the claim (InsO 49 to 51); a guarantee is none."""
    kinds = {SecurityKind.TRANSFER_OF_TITLE, SecurityKind.ASSIGNMENT, SecurityKind.PLEDGE, SecurityKind.LAND_CHARGE}
    extended = line.retention_of_title is RetentionOfTitle.EXTENDED
    return extended or (line.security is not None and line.security.kind in kinds)


def is_secured(line: ClaimLine) -> bool:
    """Whether any right stands for the claim."""
    return line.security is not None or line.retention_of_title is not RetentionOfTitle.NONE


def security_words(line: ClaimLine, say: Say) -> str:
    """Retention of title and other rights that stand for the claim."""
    rights = [retention_words(line.retention_of_title, say)] if line.retention_of_title in _RETAINED else []
    if line.security:
        value = money(line.security.value, say) if line.security.value else say("Wert unbekannt", "value not known")
        rights.append(f"{security_kind(line.security.kind, say)}: {line.security.object} ({value})")
    return "\n".join(rights) or say("keine", "none")


_RETAINED = {RetentionOfTitle.SIMPLE, RetentionOfTitle.EXTENDED}


def retention_words(kind: RetentionOfTitle, say: Say) -> str:
    """The kind of retention with the right that follows from it."""
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


def gap_fields(dossier: Dossier, line: ClaimLine, say: Say) -> Iterator[Field]:
    """What a person still has to settle about this claim; our own notes, so on drafts only."""
    for gap in line.gaps if dossier.state is DossierState.DRAFT else ():
        yield (say("Noch zu klären", "Still open"), say.unsettled(gap.text_de, gap.text_en))
