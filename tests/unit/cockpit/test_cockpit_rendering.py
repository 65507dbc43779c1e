"""Words and templates: both languages whole, nothing unused, nothing that the browser's policy would refuse."""

import re
import string
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import pytest

from chalicelib import registers
from chalicelib.cockpit import rendering
from chalicelib.cockpit.figure_views import title_of
from chalicelib.cockpit.printing import Printer, filters
from chalicelib.cockpit.rendering import HERE, LANGUAGES, word, words
from chalicelib.model.customer import Language
from chalicelib.model.identifier import Scheme
from tests.builders import NOW
from tests.unit.cockpit.door import a_session
from tests.unit.cockpit.test_cockpit_visit import a_visit

TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
CODE = sorted(HERE.rglob("*.py"))
OWN_WORDS = sorted((HERE / "words").glob("*.toml"))


def name_of(path: Path) -> str:
    return str(path.relative_to(HERE))


@cache
def parsed() -> tuple[dict[str, dict[str, dict[str, str]]], ...]:
    """Each file in words/."""
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in OWN_WORDS)


@cache
def own_keys() -> frozenset[str]:
    """Keys of the cockpit's own files; the mails' words are the mails' business."""
    return frozenset(f"{section}.{name}" for file in parsed() for section, entries in file.items() for name in entries)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def html_of(path: Path) -> str:
    """The template's own HTML, with a dot in place of what is put in."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "·", text, flags=re.DOTALL)


@cache
def written() -> str:
    """Everything in which a word may be named: templates and code."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (*TEMPLATES, *CODE))


def test_every_word_is_there_in_both_languages_with_the_same_places() -> None:
    assert [key for key, texts in words().items() if set(texts) != set(LANGUAGES)] == []
    assert [
        key for key, texts in words().items() if not all(text and text == text.strip() for text in texts.values())
    ] == []
    both = ((key, words()[key]) for key in own_keys())
    assert [key for key, texts in both if placeholders(texts["de"]) != placeholders(texts["en"])] == []


def test_no_word_is_written_twice() -> None:
    """Files may share a section such as [done], never a word: the last file read would overrule the others."""
    found = [f"{section}.{name}" for file in parsed() for section, entries in file.items() for name in entries]
    mails = {key for key in words() if key not in own_keys()}
    assert [key for key, times in Counter(found).items() if times > 1 or key in mails] == []


def test_german_has_its_letters() -> None:
    """Words such as Kuerzel or Pruefung show that somebody wrote without umlauts."""
    odd = re.compile(
        r"\b\w*(?:fuer|ueber|pruef|aender|koenn|muess|moegl|loesch|gruend|schuldn?aer)\w*\b", re.IGNORECASE
    )
    assert [key for key in own_keys() if odd.search(words()[key]["de"])] == []


NAMED = re.compile(r"""(?<![\w.])(?:t|word)\(\s*(["'])([a-z_]+\.[\w.]+)\1\s*([~+,)%]|if\b)""")
DONE = re.compile(r"""done=(["'])(\w+)\1""")


def test_every_word_that_is_named_exists() -> None:
    missing = {key for _, key, joint in NAMED.findall(written()) if joint not in "~+%" and key not in words()}
    missing |= {f"done.{key}" for _, key in DONE.findall(written()) if f"done.{key}" not in words()}
    assert missing == set()


def test_every_word_of_ours_is_used() -> None:
    """Named whole, or by its section with the name put behind it (`t("role." ~ role)`, f"role.{role}")."""
    text = written()
    built = set(re.findall(r"""["']([a-z_]+)\.(?:["']|\{)""", text)) | set(re.findall(r"""\b([a-z_]+)\.\{""", text))
    begun = tuple(re.findall(r"""["']([a-z]+_|[a-z_]+\.\w+_)(?:["']\s*~|\{)""", text))
    unused = {key for key in own_keys() if key not in text and key.partition(".")[0] not in built}
    unused = {key for key in unused if not key.startswith(begun)}
    done = {key for key in unused if key.startswith("done.") and re.search(rf"""["']{key[5:]}["']""", text)}
    assert unused - done == set()


