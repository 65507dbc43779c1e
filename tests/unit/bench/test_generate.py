"""The drawn files: repeatable, told apart by part, true to their own truth."""

import csv
import random
from pathlib import Path

import pytest

from bench import decoys, generate
from bench.noise import printed
from bench.parties import a_firm, a_person
from bench.pools import Pools, part_of

ABSENT = Path("absent")


def drawn(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part: str = "dev", seed: int = 1
) -> dict[str, list[list[str]]]:
    """The rows of the three files."""
    arguments = ["generate", "--out", str(folder), "--customers", "300", "--notices", "400", "--part", part]
    monkeypatch.setattr("sys.argv", [*arguments, "--seed", str(seed), "--samples", str(ABSENT)])
    assert generate.main() == 0
    files = {}
    for name in ("customers", "notices", "truth"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            files[name] = list(csv.reader(file))
    return files


def test_the_same_seed_draws_the_same_and_another_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn(tmp_path, monkeypatch)
    assert drawn(tmp_path, monkeypatch) == first
    assert drawn(tmp_path, monkeypatch, seed=2) != first
    assert drawn(tmp_path, monkeypatch, part="test") != first


def test_the_truth_names_customers_that_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = drawn(tmp_path, monkeypatch)
    numbers = {row[0] for row in files["customers"][1:]}
    kinds = {row[2] for row in files["truth"][1:]}
    assert {row[1] for row in files["truth"][1:]} - {""} <= numbers
    assert {"customer", "stranger"} < kinds
    assert all(bool(row[1]) == (row[2] == "customer") for row in files["truth"][1:])
    assert [row[0] for row in files["notices"]] == [row[0] for row in files["truth"]]


def test_a_firm_belongs_to_one_part() -> None:
    assert {part_of(f"Firma {number} GmbH") for number in range(50)} == {"dev", "test"}


@pytest.mark.parametrize("made", decoys.OF_FIRMS + decoys.OF_PERSONS, ids=lambda made: str(made.__name__))
def test_a_decoy_is_somebody_else(made: decoys.Decoy) -> None:
    dice, pools = random.Random(5), Pools.load("dev", ABSENT)
    for _ in range(50):
        party = (a_person if made in decoys.OF_PERSONS else a_firm)(pools, dice)
        other = made(party, pools, dice)
        told_apart = (other.name, other.register, other.court, other.born, other.city)
        assert told_apart != (party.name, party.register, party.court, party.born, party.city)


def test_noise_leaves_a_name_and_a_possible_date() -> None:
    dice, pools = random.Random(6), Pools.load("dev", ABSENT)
    for _ in range(500):
        person = printed(a_person(pools, dice), pools, dice)
        assert person.first_name.strip(" .-")
        assert person.surname
        assert printed(a_firm(pools, dice), pools, dice).name
