"""Zip files that are equal byte for byte when their content is equal."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def write_zip(archive: Path, members: Iterable[tuple[Path, Path]]) -> None:
    """Writes `archive` from (file, name inside) pairs, sorted, with one fixed time and mode.

    The same code then gives the same digest, and a deployment without changes changes nothing.
    """
    archive.parent.mkdir(parents=True, exist_ok=True)
    partial = archive.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w") as zipped:
        for path, name in sorted(members, key=lambda member: member[1].as_posix()):
            if path.is_file():
                entry = zipfile.ZipInfo(name.as_posix(), _LONG_AGO)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                zipped.writestr(entry, path.read_bytes())
    partial.replace(archive)
