"""What the import says of rows and columns, in the visitor's language.

The import itself speaks English, in sentences that result files carry, too. Each sentence known here stands in
words/imports.toml under `import_reason`, with {0} and {1} where a value goes; others are shown as they are.
"""

import re
from functools import cache

from chalicelib.cockpit.rendering import words
from chalicelib.model.customer import Language

_SECTION = "import_reason."


def reason(said: str, language: Language) -> str:
    """Why something was refused or left out.

    >>> reason("the name is missing", "de"), reason("the name is missing", "en")
    ('Der Name fehlt.', 'the name is missing')
    >>> reason("this number stands in line 4 already", "de")
    'Diese Nummer steht schon in Zeile 4.'
    """
    if language == "en":
        return said
    for pattern, german in _sentences():
        if found := pattern.fullmatch(said):
            return german.format(*found.groups())
    return said


def meaning(field: str, language: Language) -> str:
    """What a column means; a field without a word of its own by its name."""
    texts = words().get(f"import_column.{field}")
    return texts[language] if texts else field


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = [texts for key, texts in words().items() if key.startswith(_SECTION)]
    return tuple((re.compile(re.sub(r"\\\{\d\\\}", "(.+?)", re.escape(one["en"]))), one["de"]) for one in known)
