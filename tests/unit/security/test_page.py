"""The threat model names tests that exist."""

import re

from infra.layer import ROOT

TESTS = ROOT / "tests"


def test_every_control_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| \d+ \|", line)]
    assert len(rows) >= 18
    for row in rows:
        named = re.findall(r"`((?:\w+/)*test_\w+\.py)`", row)
        for one in named:
            assert (TESTS / one).exists() or (TESTS / "unit" / "security" / one).exists(), f"{one}: {row[:60]}"
        assert named or "`fuzz`" in row or "`unit/api`" in row or "set-up itself" in row, row
