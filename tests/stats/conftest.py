"""Count the golden cases by kind at the end of a run."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed, failed = (_kinds(terminalreporter, outcome) for outcome in ("passed", "failed"))
    if not passed and not failed:
        return
    terminalreporter.section("golden cases by kind")
    for kind in sorted({*passed, *failed}):
        lost = f", {failed[kind]} FAILED" if failed[kind] else ""
        terminalreporter.write_line(f"{kind:40} {passed[kind]:5} passed{lost}")
    terminalreporter.write_line(f"{'all':40} {passed.total():5} passed, {failed.total()} failed")


def _kinds(reporter: pytest.TerminalReporter, outcome: str) -> Counter[str]:
    reports = reporter.stats.get(outcome, [])
    return Counter(
        str(value)
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "golden"
    )
