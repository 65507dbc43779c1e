"""nomenklatura's logic-v1 and logic-v2: `python -m bench.scorers.logic IN OUT logic-v2`."""

import sys
import time
from itertools import count

START = time.perf_counter()
from followthemoney import EntityProxy, model  # noqa: E402 - the import is timed
from nomenklatura.matching import get_algorithm  # noqa: E402

IMPORT_MS = 1000 * (time.perf_counter() - START)
from bench.scorers.running import Pairs, Row, Timed, full_name, run, timed  # noqa: E402 - behind what is timed

NAME = sys.argv[3]
ALGORITHM = get_algorithm(NAME)
CONFIG = ALGORITHM.default_config()
_ids = map(str, count())


def entity(row: Row, name: str) -> EntityProxy:
    """The party as this library wants it."""
    made = model.make_entity("Person" if row["kind"] == "person" else "Company")
    made.id = name
    made.add("name", full_name(row))
    if row["kind"] == "person":
        made.add("firstName", row.get("first_name"))
        made.add("lastName", row.get("surname"))
        made.add("birthDate", row.get("born"))
    elif row.get("register"):
        made.add("registrationNumber", f"{row['court'].removeprefix('Amtsgericht ')} {row['register']}")
    if row.get("city"):
        made.add("address", f"{row['street']}, {row['postcode']} {row['city']}".strip(", "))
        made.add("country", "de")
    return made


def score(pairs: Pairs) -> Timed:
    """The algorithm's own score of the whole parties."""
    start = time.perf_counter()
    # what the library reads of an entity it remembers by id: each needs one of its own
    made = [(entity(left, next(_ids)), entity(right, next(_ids))) for left, right in pairs]
    preparing = time.perf_counter() - start
    return timed(lambda: [ALGORITHM.compare(left, right, CONFIG).score for left, right in made], preparing)


if __name__ == "__main__":
    run(f"nomenklatura {NAME}", IMPORT_MS, score, score)
