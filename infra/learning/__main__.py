"""python -m infra.learning SAMPLES: learns chalicelib/matching/weights.json and prints how it does on unseen pairs."""

import argparse
import json
from datetime import date
from pathlib import Path

from chalicelib.matching import weights
from infra.learning import bare_names, calibration, pairs, population, rarities
from infra.learning.fit import fitted
from infra.learning.pairs import Pair

TARGET = Path(weights.__file__).with_name("weights.json")
START = Path(__file__).with_name("start.json")
_PERSONS = 24_000
_REVIEWED, _WATCHED = 0.2, 0.01
"""Probability from which a pair is reviewed though no gate asks for it, and from which it is watched."""


def main() -> None:
    """Three parts by the hash of the id: weights from one, calibration from another, the report from the third."""
    parser = argparse.ArgumentParser(prog="python -m infra.learning", description=__doc__)
    parser.add_argument("samples", type=Path, help="folder of the labelled samples")
    parser.add_argument("--version", default="1")
    parser.add_argument("--rarities", action="store_true", help="only the rarity tables; run this first, then without")
    arguments = parser.parse_args()
    companies = population.rows(arguments.samples, "de-companies-30k.csv")
    learned = json.loads(TARGET.read_text(encoding="utf-8"))
    learned["names"], learned["names_report"] = bare_names.learned(arguments.samples)
    if arguments.rarities:
        unseen = [row for row in companies if population.part_of(row["name"]) != "test"]
        learned["rarity"] = rarities.rarities(arguments.samples, unseen)
    else:
        entities = _entities(arguments.samples, companies)
        parts = {part: list(pairs.of_part(part, entities, arguments.samples)) for part in ("fit", "calibrate", "test")}
        learned |= _learned(parts, arguments.version)
    TARGET.write_text(json.dumps(learned, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _entities(samples: Path, companies: list[population.Row]) -> list[population.Entity]:
    firms = population.firms(companies, population.rows(samples, "de-previous-names.csv"))
    return firms + population.persons(samples, companies, _PERSONS)


def _learned(parts: dict[str, list[Pair]], version: str) -> dict[str, object]:
    start = json.loads(START.read_text(encoding="utf-8"))
    bits = fitted(parts["fit"], start)
    points = calibration.points([(_total(bits, pair), pair.same, pair.weight) for pair in parts["calibrate"]])
    report = {part: _report(bits, points, parts[part]) for part in ("calibrate", "test")}
    report["test, weights of the start"] = _report(start, points, parts["test"])
    print(json.dumps({"bits": bits, "calibration": points, "report": report}, indent=1))
    trained_on = f"{len(parts['fit'])} pairs to fit, {len(parts['calibrate'])} to calibrate; docs/matching-weights.md"
    return {
        "version": version,
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day of a person's run, for reading
        "trained_on": trained_on,
        "review_from": calibration.reaching(points, weights.odds_bits(_REVIEWED)),
        "watch_from": calibration.reaching(points, weights.odds_bits(_WATCHED)),
        "calibration": points,
        "bits": bits,
        "report": report,
    }


def _total(bits: dict[str, float], pair: Pair) -> float:
    return sum(bits.get(key, 0.0) * value for key, value in pair.terms.items())


def _report(bits: dict[str, float], points: list[tuple[float, float]], part: list[Pair]) -> dict[str, object]:
    found: dict[str, object] = {}
    for kind in ("all", "organisation", "person"):
        totals = [(_total(bits, p), p.same, p.weight) for p in part if kind in ("all", p.kind)]
        stated = [(1 / (1 + 2 ** -weights.along(points, total)), same, weight) for total, same, weight in totals]
        found[kind] = {
            "pairs": len(totals),
            "same": sum(same for _, same, _ in totals),
            "auc": round(calibration.area_under_curve(totals), 4),
            "recall_at_99": round(calibration.recall_at(totals, 0.99), 4),
            "recall_at_995": round(calibration.recall_at(totals, 0.995), 4),
            "ece": round(calibration.error(stated), 4),
        }
    return found


if __name__ == "__main__":
    main()
