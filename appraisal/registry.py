"""Large things are files in a folder: each declares a constant, and `discover` collects them."""

import importlib
import pkgutil
from typing import Any


def discover(package: str, name: str) -> tuple[Any, ...]:  # Any: whatever the folder declares
    """The constant `name` of every module of a package that has it, by module name."""
    folder = importlib.import_module(package)
    found = (
        importlib.import_module(f"{package}.{module.name}")
        for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda one: one.name)
    )
    return tuple(getattr(module, name) for module in found if hasattr(module, name))
