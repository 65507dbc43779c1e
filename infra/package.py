"""Builds what is deployed: one zip of our code, one layer of other people's, one merged template.

python -m infra.package            .build/production: for Lambda, Python 3.13
python -m infra.package --local    .build/local: for the local stack, this interpreter's version
"""

import argparse
import fcntl
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from infra.console import add_console
from infra.layer import OWN_VERSION, ROOT, Layer, build_layer
from infra.zips import write_zip

BUILD = ROOT / ".build"
PRODUCTION_PYTHON = "3.13"
NOT_FOR_LAMBDA = ("chalicelib/commands/",)


@dataclass(frozen=True)
class Package:
    """What `aws cloudformation package` is given, and what it weighs."""

    template: Path
    python_version: str
    code_bytes: int
    layer: Layer


def package(folder: Path, python_version: str, *, for_lambda: bool) -> Package:
    """The package for a target, written into `folder`: template.json, deployment.zip, layer.zip."""
    folder.mkdir(parents=True, exist_ok=True)
    template = folder / "template.json"
    template.write_text(json.dumps(merged_template(folder), indent=1, sort_keys=True))
    layer = build_layer(folder, python_version, for_lambda=for_lambda)
    with zipfile.ZipFile(folder / "deployment.zip") as code:
        code_bytes = sum(member.file_size for member in code.infolist())
    return Package(template, python_version, code_bytes, layer)


def for_production() -> Package:
    """The package a real account gets."""
    return package(BUILD / "production", PRODUCTION_PYTHON, for_lambda=True)


def for_local_stack() -> Package:
    """The package the local stack gets: the same template and code, a layer this machine can run."""
    return package(BUILD / "local", OWN_VERSION, for_lambda=False)


def merged_template(folder: Path) -> dict[str, object]:
    """infra/template.yaml laid over Chalice's own, with alarms and dashboard; leaves the code's zip in `folder`."""
    with TemporaryDirectory() as scratch, (ROOT / ".chalice" / "config.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Chalice keeps its zip in one place for all
        _run_chalice(Path(scratch))
        with zipfile.ZipFile(Path(scratch) / "deployment.zip") as zipped:
            zipped.extractall(Path(scratch) / "code")
        write_zip(folder / "deployment.zip", _code(Path(scratch) / "code"))
        merged: dict[str, object] = yaml.safe_load((Path(scratch) / "sam.yaml").read_text())
    return add_console(merged)


def _run_chalice(scratch: Path) -> None:
    """Runs `chalice package`; the region is asked for but ends up nowhere, the template has pseudo parameters."""
    chalice = str(Path(sys.executable).with_name("chalice"))
    command = [chalice, "package", "--stage", "deployed"]
    command += ["--merge-template", str(ROOT / "infra" / "template.yaml"), str(scratch)]
    environment = os.environ | {"AWS_DEFAULT_REGION": "eu-central-1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"chalice package failed:\n{done.stdout}{done.stderr}")


def _code(chalice_zip: Path) -> Iterator[tuple[Path, Path]]:
    """Chalice's own zip plus functions/, less what only a person's machine needs."""
    for base, prefix in ((chalice_zip, Path()), (ROOT / "functions", Path("functions"))):
        for path in base.rglob("*"):
            name = prefix / path.relative_to(base)
            if "__pycache__" not in name.parts and not name.as_posix().startswith(NOT_FOR_LAMBDA):
                yield path, name


def main() -> None:
    """Builds one package and prints its sizes."""
    options = argparse.ArgumentParser(description="Builds the zip, the layer and the template.")
    options.add_argument("--local", action="store_true", help="for the local stack instead of Lambda")
    built = for_local_stack() if options.parse_args().local else for_production()
    print(f"{built.template.relative_to(ROOT)} for Python {built.python_version}")
    print(f"code  {built.code_bytes / 1e6:6.1f} MB unzipped")
    print(f"layer {built.layer.size / 1e6:6.1f} MB unzipped (Lambda's limit for both: 250 MB)")


if __name__ == "__main__":
    main()
