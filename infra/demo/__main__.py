"""Starts the local stack, plays the registers, tells the story, and judges itself.

python -m infra.demo [--data ../shared/register-samples] [--no-wait] [--cockpit]

Exit status: 0 when everything expected was seen, 1 when something was missing.
"""

import argparse
import contextlib
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from chalicelib.clock import now
from infra.demo import comparison, mails, others, pictures, report, samples
from infra.demo.checks import Check
from infra.demo.cockpit_act import CockpitAct
from infra.demo.recordings import Published, recorded
from infra.demo.registers import Registers, playing
from infra.demo.stage import Stage
from infra.demo.story import Story
from infra.local_stack import LocalStack

_WIDTH = 120
Act = Callable[[Stage, Registers, Console], list[Check]]


def main(arguments: list[str] | None = None) -> int:
    """The demo's exit status."""
    for ending in (signal.SIGTERM, signal.SIGHUP):  # leave no emulator behind when the terminal is closed
        signal.signal(ending, lambda number, _frame: sys.exit(128 + number))
    options = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)
    today = now().astimezone(ZoneInfo("Europe/Berlin")).date()
    stays = console.is_terminal and not options.no_wait
    talk = Console(quiet=True) if options.cockpit else console

    def real(stage: Stage, _registers: Registers, console: Console) -> list[Check]:
        return [*comparison.compare(payloads, stage, console), *others.understood(options.data, console)]

    def invented(stage: Stage, registers: Registers, talk: Console) -> list[Check]:
        checks = Story(stage, registers, talk, today).run()
        if options.pictures:
            pictures.save(stage, options.pictures)
        checks += CockpitAct(stage.stack, console).play()
        if options.cockpit and stays:
            console.print("It stays up until Ctrl-C.")
        return checks

    try:
        if options.cockpit:
            console.print("The local stack starts and the demo's data is entered: about a minute ...")
        if options.data:
            payloads = samples.read(options.data)
            checks = _perform(payloads.published, real, console, stays=stays)
        else:
            checks = _perform(recorded(today), invented, talk, stays=stays)
    except KeyboardInterrupt:
        console.print("\nStopped.")
        return 130
    return 1 if any(wrong for _, wrong in checks) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make demo", description="The product on this machine.")
    parser.add_argument("--data", type=Path, help="folder with real register payloads, served instead of invented ones")
    parser.add_argument("--no-wait", action="store_true", help="end after the report, on a terminal too")
    parser.add_argument("--cockpit", action="store_true", help="the story without a word: only the cockpit's address")
    parser.add_argument("--pictures", type=Path, help="folder to put a picture of the report into")
    return parser


def _perform(published: Published, act: Act, console: Console, *, stays: bool) -> list[Check]:
    began = time.monotonic()
    console.print("[bold]Insolvency Watch[/], whole and local: nothing leaves this machine.")
    console.print(f"Four registers on loopback publish {published.total} payloads. The template is deployed ...")
    with playing(published) as registers:
        parameters = {"PollSchedule": "rate(1 minute)", "DisabledSources": registers.not_played()}
        with LocalStack(replaced_origins=registers.replaced, parameters=parameters) as stack:
            console.print(f"... and runs after {time.monotonic() - began:.0f} s.")
            checks = _acted(act, Stage(stack), registers, console)
            report.heading(console, "The demo judges itself")
            console.print(report.checks(checks))
            wrong = sum(1 for _, why in checks if why)
            verdict = f"[bold red]{wrong} expectations not met" if wrong else "[bold green]All as expected"
            console.print(f"\n{verdict}[/] ({len(checks)} checks, {time.monotonic() - began:.0f} s in all).")
            if stays:
                _stay(stack, console)
    return checks


def _acted(act: Act, stage: Stage, registers: Registers, console: Console) -> list[Check]:
    try:
        return act(stage, registers, console)
    except TimeoutError as error:
        for line in stage.troubles():
            console.print(line, markup=False, soft_wrap=True)
        return [("everything settles in time", str(error))]


def _stay(stack: LocalStack, console: Console) -> None:
    """Says what can be tried, and waits until somebody presses Ctrl-C."""
    client = stack.client("cognito-idp").describe_user_pool_client(
        UserPoolId=stack.outputs["UserPoolId"], ClientId=stack.outputs["OrderSystemsClientId"]
    )["UserPoolClient"]
    credentials = f"{client['ClientId']}:{client['ClientSecret']}"
    ask = 'curl -s -H "Authorization: Bearer $TOKEN"'
    console.print("[bold]It stays up until Ctrl-C.[/] To try in another terminal:")
    _command(
        console,
        f"TOKEN=$(curl -s -u {credentials} -d 'grant_type=client_credentials&scope=blocks/read' {stack.token_url}"
        """ | sed 's/.*"access_token": *"//; s/".*//')""",
    )
    _command(console, f"{ask} {stack.api_url}/v1/customers/104711/block")
    query = '{"customer_numbers": ["104711", "999999"]}'
    _command(console, f"{ask} -H 'Content-Type: application/json' -d '{query}' {stack.api_url}/v1/blocks/query")
    _command(
        console,
        "AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test "
        f"AWS_DEFAULT_REGION={stack.session.region_name} AWS_ENDPOINT_URL={stack.endpoint} "
        f".venv/bin/insolvency-watch --stack {stack.name} block 104711",
    )
    console.print(f"Mails: {mails.FOLDER}", soft_wrap=True)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)
    console.print("\nStopping.")


def _command(console: Console, line: str) -> None:
    """A line to copy: never wrapped, never taken for markup."""
    console.print(f"  {line}", soft_wrap=True, markup=False)


if __name__ == "__main__":
    sys.exit(main())
