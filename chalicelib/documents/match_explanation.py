"""Explanation of a match for the person concerned: what was compared, how it weighed, which rule decided.

Source: GDPR 15(1)(h), 22; CJEU C-203/22 of 27 February 2025 (the procedure and the principles actually applied, in
intelligible words), C-634/21 of 7 December 2023.
"""

from chalicelib.documents import Document
from chalicelib.documents.layout.letter import Letter, begun, closed, salutation
from chalicelib.documents.layout.paper import Column, Paper
from chalicelib.documents.layout.parties import address_lines, contact_lines
from chalicelib.documents.layout.weighing import (
    field_name,
    level_words,
    result_words,
    rule_in_words,
    shown_value,
    weight_words,
)
from chalicelib.documents.layout.wording import Say
from chalicelib.model.customer import Language
from chalicelib.model.letters import MatchExplanation
from chalicelib.model.notice import InsolvencyNotice

DOCUMENT = Document(
    title_de="Erläuterung des Abgleichs (Art. 15 Abs. 1 lit. h, Art. 22 DSGVO)",
    title_en="Explanation of the comparison (GDPR 15(1)(h), 22)",
    data=MatchExplanation,
)


def render(data: MatchExplanation, language: Language) -> bytes:
    """The letter."""
    say = Say(language)
    paper = begun(_letter(data, say), say)
    paper.paragraph(salutation(say))
    paper.paragraph(
        say(
            "unser System vergleicht amtliche Insolvenzbekanntmachungen mit unseren Kundendaten. Wir erläutern, welche "
            "Angaben dabei verglichen wurden, wie sie gewichtet wurden und was daraus folgte.",
            "our system compares official insolvency notices with our customers' data. We explain which facts were "
            "compared, how they were weighed and what followed.",
        )
    )
    _source(paper, data)
    _comparison(paper, data)
    _outcome(paper, data)
    _rights(paper, data)
    return closed(paper, data.controller)


def _letter(data: MatchExplanation, say: Say) -> Letter:
    return Letter(
        sender=data.controller,
        recipient=[data.recipient_name, *address_lines(data.recipient_address, say)],
        references=[
            (say("Kundennummer", "Customer number"), data.match.customer_number),
            (say("Akte", "Case"), data.case_id),
        ],
        subject=DOCUMENT.title(say.language),
        prepared_at=data.prepared_at,
        draft=data.draft,
    )


def _source(paper: Paper, data: MatchExplanation) -> None:
    say, notice = paper.say, data.notice
    fetched = say.moment(notice.fetched_at) if notice.fetched_at else say("nicht aufgezeichnet", "not recorded")
    deleted = say.day(data.delete_on) if data.delete_on else say("noch nicht bestimmt", "not determined yet")
    paper.heading(say("Woher die Angaben stammen", "Where the facts come from"))
    paper.fields(
        [
            (say("Register", "Register"), notice.source),
            (say("Bekanntmachung", "Notice"), f"{notice.publication_id}, {say.day(notice.publication_date)}"),
            (say("Gericht, Aktenzeichen", "Court, case number"), _court(notice, say)),
            (say("Adresse im Netz", "Web address"), notice.source_url or say("keine", "none")),
            (say("Abgerufen", "Fetched"), fetched),
            (say("Wird gelöscht am", "Will be deleted on"), deleted),
        ]
    )


def _court(notice: InsolvencyNotice, say: Say) -> str:
    return ", ".join(part for part in (notice.court, notice.case_number) if part) or say("keine Angabe", "not stated")


def _comparison(paper: Paper, data: MatchExplanation) -> None:
    say = paper.say
    paper.heading(say("Was verglichen wurde", "What was compared"))
    columns = [
        Column(say("Angabe", "Fact"), 24),
        Column(say("bei uns", "with us"), 38),
        Column(say("in der Bekanntmachung", "in the notice"), 38),
        Column(say("Ergebnis", "Result"), 40),
        Column(say("Gewicht", "Weight"), 26),
    ]
    rows = (
        (
            field_name(each.field, say),
            shown_value(each.customer_value, say),
            shown_value(each.notice_value, say),
            f"{level_words(each.level, say)}. {say(each.sentence_de, each.sentence_en)}",
            weight_words(each.bits, say),
        )
        for each in data.match.evidence
    )
    paper.table(columns, rows, size=8)
    paper.note(
        say(
            "Das Gewicht sagt, um wie viel wahrscheinlicher eine solche Übereinstimmung bei derselben Person oder "
            "Firma ist als bei einer fremden: 1 Punkt ist doppelt, 2 Punkte sind vierfach, 10 Punkte sind etwa "
            "tausendfach. Negative Punkte sprechen dagegen.",
            "The weight says how much likelier such agreement is for the same person or firm than for a stranger: 1 "
            "point is twice, 2 points are four times, 10 points about a thousand times. Negative points speak against.",
        )
    )


def _outcome(paper: Paper, data: MatchExplanation) -> None:
    say, match = paper.say, data.match
    paper.heading(say("Was daraus folgte", "What followed"), keep=75)
    looked = say("bisher niemand", "nobody so far")
    if data.judged_by:
        when = say.moment(data.judged_at) if data.judged_at else say.missing("Zeitpunkt", "moment")
        looked = "\n".join(part for part in (f"{data.judged_by}, {when}", data.judgement) if part)
    paper.fields(
        [
            (say("Ergebnis des Vergleichs", "Result of the comparison"), result_words(match.result, say)),
            (say("Regel", "Rule"), rule_in_words(match.rule, say)),
            (say("Wahrscheinlichkeit", "Probability"), say(f"{match.score} von 100", f"{match.score} of 100")),
            (say("Summe der Gewichte", "Sum of weights"), weight_words(match.bits, say)),
            (say("Fassung der Regeln", "Version of the rules"), match.version),
            (say("Verglichen", "Compared"), say.moment(match.matched_at)),
            (say("Folge", "Consequence"), data.consequence),
            (say("Geprüft von einem Menschen", "Looked at by a person"), looked),
        ]
    )
    paper.note(
        say(
            "Die Punkte allein entscheiden nichts: Sicher ist ein Treffer nur, wenn eine feste Regel erfüllt ist. In "
            "allen anderen Fällen entscheidet ein Mensch.",
            "Points alone decide nothing: a match is certain only when a fixed rule is met. In all other cases a "
            "person decides.",
        )
    )


def _rights(paper: Paper, data: MatchExplanation) -> None:
    say = paper.say
    contact = contact_lines(data.controller.contact).replace("\n", ", ")
    where = say.in_text(say.given(contact, "Ansprechpartner", "contact"))
    paper.heading(say("Ihre Rechte", "Your rights"), keep=75)
    paper.paragraph(
        say(
            "Sie können verlangen, dass ein Mensch die Entscheidung überprüft, Ihren Standpunkt darlegen, die "
            f"Entscheidung anfechten (Art. 22 Abs. 3 DSGVO) und unrichtige Angaben berichtigen lassen (Art. 16 DSGVO): "
            f"{where}. Sie können sich bei einer Aufsichtsbehörde beschweren (Art. 77 DSGVO).",
            "You may ask for a person to review the decision, state your point of view, contest the decision (GDPR "
            f"22(3)) and have wrong facts corrected (GDPR 16): {where}. You may complain to a supervisory authority "
            "(GDPR 77).",
        )
    )
