"""Every public function of the statistics says on whose word it stands, and what it raises."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import stats

FOLDER = Path(stats.__file__).parent
# Arithmetic, arrays and containers: nothing of theirs is anybody's method.
PLUMBING = {
    "agreement.cross_table", "conversions.critical_value", "data.*", "design.*", "distributions.*",
    "effects.Measure.of", "effects.Effects.*", "funnel_rows.*", "gosh.Gosh.holding", "gosh.as_mask",
    "heterogeneity.with_limits", "intervals.estimate", "least_squares.*",
    "many_raters.cluster_sums",
    "measures.binary.risk_ratio_of_events", "measures.reported.*", "measures.scales.*",
    "pool.*", "presets.*", "regression.solve", "results.*", "selection_likelihood.Selection.*",
    "selection_likelihood.Likelihood.of", "stratified.informative", "subgroups.rows_by_group",
    "subset_fits.fit_subsets", "subsets.*", "tau2.moment", "tau2.tau2_of", "tau2.tau2_of_subsets",
    "tau2_errors.traces", "zeros.note_rows",
}  # fmt: skip


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(FOLDER.rglob("*.py")):
        inside = path.relative_to(FOLDER).with_suffix("")
        if "figures" in inside.parts:
            continue
        module = ".".join(inside.parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{module}.{node.name}", node
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                for one in node.body:
                    if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
                        yield f"{module}.{node.name}.{one.name}", one


EVERY = dict(functions())


def is_plumbing(name: str) -> bool:
    parts = name.split(".")
    tried = {".".join(parts[:n]) + ".*" for n in range(1, len(parts))}
    return bool(PLUMBING & {name, *tried})


@pytest.mark.parametrize("name", EVERY)
def test_function_says_what_it_computes_on_whose_word_and_what_it_raises(name: str) -> None:
    words = ast.get_docstring(EVERY[name]) or ""
    assert words
    assert is_plumbing(name) or "ource" in words, f"{name} names no source"
    if any(isinstance(node, ast.Raise) for node in ast.walk(EVERY[name])):
        assert "Raise" in words, f"{name} doesn't say what it raises"


def test_every_module_is_on_the_page_of_sources() -> None:
    page = (FOLDER.parent / "docs" / "statistics.md").read_text(encoding="utf-8")
    modules = {name.split(".")[-2] for name in EVERY if not is_plumbing(name)}
    named = {one for one in modules if one in page or f"`stats/{one}.py`" in page}
    assert modules - named == set()
