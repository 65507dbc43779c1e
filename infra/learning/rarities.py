"""How rare words, names and towns are: counts turned into bits, and nothing else of the data."""

import csv
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from chalicelib.matching.addresses import town
from chalicelib.matching.folding import words_in
from chalicelib.matching.names import read_organisation

_LEAST = {"word": 6, "surname": 12, "first_name": 8, "town": 15}
"""Counts below are too few to say more than "rare", and too close to single people to be shipped."""


def rarities(samples: Path, companies: list[dict[str, str]]) -> dict[str, object]:
    """The four tables, from the companies given and from the counts of officers' names."""
    names = [read_organisation(row["name"]).words for row in companies]
    return {
        "word": _table("word", Counter(word for words in names for word in set(words)), len(names)),
        "town": _table("town", Counter(filter(None, (town(row["seat"]) for row in companies))), len(companies)),
        "surname": _counted("surname", samples / "surname_frequency_de.csv"),
        "first_name": _counted("first_name", samples / "firstname_frequency_de.csv"),
    }


def _counted(kind: str, path: Path) -> dict[str, object]:
    counts = Counter[str]()
    with path.open(encoding="utf-8", newline="") as file:
        for name, count in list(csv.reader(file))[1:]:
            for word in words_in(name)[:1] if kind == "first_name" else words_in(name):
                counts[word] += int(count)
    return _table(kind, counts, 295_695)


def _table(kind: str, counts: Counter[str], whole: int) -> dict[str, object]:
    """Words by their bits, in steps of a half; the rest is as rare as one that was seen once or twice."""
    by_bits: dict[str, list[str]] = {}
    for word, count in sorted(_frequent(counts, _LEAST[kind])):
        bits = max(0.5, round(2 * math.log2(whole / count)) / 2)
        by_bits.setdefault(f"{bits:g}", []).append(word)
    known = {bits: " ".join(words) for bits, words in sorted(by_bits.items(), key=lambda entry: float(entry[0]))}
    return {"unseen": round(math.log2(whole / 2), 1), "known": known}


def _frequent(counts: Counter[str], least: int) -> Iterable[tuple[str, int]]:
    return ((word, count) for word, count in counts.items() if count >= least and " " not in word)
