"""Keys and judgement against real names and labelled pairs; runs when ../shared is there.

The numbers: ALL_SAMPLES=1 pytest tests/contract/test_matching_samples.py -o log_cli=true --log-cli-level=INFO
(without ALL_SAMPLES every twelfth row of the large files, to be quick)
"""

import csv
import logging
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.commands.compare import SCHEMAS
from chalicelib.matching.judge import judge
from chalicelib.matching.keys import customer_keys, notice_keys
from chalicelib.matching.name_score import name_score
from chalicelib.model.address import PostalAddress
from chalicelib.model.customer import Customer, CustomerKind
from chalicelib.model.identifier import Identifier, Scheme
from chalicelib.model.match import Match, MatchResult
from chalicelib.model.notice import DebtorKind, EventKind, InsolvencyNotice

SAMPLES = Path(__file__).parents[3] / "shared" / "matching-samples"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = 1 if os.environ.get("ALL_SAMPLES") else 12
log = logging.getLogger(__name__)
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside the checkout")


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def register_number(printed: str) -> tuple[Identifier, ...]:
    """`M1114_M1112_HRB455NI`: court, court of the number, number with suffix; none if shaped otherwise."""
    *courts, number = printed.split("_")
    match = re.fullmatch(r"([A-Za-z]+?)(\d+)([A-Z]*)", number)
    if not match:
        return ()
    value = f"{match[1].upper()}{int(match[2])}"
    return (
        Identifier(scheme=Scheme.DE_REGISTER, value=value, office="/".join(courts).lower(), suffix=match[3] or None),
    )


def customer(
    name: str, number: str = "", address: PostalAddress | None = None, former: tuple[str, ...] = ()
) -> Customer:
    return Customer(
        number="1",
        kind=CustomerKind.ORGANISATION,
        name=name.strip()[:400] or "-",
        former_names=former,
        address=address,
        identifiers=register_number(number) if number else (),
        updated_at=NOW,
    )


def notice(
    name: str, number: str = "", seat: str | None = None, address: PostalAddress | None = None
) -> InsolvencyNotice:
    return InsolvencyNotice(
        source="de",
        publication_id="1",
        country="DE",
        publication_date=date(2026, 1, 1),
        event_kind=EventKind.OPENED,
        original_kind="x",
        debtor_kind=DebtorKind.ORGANISATION,
        debtor_name=name,
        debtor_identifiers=register_number(number) if number else (),
        debtor_seat=seat,
        debtor_postal_address=address,
    )


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.4f})"


def test_a_company_that_moved_to_another_court_is_at_least_looked_at() -> None:
    """Most rows show one and the same number on both sides, so each is judged again with another court's number."""
    as_given, elsewhere, other_town = Counter[str](), Counter[str](), Counter[str]()
    missed = []
    pairs = [row for row in rows("de-moved-pairs.csv") if row["old_name"] == row["new_name"]]
    for row in pairs:
        old = customer(row["old_name"], row["old_id"], PostalAddress(city=row["old_seat"]))
        new_number = f"X9_{row['new_id'].split('_')[-1].rstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}7"
        for counts, number, seat in (
            (as_given, row["new_id"], row["new_seat"]),
            (elsewhere, new_number, row["new_seat"]),
            (other_town, new_number, "Neustadt"),
        ):
            new = notice(row["new_name"], number, seat)
            match = judge(old, new, NOW)
            counts[match.result.value] += 1
            if match.result is MatchResult.NEGATIVE or not customer_keys(old) & notice_keys(new):
                missed.append((match.rule, row["old_name"], seat, number))
    log.info("moved, as given: %s", dict(as_given))
    log.info("moved, another court's number: %s; and another town: %s", dict(elsewhere), dict(other_town))
    log.info("renamed beyond recognition, so not to be found: %d", len(rows("de-moved-pairs.csv")) - len(pairs))
    log.info("missed: %s", missed)
    assert not [row for row in missed if row[2] != "Neustadt"]
    assert MatchResult.POSITIVE.value not in elsewhere + other_town


