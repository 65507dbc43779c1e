"""What every scorer's process does: read the pairs, score them, say what it cost. Needs the standard library only."""

import csv
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Row = dict[str, str]
Pairs = list[tuple[Row, Row]]
ScorePairs = Callable[[Pairs], "Timed"]


class Timed:
    """Scores of pairs, the seconds that scoring took, and those that preparing took before."""

    def __init__(self, scores: Sequence[float], seconds: float, preparing: float = 0.0) -> None:
        self.scores, self.seconds, self.preparing = list(scores), seconds, preparing


def timed(score: Callable[[], Sequence[float]], preparing: float = 0.0) -> Timed:
    """What `score` gives, and how long it took."""
    start = time.perf_counter()
    scores = score()
    return Timed(scores, time.perf_counter() - start, preparing)


def read_pairs(path: Path) -> tuple[Pairs, list[bool]]:
    """Both sides of each pair, and whether they are the same."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(_side(row, "left_"), _side(row, "right_")) for row in rows]
    return pairs, [row["same"] == "1" for row in rows]


def _side(row: Row, prefix: str) -> Row:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}


def full_name(row: Row) -> str:
    """The name, of a person too."""
    return row["name"] or f"{row['first_name']} {row['surname']}"


def run(name: str, import_ms: float, score: ScorePairs, names: ScorePairs | None) -> None:
    """Scores IN/pairs.csv and IN/names.csv and writes OUT."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    pairs, _ = read_pairs(folder / "pairs.csv")
    found = score(pairs)
    of_names = names(read_pairs(folder / "names.csv")[0]) if names and (folder / "names.csv").exists() else None
    answer = {
        "name": name,
        "import_ms": import_ms,
        "pairs_per_second": len(pairs) / found.seconds,
        "with_preparing": len(pairs) / (found.seconds + found.preparing),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "scores": found.scores,
        "name_scores": of_names.scores if of_names else None,
    }
    out.write_text(json.dumps(answer), encoding="utf-8")
