"""HTML from templates and words, in the visitor's language; everything that is printed is escaped."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from chalicelib.channels.rendering import mail
from chalicelib.cockpit import printing, static_files
from chalicelib.cockpit.visit import Visit
from chalicelib.model.customer import Language
from chalicelib.model.people import Role

HERE = Path(__file__).parent
LANGUAGES: tuple[Language, ...] = ("de", "en")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Each word's key, `<section>.<name>`, with its text in each language; from the mails and all files in words/.

    What mails call an event or a stage the cockpit calls so, too.
    """
    mails = {language: mail.words_of(language) for language in LANGUAGES}
    sections = {name: texts for name, texts in mails["de"].items() if isinstance(texts, dict)}
    found: dict[str, Mapping[str, str]] = {
        f"{section}.{name}": {language: mails[language][section][name] for language in LANGUAGES}
        for section, texts in sections.items()
        for name in texts
    }
    for path in sorted((HERE / "words").glob("*.toml")):
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, texts in entries.items():
                found[f"{section}.{name}"] = texts
    return found


def word(key: str, language: Language, **values: object) -> str:
    """The text of a word, with its values put in.

    Raises:
        KeyError: no file in words/ has it.
    """
    text = words()[key][language]
    return text.format(**values) if values else text


@cache
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(HERE / "templates")
    made = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["Role"] = Role
    return made


def page(template: str, visit: Visit, base: str, values: Mapping[str, Any]) -> str:
    """The page for a person who is signed in."""
    every = {"visit": visit, "said": _said(visit)}
    return _render(template, visit.language, base, {**printing.filters(visit), **every, **values})


def alone(template: str, base: str, values: Mapping[str, Any], language: Language = "de") -> str:
    """A page for nobody in particular; its templates say everything in both languages."""
    return _render(template, language, base, values)


def problem(values: Mapping[str, Any], visit: Visit | None, base: str, *, partial: bool) -> str:
    """An error: whole, or as the box that htmx puts above the form."""
    if visit is None:
        return alone("problem_alone.html", base, values)
    return page("problem_box.html" if partial else "problem.html", visit, base, values)


def _said(visit: Visit) -> str | None:
    """Key of the sentence that says what was just done, when it is one of ours."""
    key = f"done.{visit.query.get('done', '')}"
    return key if key in words() else None


def _render(template: str, language: Language, base: str, values: Mapping[str, Any]) -> str:
    def translated(key: str, **parts: object) -> str:
        return word(key, language, **parts)

    def link(path: str) -> str:
        return f"{base}{path}"

    own = {"t": translated, "url": link, "language": language, "asset": lambda name: link(static_files.address(name))}
    return _templates().get_template(template).render({**own, **values})