def _at_one_address() -> Iterator[tuple[dict[str, str], Match, Match]]:
    for row in rows("de-same-address-pairs.csv")[:: min(EVERY, 3)]:
        address = PostalAddress(street=row["street"], postcode=row["plz"], city=row["seat"])
        known = judge(
            customer(row["name_a"], row["reg_a"], address), notice(row["name_b"], row["reg_b"], None, address), NOW
        )
        bare = judge(customer(row["name_a"], "", address), notice(row["name_b"], "", None, address), NOW)
        yield row, known, bare


def test_a_sister_firm_at_the_same_address_is_never_positive() -> None:
    with_numbers, without = Counter[str](), Counter[str]()
    wrong = []
    for row, known, bare in _at_one_address():
        with_numbers[known.result] += 1
        without[f"{bare.result.value}"] += 1
        if known.result is MatchResult.POSITIVE:
            wrong.append((known.rule, row["name_a"], row["name_b"]))
        if bare.result is MatchResult.POSITIVE:
            log.info("without numbers positive: %s | %s", row["name_a"], row["name_b"])
    log.info("same address, register numbers known: %s", dict(with_numbers))
    log.info("same address, no register numbers: %s", dict(without))
    assert not wrong
    assert without[MatchResult.POSITIVE] <= 0.01 * without.total()  # the share that is one firm entered twice


def test_a_former_name_kept_as_alias_finds_the_customer() -> None:
    found = found_without = judged = 0
    pairs = rows("de-previous-names.csv")[::EVERY]
    for row in pairs:
        address = PostalAddress(city=row["seat"])
        published = notice(row["previous_name"], "", row["seat"])
        keys = notice_keys(published)
        with_alias = customer(row["name"], "", address, (row["previous_name"],))
        found += bool(customer_keys(with_alias) & keys)
        found_without += bool(customer_keys(customer(row["name"], "", address)) & keys)
        judged += judge(with_alias, published, NOW).result is not MatchResult.NEGATIVE
    log.info("former name as alias: found %s, at least unsure %s", share(found, len(pairs)), share(judged, len(pairs)))
    log.info("former name unknown to us: found %s", share(found_without, len(pairs)))
    assert found >= 0.998 * len(pairs)
    assert judged >= 0.99 * len(pairs)


def _area_under_curve(scored: list[tuple[float, bool]]) -> float:
    positives = [score for score, label in scored if label]
    negatives = [score for score, label in scored if not label]
    wins = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return wins / (len(positives) * len(negatives))


def test_name_scores_order_labelled_pairs() -> None:
    """The weights were learned on these pairs; infra/learning proves them on names left out."""
    scored = []
    for row in rows("name-pairs-labelled.csv"):
        score = name_score(row["name1"], row["name2"], SCHEMAS.get(row["schema"].casefold(), "unknown"))
        scored.append((row["schema"], score, row["is_match"] == "true"))
    for kind in ("all", "Person", "other"):
        part = [(s, m) for schema, s, m in scored if kind == "all" or (schema == "Person") == (kind == "Person")]
        log.info("labelled name pairs, %s: %d, AUC %.3f", kind, len(part), _area_under_curve(part))
    assert _area_under_curve([(s, m) for _, s, m in scored]) > 0.92


def _typo(name: str, dice: random.Random) -> str:
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    if len(places) < 5:
        return name
    place = dice.choice(places)
    return dice.choice(
        [
            name[:place] + name[place + 1 :],
            name[:place] + name[place] + name[place:],
            name[:place] + dice.choice("aeinrst") + name[place + 1 :],
        ]
    )


def _without_form(name: str) -> str:
    return (
        re.sub(
            r"\s*(GmbH|mbH|Gesellschaft mit beschränkter Haftung|KG|AG|e\.\s?K\.|OHG|& Co\.|UG \(haftungsbeschränkt\))",
            "",
            name,
        )
        or name
    )


