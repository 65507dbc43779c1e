"""Fields, levels, weights and rules of a comparison in words that a person without our code understands."""

from datetime import date
from decimal import Decimal

from chalicelib.documents.layout.wording import Say
from chalicelib.model.match import EvidenceLevel, MatchResult

_FIELDS = {
    "identifier": ("Registernummer oder Kennung", "register number or identifier"),
    "name": ("Name", "name"),
    "seat": ("Ort", "place"),
    "address": ("Anschrift", "address"),
    "birth_date": ("Geburtsdatum", "date of birth"),
    "legal_form": ("Rechtsform", "legal form"),
    "country": ("Land", "country"),
    "proceedings": ("Verfahren", "proceedings"),
}
_RULES = {
    "identifier_and_name": (
        "gleiche Register- oder Steuernummer und passender Name",
        "the same register or tax number and a fitting name",
    ),
    "identifier_of_nameless_notice": (
        "gleiche landesweite Nummer in einer Bekanntmachung ohne Namen",
        "the same national number in a notice without a name",
    ),
    "person_birth_date": (
        "Vor- und Nachname und Geburtsdatum gleich",
        "first name, surname and date of birth are the same",
    ),
    "person_birth_date_misspelt": (
        "Geburtsdatum und Ort gleich, ein Name anders geschrieben",
        "date of birth and place are the same, one name is spelt differently",
    ),
    "name_form_address": ("Name, Rechtsform und Anschrift gleich", "name, legal form and address are the same"),
    "identifier_without_name": (
        "gleiche Nummer, aber anderer Name: ein Mensch entscheidet",
        "the same number but another name: a person decides",
    ),
    "too_little_in_common": ("zu wenig Übereinstimmung", "too little in common"),
}


def field_name(field: str, say: Say) -> str:
    """A compared field's name; an unknown one as it is."""
    return say(*_FIELDS.get(field, (field, field)))


def shown_value(value: str, say: Say) -> str:
    """A compared value; a day as it is written, nothing as a dash.

    >>> shown_value("1971-05-04", Say("de")), shown_value("", Say("de"))
    ('04.05.1971', '–')
    """
    try:
        return say.day(date.fromisoformat(value))
    except ValueError:
        return value or "–"


def level_words(level: EvidenceLevel, say: Say) -> str:
    """How well two values agree."""
    return {
        EvidenceLevel.EQUAL: say("gleich", "equal"),
        EvidenceLevel.CLOSE: say("ähnlich", "similar"),
        EvidenceLevel.UNKNOWN: say("nicht vergleichbar", "cannot be compared"),
        EvidenceLevel.DIFFERENT: say("verschieden", "different"),
    }[level]


def result_words(result: MatchResult, say: Say) -> str:
    """What the comparison came to."""
    return {
        MatchResult.POSITIVE: say("sicherer Treffer", "certain match"),
        MatchResult.UNSURE: say("möglicher Treffer, ein Mensch entscheidet", "possible match, a person decides"),
        MatchResult.NEGATIVE: say("kein Treffer", "no match"),
    }[result]


def weight_words(bits: Decimal, say: Say) -> str:
    """Points with what they mean.

    >>> weight_words(Decimal("12.5"), Say("de")), weight_words(Decimal("-3"), Say("en"))
    ('+12,5 Punkte: spricht stark dafür', '-3 points: speaks against')
    """
    points = say.number(bits, "+#,##0.#;-#,##0.#")
    return say(f"{points} Punkte: ", f"{points} points: ") + _meaning(bits, say)


def _meaning(bits: Decimal, say: Say) -> str:
    if bits >= 7:
        return say("spricht stark dafür", "speaks strongly for it")
    if bits >= 1:
        return say("spricht dafür", "speaks for it")
    if bits > -1:
        return say("sagt wenig", "says little")
    return (
        say("spricht dagegen", "speaks against")
        if bits > -7
        else say("spricht stark dagegen", "speaks strongly against")
    )


def rule_in_words(rule: str, say: Say) -> str:
    """The rule that decided, with its name; one without words of its own says its name only."""
    words = _RULES.get(rule)
    return f"{say(*words)} ({rule})" if words else rule
