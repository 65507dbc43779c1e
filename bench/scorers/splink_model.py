"""splink: a Fellegi-Sunter model with its own comparisons; weights learned from labelled pairs of the other part."""

import sys
import time
from pathlib import Path

START = time.perf_counter()
import splink.comparison_library as cl  # noqa: E402 - the import is timed
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: E402

IMPORT_MS = 1000 * (time.perf_counter() - START)
import pyarrow as pa  # noqa: E402 - behind what is timed

from bench.scorers.running import Pairs, Row, Timed, full_name, read_pairs, run  # noqa: E402

COMPARISONS = [
    cl.JaroWinklerAtThresholds("name", [0.96, 0.92, 0.85]),
    cl.ExactMatch("surname"),
    cl.ExactMatch("register"),
    cl.LevenshteinAtThresholds("born", [1]),
    cl.LevenshteinAtThresholds("street", [1, 3]),
    cl.ExactMatch("postcode"),
    cl.ExactMatch("city"),
]


def table(rows: list[Row], side: str) -> pa.Table:
    """One side of the pairs; a pair's two rows share `pair`."""
    columns: dict[str, list[object]] = {"unique_id": [], "pair": [], "kind": [], "name": [], "surname": []}
    columns |= {name: [] for name in ("register", "born", "street", "postcode", "city")}
    for place, row in enumerate(rows):
        columns["unique_id"].append(f"{side}{place}")
        columns["pair"].append(place)
        columns["kind"].append(row["kind"])
        columns["name"].append(full_name(row).casefold())
        court = row["court"].removeprefix("Amtsgericht ")
        columns["register"].append(f"{court} {row['register']}" if row["register"] else None)
        for name in ("surname", "born", "street", "postcode", "city"):
            columns[name].append(row[name].casefold() or None)
    return pa.table(columns)


def linker(pairs: Pairs, settings: SettingsCreator | dict[str, object]) -> Linker:
    """A linker over both sides."""
    api = DuckDBAPI()
    sides = [[left for left, _ in pairs], [right for _, right in pairs]]
    frames = [api.register(table(side, name), table_name=name) for side, name in zip(sides, ("l", "r"), strict=True)]
    return Linker(frames, settings, log_level=40)


def trained(folder: Path) -> dict[str, object]:
    """Settings with weights from the other part's labels."""
    pairs, same = read_pairs(folder / "train.csv")
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=COMPARISONS,
        blocking_rules_to_generate_predictions=[block_on("pair")],
        additional_columns_to_retain=["pair"],
        probability_two_random_records_match=sum(same) / len(same),
    )
    learner = linker(pairs, settings)
    learner.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    true = [place for place, is_same in enumerate(same) if is_same]
    labels = {"source_dataset_l": ["l"] * len(true), "unique_id_l": [f"l{place}" for place in true]}
    labels |= {"source_dataset_r": ["r"] * len(true), "unique_id_r": [f"r{place}" for place in true]}
    learner.table_management.register_table(pa.table(labels), "labels")
    learner.training.estimate_m_from_pairwise_labels("labels")
    return dict(learner.misc.save_model_to_json())


def score(pairs: Pairs) -> Timed:
    """Match probability of each pair."""
    settings = trained(Path(sys.argv[1]))
    start = time.perf_counter()
    scorer = linker(pairs, settings)
    preparing = time.perf_counter() - start
    start = time.perf_counter()
    rows = scorer.inference.predict().as_record_list()
    seconds = time.perf_counter() - start
    by_pair = {row["pair_l"]: row["match_weight"] for row in rows}
    return Timed([float(by_pair[place]) for place in range(len(pairs))], seconds, preparing)


if __name__ == "__main__":
    run("splink", IMPORT_MS, score, None)
