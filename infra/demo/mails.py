"""The mails that the local SES has taken over, saved as files that a browser opens."""

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from infra.layer import ROOT

FOLDER = ROOT / ".build" / "demo" / "mails"


class SavedMail(NamedTuple):
    """A mail with the file it was saved to (.html; the text lies beside it as .txt)."""

    recipient: str
    language: str
    subject: str
    path: Path


def save(sent: Iterable[Mapping[str, Any]], folder: Path = FOLDER) -> list[SavedMail]:
    """All mails as files, named by number, language and recipient; the folder is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return [_saved(number, mail, folder) for number, mail in enumerate(sent, start=1)]


def _saved(number: int, mail: Mapping[str, Any], folder: Path) -> SavedMail:
    recipient = ", ".join(mail["To"])
    html = str(mail["BodyHtml"])
    said = re.search(r'<html lang="(\w+)"', html)
    language = said[1] if said else "?"
    path = folder / f"{number:02d}-{language}-{recipient.partition('@')[0]}.html"
    path.write_text(html, encoding="utf-8")
    path.with_suffix(".txt").write_text(f"{mail['Subject']}\n\n{mail['BodyText']}", encoding="utf-8")
    return SavedMail(recipient, language, str(mail["Subject"]), path)
