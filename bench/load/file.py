"""What a large file takes of the import step's memory: the real step, with a store that takes every row at once.

    python -m bench.load.file --rows 100000

How long rows take to be stored, `python -m bench.load` measures; here only the file lies in memory, as it does on AWS.
"""

import argparse
import importlib
import json
import os
import sys
import time
from unittest import mock

from bench.load.day import Day
from bench.load.reporting import keep_file
from bench.load.step import Context, most_memory_mb
from bench.pools import SAMPLES
from chalicelib import intake
from chalicelib.model.customer import Customer
from chalicelib.store import imports


def main() -> int:
    """0 when every row was taken."""
    parser = argparse.ArgumentParser(prog="bench.load.file", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    day = Day(0, options.rows, 0, samples=SAMPLES if SAMPLES.exists() else None)
    content = day.file(day.new_numbers())
    taken: list[str] = []

    def keep(customer: Customer) -> bool:
        taken.append(customer.number)  # a mock's own count loses some where several threads call it
        return True

    before = most_memory_mb()
    os.environ |= dict.fromkeys(("TABLE_NAME", "KEYS_TABLE_NAME", "EVIDENCE_BUCKET", "IMPORT_BUCKET"), "load")
    os.environ["POWERTOOLS_METRICS_NAMESPACE"] = "load"
    step = importlib.import_module("functions.import_customers")  # it reads the variables when it is imported
    message = {"messageId": "1", "body": json.dumps({"Records": [{"s3": {"object": {"key": "incoming/a.csv"}}}]})}
    attributes = {"ApproximateReceiveCount": "1"}
    event = {"Records": [{**message, "receiptHandle": "1", "attributes": attributes, "eventSource": "aws:sqs"}]}
    with (
        mock.patch.object(imports, "get", return_value=content),
        mock.patch.object(imports, "put_result", return_value="results/a.csv"),
        mock.patch.object(intake, "keep_customer", keep),
    ):
        worked = time.process_time()
        step.handler(event, Context("ImportCustomers", 1024, time.monotonic() + 900))
        seconds = time.process_time() - worked
    print(f"{len(taken):,} rows, {len(content) / 1024**2:.1f} MB: {most_memory_mb()} MB at most ({before} before)")
    print(f"{1000 * seconds / options.rows:.2f} ms of processor a row for reading and checking")
    keep_file(options.rows, most_memory_mb(), 1000 * seconds / options.rows)
    return int(len(taken) != options.rows)


if __name__ == "__main__":
    sys.exit(main())
