"""HTTP for order systems, ERP systems and the cockpit: blueprints of thin views, one noun a file.

A file with routes has a Blueprint named `blueprint` and is found by that: nothing lists them.
"""

import importlib
import pkgutil

from chalice.app import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Those of all files that have routes, in the order of their names."""
    files = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in files]
    return tuple(module.blueprint for module in modules if hasattr(module, "blueprint"))
