"""The cockpit: pages for people, rendered here, that work without JavaScript and better with it.

visit.py says who asks; page.py is the one decorator that turns a function into a page; rendering.py makes the HTML from
templates/ and words/. A file with pages has a Blueprint named `blueprint` and is found by that: nothing lists them.
"""

import importlib
import pkgutil

from chalice.app import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """Those of all files that have pages, in the order of their names."""
    files = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in files]
    found = (module.blueprint for module in modules if hasattr(module, "blueprint"))
    return tuple(dict.fromkeys(found))  # several files may share one
