"""An origin whose one name differs: nothing but a name without dots may stand there, whatever a link says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import registers
from chalicelib.errors import SourceChangedError
from chalicelib.web import Web
from chalicelib.web.addresses import differing_part
from tests.builders import NOW

DECLARED = "https://ecf.*.uscourts.gov"
FOREIGN = [
    "http://ecf.nyeb.uscourts.gov",
    "https://ecf.uscourts.gov",
    "https://ecf..uscourts.gov",
    "https://ecf.*.uscourts.gov",
    "https://ecf.ny.eb.uscourts.gov",
    "https://ecf.nyeb.uscourts.gov.evil.example",
    "https://ecf.nyeb.uscourts.gov:8443",
    "https://evil.example/ecf.nyeb.uscourts.gov",
    "https://evil.example#.uscourts.gov",
    "https://ecf.evil.example?.uscourts.gov",
    "https://ecf.evil.example/.uscourts.gov",
    "https://ecf.evil.example\\.uscourts.gov",
    "https://ecf.user@evil.uscourts.gov",
    "https://ecf.a:b@evil.uscourts.gov",
    "https://user@ecf.nyeb.uscourts.gov",
    "https://ecf.nyeb%2eevil.uscourts.gov",
    "https://ecf.ny eb.uscourts.gov",
    "https://ecf.nyeb\n.uscourts.gov",
    "https://ecf.nyeb.uscourts.gov\n",
    "https://ecf.nyéb.uscourts.gov",
    "https://ecf.nyeb\u3002evil.uscourts.gov",
    "https://ecf.\u2100.uscourts.gov",
    "https://ecf.[::1].uscourts.gov",
    "https://ecfXnyeb.uscourts.gov",
    "https://ecf.nyebXuscourts.gov",
    "https://evilecf.nyeb.uscourts.gov",
    "HTTPS://ecf.nyeb.uscourts.gov",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_nothing_but_one_name_stands_for_the_star(origin: str) -> None:
    assert differing_part(DECLARED, origin) is None


@pytest.mark.parametrize("origin", [one for one in FOREIGN if one])
def test_a_session_asks_none_of_them(origin: str) -> None:
    asked = dict.fromkeys([DECLARED], "http://127.0.0.1:1/*")  # nobody listens: asking would be another error
    with Web("us", (DECLARED,), now=NOW, replaced_origins=asked) as web, pytest.raises(SourceChangedError):
        web.get(f"{origin}/cgi-bin/rss_outside.pl")


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_whatever_is_accepted_leads_to_the_declared_domain(name: str) -> None:
    found = differing_part(DECLARED, f"https://ecf.{name}.uscourts.gov")
    assert found in {None, name}
    if found:
        assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_name_without_a_star_is_itself_alone() -> None:
    """A dot of a declared origin is a dot, and no origin of a register but that of the courts has a star."""
    assert differing_part("https://a.example", "https://aXexample") is None
    starred = {name for name in registers.names() if "*" in "".join(registers.load(name).REGISTER.origins)}
    assert starred == {"us_bankruptcy_rss"}
