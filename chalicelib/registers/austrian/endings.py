"""Which fields end the proceedings, and which only something in them.

Source: the Insolvency Act (IO 123, 123a, 123b, 139, 152b and 166); how a field prints it is believed.
"""

import re

from chalicelib.model.event import EventKind

_PROCEEDINGS = (
    r"(?:(?:insolvenz|konkurs|sanierungs)?verfahrens?(?:\s+(?:mit|ohne)\s+eigenverwaltung)?|konkurs(?:es)?)\b"
)
_WHY = r"(?:\s*(?:\(|§|,?\s*\b(?:mangels|gemäß|gem\.|nach|wegen|infolge|mit\s+(?:zustimmung|einverständnis))).*)?"
_WORDS = {"aufhebung": EventKind.CLOSED_LIFTED, "einstellung": EventKind.CLOSED_DISCONTINUED}
_BARE = {word: re.compile(rf"{word}{_WHY}") for word in _WORDS}
_NAMED = {
    word: re.compile(
        rf"(?:(?:insolvenz|konkurs|verfahrens){word}|{_PROCEEDINGS}\s*[-:,]?\s*{word}"
        rf"|{word}:?\s+(?:de[sr]|eines)\s+{_PROCEEDINGS}){_WHY}"
    )
    for word in _WORDS
}
# What else may be lifted or stopped; the proceedings go on.
_ELSE = re.compile(
    r"eigenverwaltung|tagsatzung|vorkehrung|betrieb|unternehmen|exekution|versammlung|sicherung|sperre|eröffnung"
)
_SENTENCE = re.compile(r"(?<=[a-zäöüß)])[.;]\s+")
_ENDED = re.compile(
    rf"(?:(?:der|das|dieses)\s+)?{_PROCEEDINGS}.*(?:aufgehoben|eingestellt|beendet|aufhebung|einstellung)"
)
_TURNED = re.compile(
    r"aufhebung|einstellung|antrag|abweisung|zurückweisung|widerruf|versagung|\b(?!verfahrens)\w+bezeichnung"
)


def end_of_proceedings(name: str, text: str) -> EventKind | None:
    """How the proceedings end by this field; None when it ends nothing, or something else.

    >>> end_of_proceedings("Aufhebung", "Der Konkurs wird nach Verteilung aufgehoben.")
    <EventKind.CLOSED_LIFTED: 'CLOSED_LIFTED'>
    >>> end_of_proceedings("Aufhebung der Eigenverwaltung", "x"), end_of_proceedings("Einstellung", "des Betriebs")
    (None, None)
    """
    printed, words = " ".join(name.lower().split()), " ".join(text.lower().split())
    for word, kind in _WORDS.items():
        if _NAMED[word].fullmatch(printed) or (_BARE[word].fullmatch(printed) and _of_proceedings(words)):
            return kind
    return None


def _of_proceedings(words: str) -> bool:
    """Whether it is the proceedings that a text says to be ended: nothing else is in it, or a sentence says so."""
    return not _ELSE.search(words) or any(_ENDED.match(one) for one in _SENTENCE.split(words))


def is_turned(name: str) -> bool:
    """Whether the field is named after what is asked for, refused, lifted or renamed, and so does not say that it is.

    >>> is_turned("Aufhebung der Prüfungstagsatzung"), is_turned("Antrag auf Eröffnung"), is_turned("Bezeichnung")
    (True, True, False)
    """
    return bool(_TURNED.search(name.lower()))
