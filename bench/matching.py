"""Ours beside other matchers on the same pairs: `make bench-matching`.

Every matcher runs in a process of its own; those of others in .venv-peers. Writes bench/results.json and the picture.
"""

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import pairs, picture
from bench.pools import SAMPLES
from bench.results import replace_rows
from bench.scorers.running import read_pairs
from chalicelib.evaluation.measures import area_under_curve

FOLDER = Path(".build/bench")
PEERS = Path(".venv-peers/bin/python")
OURS = "ours"
_SCORERS = (
    (sys.executable, "ours", ()),
    (str(PEERS), "token_set_ratio", ()),
    (str(PEERS), "splink_model", ()),
    (str(PEERS), "logic", ("logic-v1",)),
    (str(PEERS), "logic", ("logic-v2",)),
)
_SECONDS = 300
_GOALS = {"pairs scored": 50_000, "AUC of labelled names": 0.870, "cold import": 250}


def main() -> int:
    """0 when ours ran; a peer that is not installed is said and left out."""
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    pairs.write(FOLDER / "pairs.csv", "test", options.pairs)
    pairs.write(FOLDER / "train.csv", "dev", options.pairs)
    _write_names(SAMPLES / "name-pairs-labelled.csv", FOLDER / "names.csv")
    found = [measured for scorer in _SCORERS if (measured := _measured(*scorer))]
    if not found or found[0]["name"] != OURS:
        return 1
    rows = [row for peer in found[1:] for row in _rows(found[0], peer)]
    replace_rows("peers", rows)
    picture.draw(found, Path("docs/images/matching.svg"))
    for one in found:
        print(f"{one['name']:<26}" + "  ".join(f"{name} {_shown(one[name])}" for name in _MEASURES))
    return 0


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:,.3f}" if value < 10 else f"{value:,.0f}"


def _write_names(labelled: Path, out: Path) -> None:
    """The labelled name pairs in the form of the drawn ones; nothing where the samples are absent."""
    if not labelled.exists():
        out.unlink(missing_ok=True)
        return
    with labelled.open(encoding="utf-8", newline="") as source, out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        names = ("kind", "name", "schema")
        table.writerow([*(f"{side}_{name}" for side in ("left", "right") for name in names), "same"])
        for row in csv.DictReader(source):
            kind = "person" if row["schema"] == "Person" else "organisation"
            sides = (cell for name in ("name1", "name2") for cell in (kind, row[name], row["schema"]))
            table.writerow([*sides, int(row["is_match"] == "true")])


def _measured(python: str, scorer: str, more: tuple[str, ...]) -> dict[str, Any] | None:
    """What one matcher did, with what follows from its scores."""
    out = FOLDER / f"{'-'.join((scorer, *more))}.json"
    command = [python, "-m", f"bench.scorers.{scorer}", str(FOLDER), str(out), *more]
    if not Path(python).exists():
        print(f"{scorer}: {python} is not there; `make bench-matching` installs it", file=sys.stderr)
        return None
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    if done.returncode:
        print(f"{' '.join((scorer, *more))} did not run: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    _, same = read_pairs(FOLDER / "pairs.csv")
    scored = list(zip(answer.pop("scores"), same, strict=True))
    of_names = answer.pop("name_scores")
    labels = read_pairs(FOLDER / "names.csv")[1] if of_names else []
    return answer | {
        "recall_at_99": recall_at(scored, 0.99),
        "recall_at_995": recall_at(scored, 0.995),
        "auc_names": area_under_curve(list(zip(of_names, labels, strict=True))) if of_names else None,
    }


def recall_at(scored: list[tuple[float, bool]], precision: float) -> float:
    """The largest share of true pairs above one score, so that of all pairs above it this share is true.

    >>> recall_at([(0.9, True), (0.8, True), (0.7, False), (0.6, True)], 0.99)
    0.6666666666666666
    """
    best = right = taken = 0
    true = sum(same for _, same in scored)
    by_score: dict[float, list[bool]] = {}
    for score, same in scored:
        by_score.setdefault(score, []).append(same)
    for score in sorted(by_score, reverse=True):
        taken += len(by_score[score])
        right += sum(by_score[score])
        if right >= precision * taken:
            best = right
    return best / true if true else 0.0


_MEASURES: dict[str, tuple[str, str, bool]] = {
    "pairs_per_second": ("pairs scored", "pairs/s, prepared", True),
    "with_preparing": ("pairs scored, from raw fields", "pairs/s", True),
    "recall_at_99": ("automatic recall at 99 % precision, by score alone", "share of true pairs", True),
    "recall_at_995": ("automatic recall at 99.5 % precision, by score alone", "share of true pairs", True),
    "auc_names": ("AUC of labelled names", "", True),
    "memory_mb": ("memory", "MB", False),
    "import_ms": ("cold import", "ms", False),
}


def _rows(ours: dict[str, Any], peer: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a measure; the goal is a number of ours where there is one, else to be as good as the peer."""
    rows = []
    for measure, (name, unit, more_is_better) in _MEASURES.items():
        mine, theirs = ours[measure], peer[measure]
        if mine is None or theirs is None:
            continue
        goal = _GOALS.get(name, theirs)
        rows.append(
            {
                "name": f"{name}: {peer['name']}",
                "ours": round(mine, 4),
                "peer": round(theirs, 4),
                "ratio": round(mine / theirs, 3) if theirs else None,
                "unit": unit,
                "goal": f"{'at least' if more_is_better else 'at most'} {round(goal, 4):g}",
                "met": mine >= goal if more_is_better else mine <= goal,
            }
        )
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