def test_a_word_nobody_wrote_is_an_error_and_never_an_empty_place() -> None:
    with pytest.raises(KeyError):
        word("nav.nothing", "de")
    assert word("problem.needs_role", "en", needed="Admin", own="Clerk") == "It needs the role Admin; yours is Clerk."


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_compiles(path: Path) -> None:
    rendering._templates().get_template(str(path.relative_to(HERE / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_has_nothing_that_the_policy_refuses_or_that_is_not_escaped(path: Path) -> None:
    text = html_of(path)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "scripts are files"
    assert not re.search(r"""<[a-z][^<>]*\sstyle\s*=""", text)
    assert not re.search(r"""<[a-z][^<>]*\son[a-z]+\s*=""", text)
    assert not re.search(r"""<[a-z][^<>]*\s(?:hx-on|hx-vals=["']js:)""", text), "htmx would evaluate it"
    assert not re.search(r"""(?:href|src|action)=["']javascript:""", text)
    assert not re.search(r"""(?:src|action|hx-get|hx-post)=["']https?://""", text), "nothing comes from elsewhere"
    assert not re.search(r"\|\s*safe\b|\{%-?\s*autoescape", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_s_own_addresses_begin_where_we_are_served(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:href|src|action|hx-get|hx-post)=["']/""", text), "use url() or asset()"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_link_to_a_file_leaves_saving_to_the_answer(path: Path) -> None:
    """With the attribute Chrome names no type it takes, and gateways then hand bytes on in base64."""
    assert not re.search(r"<a\b[^<>]*\sdownload\b", html_of(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_form_that_changes_something_carries_the_token(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for form in re.findall(r"""<form\b[^>]*method=["']post["'].*?</form>""", text, flags=re.DOTALL | re.IGNORECASE):
        if "url(" in form.partition(">")[0]:  # else it goes to the import bucket, which knows no sessions
            assert "csrf()" in form, form[:120]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_s_words_come_from_the_words(path: Path) -> None:
    """Text between tags is printed by t(); letters that stand there by themselves are the product's name or marks."""
    both = {"not_signed_in.html", "signed_out.html", "problem_alone.html", "session_over.html", "session_over_box.html"}
    if path.name in both:
        return  # for nobody in particular: in both languages
    text = re.sub(r"<title>.*?</title>|<meta [^\n]*", "", html_of(path), flags=re.DOTALL)
    between = re.findall(r">([^<>]*)<", text)
    known = {"Insolvency Watch", "CSV", "PDF"}
    said = {each.strip() for text in between for each in text.split("·") if not {"=", '"'} & set(each)}
    assert {each for each in said if re.search(r"[^\W\d_]{3,}", each)} - known == set()


def test_what_is_printed_is_escaped() -> None:
    made = rendering._templates().from_string("{{ name }}<p title='{{ name }}'>")
    assert (
        made.render(name="<b onclick='x'>\"")
        == "&lt;b onclick=&#39;x&#39;&gt;&#34;<p title='&lt;b onclick=&#39;x&#39;&gt;&#34;'>"
    )
    with pytest.raises(jinja2.UndefinedError):
        rendering._templates().from_string("{{ nothing }}").render()


def printer(language: Language) -> Printer:
    return Printer(a_visit(session=a_session(language)))


@pytest.mark.parametrize(
    ("what", "german", "english"),
    [
        (("money", Decimal("22015.5")), "22.015,50\xa0€", "€22,015.50"),
        (("money", Decimal(-3), "CHF"), "-3,00\xa0CHF", "-CHF3.00"),
        (("whole_money", Decimal("22015.5")), "22.016\xa0€", "€22,016"),
        (("number", 12345), "12.345", "12,345"),
        (("number", Decimal("0.125"), 2), "0,12", "0.12"),
        (("percent", 0.0415), "4,2\xa0%", "4.2%"),
        (("percent", Decimal(1), 0), "100\xa0%", "100%"),
        (("day", date(2026, 3, 2)), "02.03.2026", "2 Mar 2026"),
        (("weekday", date(2026, 3, 2)), "Mo., 02.03.2026", "Mon 2 Mar 2026"),
        (("moment", NOW), "02.03.2026, 08:15", "2 Mar 2026, 08:15"),
        (("ago", NOW - timedelta(hours=3)), "vor 3 Stunden", "3 hours ago"),
        (("ago", NOW - timedelta(seconds=5)), "vor 1 Minute", "1 minute ago"),
    ],
)
def test_amounts_and_days_are_printed_as_the_language_does(what: tuple[Any, ...], german: str, english: str) -> None:
    name, *values = what
    printed = [str(getattr(printer(language), name)(*values)).replace(" ", "\xa0") for language in LANGUAGES]
    assert printed == [german.replace(" ", "\xa0"), english.replace(" ", "\xa0")]


@pytest.mark.parametrize("name", ["money", "whole_money", "number", "percent", "day", "weekday", "moment", "ago"])
def test_nothing_known_is_a_dash_and_never_zero(name: str) -> None:
    assert getattr(printer("en"), name)(None) == "–"


def test_the_day_is_the_visitor_s_own() -> None:
    late = a_visit(now=NOW.replace(hour=23, minute=30))
    assert Printer(late).today() == date(2026, 3, 3), "half past midnight in Berlin"
    assert Printer(late).days_from_now(date(2026, 3, 2)) == -1
    at_night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert (printer("de").day(at_night), printer("de").weekday(at_night)) == ("03.03.2026", "Di., 03.03.2026")
    assert printer("en").day(date(2026, 3, 2)) == "2 Mar 2026"


def test_templates_get_every_way_of_printing() -> None:
    assert {"ago", "day", "moment", "money", "number", "percent", "today", "whole_money"} <= set(filters(a_visit()))
    assert "visit" not in filters(a_visit())


def test_every_number_of_a_register_has_its_words() -> None:
    keys = {f"{section}{scheme}" for scheme in Scheme for section in ("case_scheme.", "customers_field.id_")}
    assert not keys - set(words())


@pytest.mark.parametrize("name", registers.names())
def test_every_register_has_a_short_title_and_a_country_with_a_name(name: str) -> None:
    country = registers.load(name).REGISTER.country
    assert 0 < len(title_of(name)) < 60
    for language in LANGUAGES:
        assert len(printer(language).country(country)) > 3
