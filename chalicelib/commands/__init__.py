"""insolvency-watch COMMAND: for admins and developers. One file a command, found by file name."""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import cast

from pydantic import ValidationError

from chalicelib import aws, settings
from chalicelib.errors import InsolvencyWatchError


def names() -> dict[str, str]:
    """Module name by command name."""
    return {module.name.replace("_", "-"): module.name for module in pkgutil.iter_modules(__path__)}


def main(argv: list[str] | None = None) -> int:
    """Exit status: the command's own; 2 for a wrong call; 1 with one sentence for an error of ours."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    stack = settings.chosen_stack()
    if len(arguments) >= 2 and arguments[0] == "--stack":
        stack, arguments = arguments[1], arguments[2:]
    known = names()
    if not arguments or arguments[0] not in known:
        print(_help(known), file=sys.stdout if arguments in ([], ["--help"], ["-h"]) else sys.stderr)
        return 0 if arguments in ([], ["--help"], ["-h"]) else 2
    try:
        if stack:
            settings.adopt(aws.stack_outputs(stack))
        module = importlib.import_module(f"{__name__}.{known[arguments[0]]}")
        return cast(Callable[[list[str]], int], module.main)(arguments[1:])
    except InsolvencyWatchError as error:
        print(f"insolvency-watch: {error}", file=sys.stderr)
        return 1
    except ValidationError as error:
        if error.title != settings.Settings.__name__:
            raise
        print("insolvency-watch: name the deployed stack: --stack NAME, or INSOLVENCY_WATCH_STACK", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _help(known: dict[str, str]) -> str:
    lines = [
        "usage: insolvency-watch [--stack NAME] COMMAND ...",
        "",
        "--stack NAME (or INSOLVENCY_WATCH_STACK) says which deployed stack to work on; AWS_ENDPOINT_URL is respected.",
        "",
    ]
    for command, module in sorted(known.items()):
        summary = (importlib.import_module(f"{__name__}.{module}").__doc__ or "").splitlines()[0]
        lines.append(f"  {command:<18} {summary.partition(': ')[2] or summary}")
    return "\n".join(lines)