NOISE: dict[str, Callable[[str, random.Random], str]] = {
    "umlauts": lambda name, _: name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss"),
    "dots lost": lambda name, _: name.replace("ä", "a").replace("ö", "o").replace("ü", "u"),
    "capitals": lambda name, _: name.upper(),
    "no form": lambda name, _: _without_form(name),
    "and": lambda name, _: name.replace("&", "und") if "&" in name else name.replace(" und ", " & "),
    "state": lambda name, dice: name + dice.choice([" i.L.", " in Insolvenz", " i. I.", " in Liquidation"]),
    "glued": lambda name, _: name.replace("-", "") if "-" in name else name.replace(" ", "", 1),
    "hyphen": lambda name, _: name.replace("-", " "),
    "typo": _typo,
    "two typos": lambda name, dice: _typo(_typo(name, dice), dice),
    "shortened": lambda name, _: " ".join([word for word in name.split() if len(word) > 3][:2]) or name,
}


@pytest.mark.parametrize("kind", NOISE)
def test_keys_survive_noise_in_the_name(kind: str) -> None:
    dice = random.Random(7)  # noqa: S311 - a repeatable test, not a secret
    sample = dice.sample(rows("de-companies-30k.csv"), 3000)[::EVERY]
    found = 0
    lost = []
    for row in sample:
        noisy = NOISE[kind](row["name"], dice)
        known = customer_keys(customer(row["name"], "", PostalAddress(city=row["seat"])))
        if known & notice_keys(notice(noisy, "", row["seat"])):
            found += 1
        else:
            lost.append((row["name"], noisy))
    log.info("noise %-10s found by name and town alone: %s; lost %s", kind, share(found, len(sample)), lost[:4])
    floor = {"typo": 0.97, "two typos": 0.93, "glued": 0.97, "shortened": 0.96}.get(kind, 0.995)
    assert found >= floor * len(sample)


def test_no_key_is_shared_by_many() -> None:
    companies = rows("de-companies-30k.csv")[::EVERY]
    counts = Counter[str]()
    for row in companies:
        address = PostalAddress(street=row["street"], postcode=row["plz"], city=row["seat"])
        counts.update(customer_keys(customer(row["name"], row["company_number"], address)))
    made = counts.total()
    read = sum(count * count for count in counts.values()) / len(companies)
    log.info(
        "keys a customer %.1f, postings read a notice %.1f, hottest %s",
        made / len(companies),
        read,
        counts.most_common(12),
    )
    assert made / len(companies) < 13
    assert counts.most_common(1)[0][1] <= 30


def test_notices_of_strangers_rarely_reach_a_person_and_never_block() -> None:
    """Every other company is a customer, the rest become insolvent: all matches are wrong."""
    companies = rows("de-companies-30k.csv")[: 30000 // EVERY]
    by_key = defaultdict[str, set[int]](set)
    customers: list[Customer] = []
    for row in companies[::2]:
        known = customer(row["name"], row["company_number"], PostalAddress(city=row["seat"]))
        for key in customer_keys(known):
            by_key[key].add(len(customers))
        customers.append(known)
    results, rules, positives = Counter[str](), Counter[str](), []
    compared = reviewed = 0
    for row in companies[1::2]:
        published = notice(row["name"], row["company_number"], row["seat"])
        candidates = {place for key in notice_keys(published) for place in by_key.get(key, ())}
        matches = [judge(customers[place], published, NOW) for place in candidates]
        compared += len(matches)
        reviewed += any(match.result is MatchResult.UNSURE for match in matches)
        results.update(match.result.value for match in matches)
        rules.update(match.rule for match in matches if match.result is MatchResult.UNSURE)
        positives += [(row["name"], match.rule) for match in matches if match.result is MatchResult.POSITIVE]
    notices = len(companies[1::2])
    log.info(
        "strangers: %d customers, %d notices, %d pairs compared: %s", len(customers), notices, compared, dict(results)
    )
    log.info("strangers in review: %s; rules %s; positive: %s", share(reviewed, notices), dict(rules), positives)
    assert not positives
    assert reviewed <= 0.05 * notices
