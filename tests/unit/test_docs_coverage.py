"""docs/coverage.md is true: its tables are what the registers say, and their recordings show the same."""

import pytest

from chalicelib import registers
from chalicelib.errors import SourceError
from chalicelib.model.event import EventKind
from chalicelib.model.notice import InsolvencyNotice
from infra import coverage_page
from infra.layer import ROOT
from tests.fuzz.targets import targets

OWN = [name for name in registers.names() if not name.endswith("_alt")]


def recorded(name: str) -> list[InsolvencyNotice]:
    """Every notice of the register's own recordings."""
    found: list[InsolvencyNotice] = []
    for target in targets().values():
        for content in target.seeds if target.name.startswith(f"{name}/") else ():
            try:
                read = target.read(content)
            except SourceError:
                continue
            found += [one for one in read if isinstance(one, InsolvencyNotice)] if isinstance(read, list) else []
    return found


def test_the_tables_are_what_the_facts_say() -> None:
    written = coverage_page.PAGE.read_text(encoding="utf-8")
    assert written == coverage_page.page(), "docs/coverage.md is stale: run python -m infra.coverage_page"


def test_every_register_and_country_is_in_it() -> None:
    text = coverage_page.PAGE.read_text(encoding="utf-8")
    for name in registers.names():
        assert f"`{name}`" in text
        assert f"\n| {registers.load(name).REGISTER.country} | " in text
    assert "docs/coverage.md" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OWN)
def test_a_register_prints_the_numbers_it_says_and_no_others(name: str) -> None:
    facts, notices = registers.load(name).REGISTER, recorded(name)
    assert notices
    printed = {identifier.scheme for notice in notices for identifier in notice.debtor_identifiers}
    assert printed == set(facts.identifiers)
    assert {notice.country for notice in notices} == {facts.country}


@pytest.mark.parametrize("name", OWN)
def test_solvent_windings_up_are_told_where_it_says_so(name: str) -> None:
    told = {notice.event_kind for notice in recorded(name)}
    assert (EventKind.SOLVENT_LIQUIDATION in told) is registers.load(name).REGISTER.solvent_apart
