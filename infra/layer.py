"""The one layer: the packages of requirements/layer.txt, installed for a target and pruned."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.zips import write_zip

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "layer.txt"
PRUNE = ROOT / "layers" / "dependencies" / "prune.txt"
LAMBDA_PLATFORMS = ("manylinux2014_x86_64", "manylinux_2_28_x86_64")  # Amazon Linux 2023 has glibc 2.34
OWN_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def build_layer(archive: Path, python_version: str, *, for_lambda: bool) -> int:
    """The layer's unzipped size in bytes; `archive` is written unless it is up to date.

    `for_lambda` installs wheels for Lambda's platform whatever machine builds; otherwise wheels for this
    machine, so that the local stack can run them.
    """
    stamp, size = archive.with_suffix(".stamp"), archive.with_suffix(".size")
    wanted = _fingerprint(python_version, for_lambda)
    if archive.exists() and size.exists() and stamp.exists() and stamp.read_text() == wanted:
        return int(size.read_text())
    staging = archive.parent / "layer"
    shutil.rmtree(staging, ignore_errors=True)
    packages = staging / "python"
    _install(packages, python_version, for_lambda=for_lambda)
    for path in _to_prune(packages):
        path.unlink()
    if python_version == OWN_VERSION:
        _compile(packages)
    total = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())
    # The local stack unpacks the layer for each worker: stored is faster there, packed is smaller to upload.
    write_zip(archive, ((path, path.relative_to(staging)) for path in packages.rglob("*")), packed=for_lambda)
    shutil.rmtree(staging)
    size.write_text(str(total))
    stamp.write_text(wanted)
    return total


def _fingerprint(python_version: str, for_lambda: bool) -> str:
    digest = hashlib.sha256(f"{python_version} {for_lambda} {OWN_VERSION}".encode())
    for path in (LOCK, PRUNE, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
