"""Letter to the administrator about our rights in goods and claims of the estate.

Source: InsO 28(2) (tell without delay; liable for delay), 47, 48 (segregation), 50, 51 (separate satisfaction),
107(2) (choice after the report hearing), 166 to 168, 170, 171 (realisation, information, costs).
"""

from chalicelib.documents import Document
from chalicelib.documents.layout.claim_lists import retention_table
from chalicelib.documents.layout.claims import money, security_kind
from chalicelib.documents.layout.letter import closed, salutation, to_practitioner
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.wording import Say
from chalicelib.model.customer import Language
from chalicelib.model.letters import SecurityRightsLetter
from chalicelib.model.open_item import RetentionOfTitle, SecurityKind

DOCUMENT = Document(
    title_de="Mitteilung der Sicherungsrechte (§ 28 Abs. 2 InsO)",
    title_en="Notice of security rights (InsO 28(2))",
    data=SecurityRightsLetter,
)


def render(data: SecurityRightsLetter, language: Language) -> bytes:
    """The letter."""
    say = Say(language)
    paper = to_practitioner(
        data.creditor,
        data.court_case,
        DOCUMENT.title(language),
        say,
        prepared_at=data.prepared_at,
        draft=data.draft,
    )
    paper.paragraph(salutation(say))
    paper.paragraph(
        say(
            "nach § 28 Abs. 2 InsO teilen wir mit, dass wir an beweglichen Sachen und Rechten des Schuldners die "
            "folgenden Rechte in Anspruch nehmen.",
            "under InsO 28(2) we give notice that we claim the following rights in movable things and rights of the "
            "debtor.",
        )
    )
    _retention(paper, data)
    _securities(paper, data)
    if not data.retention and not data.securities:
        paper.paragraph(
            say.missing("Gegenstände, Art und Grund der Sicherungsrechte", "objects, kind and ground of the rights")
        )
    _requests(paper, data)
    return closed(paper, data.creditor)


_NOT_IN_MOVABLES = {SecurityKind.GUARANTEE, SecurityKind.LAND_CHARGE}
"""InsO 28(2) speaks of movables and rights of the debtor: not of a third person's promise, not of land."""


def _retention(paper: Paper, data: SecurityRightsLetter) -> None:
    if not data.retention:
        return
    say = paper.say
    paper.heading(say("Eigentumsvorbehalt", "Retention of title"))
    paper.paragraph(
        say(
            "Die Waren wurden unter Eigentumsvorbehalt geliefert und sind nicht vollständig bezahlt. Gesicherte "
            "Forderung ist jeweils der offene Betrag der Rechnung. Die Vereinbarung liegt bei.",
            "The goods were delivered under retention of title and have not been paid in full. The secured claim is "
            "the open amount of each invoice. The agreement is enclosed.",
        )
    )
    retention_table(paper, data.retention)


def _securities(paper: Paper, data: SecurityRightsLetter) -> None:
    securities = [each for each in data.securities if each.security.kind not in _NOT_IN_MOVABLES]
    if not securities:
        return
    say = paper.say
    paper.heading(say("Weitere Sicherheiten", "Further securities"))
    columns = [
        Column(say("Rechnung", "Invoice"), 32),
        Column(say("Art", "Kind"), 42),
        Column(say("Gegenstand", "Object"), 62),
        Column(say("Wert", "Value"), 28, "R"),
    ]
    rows = (
        (
            each.item_number,
            security_kind(each.security.kind, say),
            each.security.object,
            money(each.security.value, say) if each.security.value else say("unbekannt", "not known"),
        )
        for each in securities
    )
    paper.table(columns, rows)


def _requests(paper: Paper, data: SecurityRightsLetter) -> None:
    say = paper.say
    kinds = {line.retention_of_title for line in data.retention}
    by = say.in_text(say.day(data.respond_by, "Frist zur Antwort", "day to answer by"))
    paper.heading(say("Was wir erbitten", "What we ask for"), keep=110)
    paper.paragraph(say(f"Wir bitten Sie, bis zum {by}", f"We ask you, by {by},"))
    points = [
        say(
            "den Eingang zu bestätigen und mitzuteilen, welche Gegenstände vorhanden sind und wo sie lagern;",
            "to confirm receipt and to tell us which of the objects are there and where they are;",
        )
    ]
    if RetentionOfTitle.SIMPLE in kinds:
        points += _segregation(data, say)
    if RetentionOfTitle.EXTENDED in kinds or data.securities:
        points += _separate_satisfaction(say)
    paper.bullets(points)
    if data.revoke_resale:
        paper.paragraph(
            say(
                "Die Ermächtigung, die Waren weiter zu veräußern, zu verarbeiten und abgetretene Forderungen "
                "einzuziehen, widerrufen wir.",
                "We revoke the permission to resell or process the goods and to collect assigned claims.",
            )
        )


def _segregation(data: SecurityRightsLetter, say: Say) -> list[str]:
    hearing = data.court_case.report_hearing
    until = say(f" (Berichtstermin: {say.day(hearing)})", f" (report hearing: {say.day(hearing)})") if hearing else ""
    return [
        say(
            "unbezahlte Waren nicht zu veräußern oder zu verbrauchen und nach dem Berichtstermin unverzüglich zu "
            f"erklären, ob der Vertrag erfüllt wird (§§ 103, 107 Abs. 2 InsO){until}; sonst die Waren herauszugeben "
            "(§ 47 InsO);",
            "not to sell or use up unpaid goods and to declare without delay after the report hearing whether the "
            f"contract will be performed (InsO 103, 107(2)){until}; otherwise to hand the goods over (InsO 47);",
        ),
        say(
            "bei bereits veräußerten Waren die Gegenleistung abzutreten oder getrennt zu halten (§ 48 InsO);",
            "for goods already sold, to assign the counter-value or to keep it apart (InsO 48);",
        ),
    ]


def _separate_satisfaction(say: Say) -> list[str]:
    return [
        say(
            "Auskunft über den Zustand der Sachen und über die Forderungen zu geben (§ 167 InsO);",
            "to inform us about the state of the things and about the claims (InsO 167);",
        ),
        say(
            "uns vor einer Veräußerung zu hören (§ 168 InsO) und den Erlös nach Abzug der Kostenbeiträge auszukehren "
            "(§§ 170, 171 InsO).",
            "to hear us before a sale (InsO 168) and to pay out the proceeds less the contributions to costs (InsO "
            "170, 171).",
        ),
    ]
