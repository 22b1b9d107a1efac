"""Worked tables of answers and judgements, ours and those of a folder named with --tables."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from appraisal.algorithm import assess
from appraisal.instrument import Instrument
from appraisal.shipped import shipped_instrument

DATA = Path(__file__).parent / "data"
AIMS = {"D2a": "assignment", "D2b": "adhering"}
Row = Mapping[str, Any]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    folder = metafunc.config.getoption("--tables", default=None)
    files = sorted(DATA.glob("*_examples.json"))
    if folder:
        more = sorted(Path(folder).glob("*.json"))
        assert more, f"no truth tables in {folder}"
        files += more
    tables = [(file.stem, json.loads(file.read_text("utf-8"))) for file in files]
    if "domain" in metafunc.fixturenames:
        cases = [
            (t["instrument_id"], d, t["domains"][d]["rows"])
            for _n, t in tables
            for d in t["domains"]
        ]
        names = [f"{name}-{domain}" for name, table in tables for domain in table["domains"]]
        metafunc.parametrize(("instrument_id", "domain", "rows"), cases, ids=names)
    else:
        wholes = [(t["instrument_id"], t["overall"]["rows"]) for _n, t in tables if "overall" in t]
        names = [name for name, table in tables if "overall" in table]
        metafunc.parametrize(("instrument_id", "rows"), wholes, ids=names)


def test_every_row_of_a_domain_gives_its_judgement(
    instrument_id: str, domain: str, rows: list[Row]
) -> None:
    instrument = shipped_instrument(instrument_id)
    assert rows
    for row in rows:
        answers = {f"{domain}/{item}": answer for item, answer in row["answers"].items()}
        found = assess(
            instrument, answers, settings={"aim": AIMS.get(domain, "assignment")}, judgements={}
        ).domains[domain]
        assert (found.suggested, found.provisional) == (row["judgement"], False), row


def test_every_row_of_domain_judgements_gives_the_overall(
    instrument_id: str, rows: list[Row]
) -> None:
    instrument = shipped_instrument(instrument_id)
    shown = {domain.label: domain.id for domain in _shown(instrument)}
    assert rows
    for row in rows:
        judged = {shown[label]: level for label, level in row["domains"].items()}
        found = assess(instrument, {}, settings={"aim": "assignment"}, judgements=judged)
        assert found.overall.suggested == row["judgement"], row


def _shown(instrument: Instrument) -> Iterator[Any]:
    found = assess(instrument, {}, settings={"aim": "assignment"}, judgements={})
    return (domain for domain in instrument.domains if found.domains[domain.id].shown)
