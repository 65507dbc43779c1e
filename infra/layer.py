"""The one layer: the packages of requirements/layer.txt, installed for a target and pruned."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.zips import write_zip

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "layer.txt"
PRUNE = ROOT / "layers" / "dependencies" / "prune.txt"
LAMBDA_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_28_x86_64")  # Amazon Linux 2023 has glibc 2.34
OWN_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Layer:
    """A built layer: the archive to deploy, the folder it was made from, and what it weighs unpacked."""

    archive: Path
    packages: Path
    size: int


def build_layer(folder: Path, python_version: str, *, for_lambda: bool) -> Layer:
    """The layer in `folder`, built anew only when the lock, the pruning or this module has changed.

    `for_lambda` installs wheels for Lambda's platform whatever machine builds, and packs them. Otherwise it
    installs wheels for this machine, and the archive only points to them: the local stack unpacks a layer for
    each of its workers, and three thousand small files for nine functions took longer than everything else.
    """
    packages = folder / f"layer-{_fingerprint(python_version, for_lambda)}" / "python"
    archive = folder / "layer.zip"
    size = packages.parent / "size"
    if not (size.exists() and archive.exists()):
        for old in folder.glob("layer-*"):
            shutil.rmtree(old)
        _install(packages, python_version, for_lambda=for_lambda)
        for path in _to_prune(packages):
            path.unlink()
        if python_version == OWN_VERSION:
            _compile(packages)
        if for_lambda:
            write_zip(archive, ((path, path.relative_to(packages.parent)) for path in packages.rglob("*")))
        else:
            _write_pointer(archive, packages, python_version)
        size.write_text(str(sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())))
    return Layer(archive, packages, int(size.read_text()))


def _write_pointer(archive: Path, packages: Path, python_version: str) -> None:
    """A layer of one file, which puts the folder where Lambda puts a layer: before the runtime's own packages."""
    pointer = packages.parent / "layer.pth"
    pointer.write_text(f"import sys; sys.path.insert(0, {str(packages)!r})\n")
    write_zip(archive, [(pointer, Path(f"python/lib/python{python_version}/site-packages/layer.pth"))])


def _fingerprint(python_version: str, for_lambda: bool) -> str:
    digest = hashlib.sha256(f"{python_version} {for_lambda} {OWN_VERSION}".encode())
    for path in (LOCK, PRUNE, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _install(packages: Path, python_version: str, *, for_lambda: bool) -> None:
    target = ["--implementation", "cp", "--python-version", python_version] if for_lambda else []
    for platform in LAMBDA_PLATFORMS if for_lambda else ():
        target += ["--platform", platform]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    command += ["--no-compile", "--no-deps", "--require-hashes", "--only-binary=:all:", *target]
    subprocess.run([*command, "-r", str(LOCK), "-t", str(packages)], check=True)


def _to_prune(packages: Path) -> Iterator[Path]:
    """The files that layers/dependencies/prune.txt takes out; its last matching line decides."""
    doomed: dict[Path, None] = {}
    for line in PRUNE.read_text().splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        for path in packages.glob(pattern.removeprefix("!")):
            if pattern.startswith("!"):
                doomed.pop(path, None)
            elif path.is_file():
                doomed[path] = None
    yield from doomed


def _compile(packages: Path) -> None:
    """Bytecode beside the sources: a function's first call does not compile pydantic again.

    Unchecked, because unpacking a zip does not keep the times that the usual check compares.
    """
    command = [sys.executable, "-m", "compileall", "-q", "-j", str(os.cpu_count() or 1)]
    subprocess.run([*command, "--invalidation-mode", "unchecked-hash", str(packages)], check=True)
