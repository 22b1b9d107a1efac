"""What keeps the house straight and no linter can see (docs/architecture.md, section 10)."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.tools import catalogues

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("gui", "appraisal", "stats", "resources")
HEAVY = {"numpy", "pandas", "matplotlib", "scipy", "openpyxl", "cryptography"}


@cache
def modules(*folders: str) -> tuple[tuple[str, ast.Module], ...]:
    """Every module below some folders, parsed once."""
    return tuple(
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8")))
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
    )


def imported(name: str) -> set[str]:
    """The top-level packages a fresh interpreter holds once it has imported one module."""
    return {key.split(".")[0] for key in loaded(name)}


def loaded(name: str) -> set[str]:
    """Every module a fresh interpreter holds once it has imported one."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {name}; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def names_imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# what a fresh interpreter holds


@pytest.mark.parametrize("name", ["appraisal", "stats", "resources", "stats.figures.scene"])
def test_package_faces_import_nothing_heavy_and_no_qt(name: str) -> None:
    assert not imported(name) & {*HEAVY, "PySide6", "shiboken6"}


def every_module(*folders: str) -> list[str]:
    return [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name, _ in modules(*folders)
    ]


def test_core_never_loads_qt() -> None:
    assert not imported(", ".join(every_module("appraisal", "stats", "resources"))) & {
        "PySide6",
        "shiboken6",
    }


def test_window_starts_without_the_libraries_of_numbers() -> None:
    assert not imported("gui.app") & HEAVY


def test_first_painting_waits_for_nothing_that_only_a_review_needs() -> None:
    found = loaded("gui.app")

    assert {one for one in found if one.startswith("gui.pages.")} == {"gui.pages.start"}
    assert not {one for one in found if one.startswith("gui.panes.")}
    assert not found & {
        *("gui.dialogs", "gui.file_verbs", "gui.palette", "appraisal.desk", "appraisal.drafts"),
        *("appraisal.instrument", "appraisal.ratings", "appraisal.views.seats"),
        *("sqlite3", "socket", "subprocess", "platformdirs"),
    }


def test_translations_load_fast() -> None:
    assert not imported("resources.i18n") & {*HEAVY, "babel", "tomllib", "PySide6"}


# what may be named where


def test_models_never_name_widgets() -> None:
    guilty = [
        name
        for name, tree in modules("gui/models")
        if any("QtWidgets" in found for found in names_imported(tree))
    ]
    assert not guilty


def test_main_imports_ours_only_when_called_for() -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    ours = {name for name in names_imported(tree) if name.split(".")[0] in LAYERS}
    at_import = {name for node in tree.body for name in names_imported_here(node)}

    assert {re.sub(r"\.(main|run|start)$", "", name) for name in ours} <= {
        "gui",
        "gui.app",
        "appraisal",
        "appraisal.cli",
    }
    assert not {name for name in at_import if name.split(".")[0] in LAYERS}


def names_imported_here(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from names_imported(node)


def test_nothing_reads_what_lies_outside_the_project() -> None:
    guilty = [
        f"{name}: {node.value!r}"
        for name, tree in modules(*LAYERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.match(r"(/work|/tmp|/home|/root)\b", node.value)
    ]
    assert not guilty


def test_texts_to_translate_are_literals() -> None:
    """A text that is worked out cannot be found, and so is never translated."""
    guilty = [
        f"{name}:{node.lineno}"
        for name, tree in modules(*catalogues.PACKAGES)
        if name != "resources/i18n.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "ngettext"}
        and not all(
            isinstance(text, ast.Constant) for text in node.args[: 1 if node.func.id == "_" else 2]
        )
    ]
    assert not guilty


def test_texts_are_never_translated_at_import() -> None:
    """What is looked up at import stays in the language of the start."""
    guilty = [
        f"{name}:{call.lineno}"
        for name, tree in modules(*catalogues.PACKAGES)
        for call in calls_at_import(tree)
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
    ]
    assert not guilty


def calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for default in [*child.args.defaults, *child.args.kw_defaults, *child.decorator_list]:
                if default is not None:
                    yield from calls_at_import(ast.Expr(default))
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield child
            yield from calls_at_import(child)


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "manager", "base", "misc"])
def test_files_are_named_for_their_subject(word: str) -> None:
    guilty = [name for name, _ in modules(*LAYERS) if word in Path(name).stem.split("_")]
    assert not guilty


def test_files_tell_one_thing() -> None:
    long = {
        name: length
        for folder in LAYERS
        for file in (ROOT / folder).rglob("*.py")
        if (length := len(file.read_text(encoding="utf-8").splitlines())) > 500
        for name in [str(file.relative_to(ROOT))]
    }
    assert not long


# words


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_translation_is_complete_and_true(language: str) -> None:
    assert list(catalogues.faults(language)) == []


# numbers


def test_every_measure_says_what_it_is_and_where_it_stands_written() -> None:
    from stats.measures import MEASURES

    assert not [key for key, one in MEASURES.items() if not (one.label and one.source)]


def test_every_estimator_says_what_it_is_and_where_it_stands_written() -> None:
    from stats.tau2 import ESTIMATORS

    assert not [key for key, one in ESTIMATORS.items() if not (one.label and one.source)]


# locks


LOCKS = ["requirements.lock", "requirements-dev.lock"]


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_of_a_lock_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", "")
    bare = [line for line in text.splitlines() if line.strip() and "--hash=sha256:" not in line]
    assert not bare


def test_locks_agree() -> None:
    pins = [
        set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in LOCKS
    ]
    assert pins[0] <= pins[1]


def test_qt_is_kept_below_the_version_that_crashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    major, minor = re.findall(r"^pyside6-essentials==(\d+)\.(\d+)", text, re.MULTILINE)[0]
    assert (6, 8) <= (int(major), int(minor)) < (6, 12)
    assert not re.search(r"^pyside6(-addons)?==", text, re.MULTILINE)
