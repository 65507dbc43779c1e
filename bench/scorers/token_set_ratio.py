"""rapidfuzz token_set_ratio on lower-case names."""

import time

START = time.perf_counter()
from rapidfuzz import fuzz  # noqa: E402 - the import is timed

IMPORT_MS = 1000 * (time.perf_counter() - START)
from bench.scorers.running import Pairs, Timed, full_name, run, timed  # noqa: E402 - behind what is timed


def score(pairs: Pairs) -> Timed:
    """Similarity of the names."""
    names = [(full_name(left).casefold(), full_name(right).casefold()) for left, right in pairs]
    return timed(lambda: [fuzz.token_set_ratio(left, right) for left, right in names])


if __name__ == "__main__":
    run("rapidfuzz token_set_ratio", IMPORT_MS, score, score)
