"""docs/coverage.md: who is watched where, by the facts of registers and bureaus: python -m infra.coverage_page."""

from collections.abc import Callable, Iterator

from chalicelib import bureaus, deadlines, registers
from chalicelib.deadlines.eu import BOUND
from chalicelib.errors import SourceError
from chalicelib.model.identifier import Scheme
from chalicelib.model.register import Register
from infra.layer import ROOT
from tests.fuzz.targets import Target, targets

PAGE = ROOT / "docs" / "coverage.md"
_NUMBERS = {
    Scheme.DE_REGISTER: "court and HRA/HRB number",
    Scheme.SIREN: "SIREN",
    Scheme.CH_UID: "UID",
    Scheme.GB_COMPANY: "company number",
    Scheme.CZ_ICO: "IČO",
    Scheme.SK_ICO: "IČO",
    Scheme.NO_ORGNR: "organisation number",
    Scheme.LV_REG: "registration number",
    Scheme.NL_KVK: "KvK number",
    Scheme.AT_FN: "FN",
}


def page() -> str:
    """The page as it has to be: its own words around tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    for name, made in _TABLES.items():
        before, begin, rest = text.partition(f"<!-- table: {name} -->\n")
        _, end, after = rest.partition("\n<!-- end of table -->")
        if not begin or not end:
            raise SystemExit(f"{PAGE}: no table called {name}")
        text = before + begin + made() + end + after
    return text


def _registers() -> str:
    head = (
        "country",
        "register",
        "access",
        "whose proceedings",
        "solvent windings-up",
        "matched by",
        "status",
        "asked",
    )
    return _table(head, (_register(registers.load(name).REGISTER) for name in registers.names()))


def _register(facts: Register) -> tuple[str, ...]:
    asked = f"when {facts.credential} is set" if facts.credential else "yes"
    return (
        facts.country,
        f"`{facts.name}` {facts.title}",
        facts.access,
        facts.covers,
        "told apart, never block" if facts.solvent_apart else "not published there",
        ", ".join(_NUMBERS[one] for one in facts.identifiers) or "name alone",
        f"{facts.proof}; {len(facts.believed_facts)} facts believed",
        "off by default" if facts.off_because else asked,
    )


def _countries() -> str:
    served = {name: registers.load(name).REGISTER.country for name in registers.names()}
    asked = {name: bureaus.load(name).BUREAU.countries for name in bureaus.names()}
    known = sorted({*served.values(), *(one for some in asked.values() for one in some)})
    rows = (
        (
            country,
            ", ".join(f"`{name}`" for name, there in served.items() if there == country) or "none",
            ", ".join(f"`{name}`" for name, some in asked.items() if country in some) or "none",
            _rules(country),
            "yes" if country in BOUND else "no",
        )
        for country in known
    )
    return _table(("country", "registers", "bureaus", "deadlines", "EU rule for foreign creditors"), rows)


def _rules(country: str) -> str:
    if country not in deadlines.countries():
        return "none: one visible deadline without a date"
    return f"`deadlines/{country.lower()}.py`" + ("" if country == "DE" else ", believed")


def _recordings() -> str:
    found = [one for name, one in sorted(targets().items()) if name.partition("/")[0] in registers.names()]
    return _table(("register", "form", "payloads", "read whole", "notices"), (_read(one) for one in found))


def _read(target: Target) -> tuple[str, ...]:
    whole, notices = 0, 0
    for content in target.seeds:
        try:
            read = target.read(content)
        except SourceError:
            continue
        whole += 1
        notices += len(read) if isinstance(read, list) else 0
    register, _, form = target.name.partition("/")
    return f"`{register}`", form, str(len(target.seeds)), str(whole), str(notices)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


_TABLES: dict[str, Callable[[], str]] = {"registers": _registers, "countries": _countries, "recordings": _recordings}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
