"""Legal forms: found in a name's words, brought to one code each, and taken out of the name."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

SOLE_TRADER_FORMS = frozenset({"ek", "eu", "ei"})
"""Forms of a natural person in business."""

_PARTNERSHIPS = frozenset({"kg", "ohg", "kgaa", "gbr", "lp"})
_SURE_SPELLINGS = frozenset({"eG", "eK", "eV", "eU", "SpA", "KGaA", "PartG"})
_LEADING = frozenset({"ooo", "oao", "zao", "pao", "jsc", "ojsc", "cjsc", "pjsc"})  # forms that usually come first
_JOINERS = frozenset({"und", "u", "and", "et", "co"})
_PLAIN = frozenset({"kg", "ohg", "gbr", "mbh", "ag", "ug", "ltd", "llc", "plc"})  # short, yet no other word
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: folded, as printed, and whether it was written with dots (e.K., S.A.)."""

    text: str
    printed: str
    dotted: bool = False


@cache
def _patterns() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    text = resources.files(__package__).joinpath("legal_forms.json").read_text(encoding="utf-8")
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, spellings in json.loads(text).items():
        for spelling in {variant for given in spellings for variant in (given, _without_dots(given))}:
            words = tuple(spelling.split())
            by_first.setdefault(words[0], []).append((words, form))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return by_first


def _without_dots(spelling: str) -> str:
    """Umlauts typed without their dots, in the German words that have them."""
    return re.sub(r"(beschr|gemeinn|k)(a|u|o)e(?=nk|tz|r)", r"\1\2", spelling).replace("buerger", "burger")


@cache
def single_words() -> frozenset[str]:
    """Every form that is one word."""
    return frozenset(words[0] for entries in _patterns().values() for words, _ in entries if len(words) == 1)


def take_out(tokens: list[Token]) -> tuple[list[Token], frozenset[str]]:
    """The name's other words, and the forms found.

    A short form counts at the end of the name, beside another form, or when its spelling leaves no doubt;
    elsewhere AS, SE or SA is a word like any other.

    >>> rest, forms = take_out([Token(w, w) for w in "as autoteile gmbh und co kg".split()])
    >>> [token.text for token in rest], sorted(forms)
    (['as', 'autoteile', 'und'], ['gmbh', 'kg'])
    """
    spans = _spans(tokens)
    forms: set[str] = set()
    taken: set[int] = set()
    end = len(tokens)
    for start, stop, form in reversed(spans):
        if _certain(tokens, start, stop) or (start > 0 and stop >= end and _ends_or_joins(tokens, stop)):
            forms.add(form)
            taken.update(range(start, stop))
            end = _before_connectors(tokens, start, end if stop < end else start)
    rest = [token for place, token in enumerate(tokens) if place not in taken]
    return _without_company(rest, tokens, forms), frozenset(forms)


def _spans(tokens: list[Token]) -> list[tuple[int, int, str]]:
    found = []
    place = 0
    while place < len(tokens):
        for words, form in _patterns().get(tokens[place].text, ()):
            stop = place + len(words)
            if stop <= len(tokens) and all(tokens[place + i].text == word for i, word in enumerate(words)):
                found.append((place, stop, form))
                place = stop - 1
                break
        place += 1
    return found


def _certain(tokens: list[Token], start: int, stop: int) -> bool:
    if stop - start > 1:
        return True
    token = tokens[start]
    if token.text in _LEADING and len(tokens) > 1:
        return True
    if len(token.text) > _SHORT and token.text not in {"corp", "stiftung"}:
        return start > 0 or len(tokens) == 1 or token.text in {"gmbh", "aktiengesellschaft"}
    return start > 0 and (token.dotted or token.printed in _SURE_SPELLINGS or token.text in _PLAIN)


def _ends_or_joins(tokens: list[Token], stop: int) -> bool:
    return stop == len(tokens) or tokens[stop].text in _JOINERS


def _before_connectors(tokens: list[Token], start: int, end: int) -> int:
    while end == start and start > 0 and tokens[start - 1].text in _JOINERS:
        start, end = start - 1, end - 1
    return end


def _without_company(rest: list[Token], tokens: list[Token], forms: set[str]) -> list[Token]:
    """Drop the "Co" of "GmbH & Co." and add the partnership it means when the name leaves it unsaid."""
    places = [place for place, token in enumerate(tokens) if token.text == "co" and _joins(tokens, place)]
    if not places:
        return rest
    companies = {"gmbh", "mbh", "ug", "ag", "se", "ltd"}
    if not forms & _PARTNERSHIPS and any(token.text in companies for token in tokens[: places[0]]):
        forms.add("kg")
    dropped = {id(tokens[place]) for place in places}
    kept = [token for token in rest if id(token) not in dropped]
    return [] if all(token.text in _JOINERS for token in kept) else kept


def _joins(tokens: list[Token], place: int) -> bool:
    """Whether this "Co" stands for partners: at the start, behind "&" or behind a legal form."""
    return place == 0 or tokens[place - 1].text in {*_JOINERS, *single_words()}
