"""How names get spoilt on their way into a firm's records and into a register's notices."""

import random
import re
from collections.abc import Callable

Noise = Callable[[str, random.Random], str]


def typo(name: str, dice: random.Random) -> str:
    """One letter left out, doubled, replaced or swapped with its neighbour."""
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    if len(places) < 5:
        return name
    place = dice.choice(places[:-1])
    return dice.choice(
        [
            name[:place] + name[place + 1 :],
            name[:place] + name[place] + name[place:],
            name[:place] + dice.choice("aeinrst") + name[place + 1 :],
            name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        ]
    )


def _without_form(name: str, _: random.Random) -> str:
    forms = r"\s*(GmbH|mbH|Gesellschaft mit beschränkter Haftung|KG|AG|e\.\s?K\.|OHG|& Co\.|UG \(haftungsbeschränkt\))"
    return re.sub(forms, "", name) or name


def _short_form(name: str, _: random.Random) -> str:
    return name.replace("Gesellschaft mit beschränkter Haftung", "GmbH").replace("Aktiengesellschaft", "AG")


def _shortened(name: str, _: random.Random) -> str:
    return " ".join([word for word in name.split() if len(word) > 3][:2]) or name


def _glued(name: str, _: random.Random) -> str:
    return name.replace("-", "") if "-" in name else name.replace(" ", "", 1)


def _umlauts(name: str, _: random.Random) -> str:
    return name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


def _dots_lost(name: str, _: random.Random) -> str:
    return name.replace("ä", "a").replace("ö", "o").replace("ü", "u")


def _ampersand(name: str, _: random.Random) -> str:
    return name.replace("&", "und") if "&" in name else name.replace(" und ", " & ")


def _state(name: str, dice: random.Random) -> str:
    return name + dice.choice([" i.L.", " in Insolvenz", " i. I.", " in Liquidation"])


IN_RECORDS: tuple[tuple[float, Noise], ...] = (
    (0.25, _short_form),
    (0.2, _without_form),
    (0.1, _umlauts),
    (0.04, _dots_lost),
    (0.12, lambda name, _: name.upper()),
    (0.1, _ampersand),
    (0.05, _glued),
    (0.08, lambda name, _: name.replace("-", " ")),
    (0.06, _shortened),
    (0.1, typo),
    (0.03, typo),
)
"""What a clerk's hand does to a name, and how often."""

IN_NOTICES: tuple[tuple[float, Noise], ...] = ((0.25, _state), (0.1, _short_form), (0.05, _umlauts), (0.02, typo))
IN_PERSONS: tuple[tuple[float, Noise], ...] = (
    (0.12, typo),
    (0.1, _umlauts),
    (0.03, _dots_lost),
    (0.05, lambda name, _: name.upper()),
)


def spoilt(name: str, noises: tuple[tuple[float, Noise], ...], dice: random.Random) -> str:
    """The name after each kind of noise had its chance."""
    for chance, noise in noises:
        if dice.random() < chance:
            name = noise(name, dice)
    return name.strip() or "-"
