"""Says what was tried when somebody explores for long."""

import os
from typing import Any

from tests.crash import tried


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many schedules of each kind, scenario by scenario."""
    if os.environ.get("CRASH_EXAMPLES"):
        for (kind, name), times in sorted(tried.SCHEDULES.items()):
            terminalreporter.write_line(f"crash: {times:>7} {kind}: {name}")
