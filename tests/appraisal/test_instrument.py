"""Reading instrument files: what is in them, and every fault with its place."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import FaultyInstrument
from appraisal.instrument import Instrument
from appraisal.instrument_file import read_instrument

DATA = Path(__file__).parent / "data"

SMALL = """
schema = 1
id = "small"
version = "2"
title = "A small one"
unit = "study"

[sets]
answer = ["Yes", "No"]
[answers]
Yes = "Yes"
No = "No"
[levels]
order = ["low", "high"]
[[config]]
key = "limit"
type = "number"
unit = "%"
placeholder = "the limit"
[[domain]]
id = "D1"
title = "First"
rows = [
  { when = { "1" = ["Yes"] }, then = "low" },
  { then = "high" },
]
[[item]]
id = "1"
domain = "D1"
ask = "At least {limit}?"
answers = "answer"
[[item]]
id = "2"
domain = "D1"
ask = "And?"
answers = "answer"
ask_if = { "1" = ["Yes"] }
"""


def faults_of(text: str, overlay: str | None = None) -> tuple[str, ...]:
    with pytest.raises(FaultyInstrument) as caught:
        read_instrument(text, overlay=overlay)
    assert caught.value.faults
    return caught.value.faults


def test_a_small_file_is_read() -> None:
    small = read_instrument(SMALL)
    assert small.key == "small@2"
    assert [item.address for item in small.items()] == ["D1/1", "D1/2"]
    assert [option.code for option in small.item("D1/1").options] == ["Yes", "No"]
    assert [(lv.id, lv.role, lv.letter) for lv in small.levels] == [
        ("low", "good", "L"),
        ("high", "poor", "H"),
    ]


@pytest.mark.parametrize("name", ["worked_nos_cohort", "worked_rob2_d2a"])
def test_the_worked_examples_are_read(name: str) -> None:
    worked = read_instrument((DATA / f"{name}.toml").read_text("utf-8"))
    assert len(worked.by_address) in (7, 8)


def test_fill_puts_settings_or_plain_words_into_a_text() -> None:
    small = read_instrument(SMALL)
    ask = small.item("D1/1").ask
    assert small.fill(ask, {}) == "At least the limit?"
    assert small.fill(ask, {"limit": 80}) == "At least 80\N{NARROW NO-BREAK SPACE}%?"
    assert small.fill("At least {limit} %?", {"limit": 80}) == "At least 80 %?"
    assert small.fill("{other} {limit.__class__}", {}) == "{other} {limit.__class__}"


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("schema = 1", "schema = 3", "", "schema"),
        ('title = "A small one"', "", "", "title"),
        ('unit = "study"', 'unit = "planet"', "", "planet"),
        ('title = "First"', 'title = "First"\ncolour = "red"', "domain D1", "colour"),
        ('answers = "answer"\nask_if', 'answers = "nope"\nask_if', "item D1/2", "nope"),
        ('ask_if = { "1"', 'ask_if = { "2"', "item D1/2", "later"),
        ('ask_if = { "1"', 'ask_if = { "9"', "item D1/2", "9"),
        ('"1" = ["Yes"] }, then', '"1" = ["Maybe"] }, then', "domain D1, row 1", "Maybe"),
        ('then = "low"', 'then = "mild"', "domain D1, row 1", "mild"),
        ('{ then = "high" }', '{ when = { "1" = ["No"] }, then = "low" }', "D1, row 2", "last"),
        ('id = "2"', 'id = "1"', "D1/1", "twice"),
        ('id = "2"\ndomain = "D1"', 'id = "2"\ndomain = "D7"', "item D7/2", "D7"),
        ("{limit}", "{limits}", "item D1/1", "limits"),
        ('order = ["low", "high"]', 'order = ["low", "low", "high"]', "levels", "twice"),
        ('type = "number"', 'type = "number"\ndefault = "x"', "setting limit", "default"),
        ('id = "D1"', 'id = "D1"\nmax = 3', "domain D1", "max"),
        ('id = "D1"', 'id = "D/1"', "domain D/1", "id"),
    ],
)
def test_a_fault_is_named_with_its_place(old: str, new: str, place: str, what: str) -> None:
    assert old in SMALL
    found = faults_of(SMALL.replace(old, new, 1))
    assert any(place in fault and what in fault for fault in found), found


def test_all_faults_are_named_at_once() -> None:
    broken = (
        SMALL.replace('title = "A small one"', "")
        .replace('"mild"', "")
        .replace('then = "low"', 'then = "mild"')
    )
    broken = broken.replace('ask = "And?"', "").replace('type = "number"', 'type = "sum"')
    found = faults_of(broken)
    for place in ("title", "mild", "item D1/2", "setting limit"):
        assert any(place in fault for fault in found), (place, found)


def test_a_score_that_does_not_add_up_is_a_fault() -> None:
    worked = (DATA / "worked_nos_cohort.toml").read_text("utf-8")
    assert any("domain selection" in f for f in faults_of(worked.replace("max = 4", "max = 5")))
    assert any("summary total" in f for f in faults_of(worked.replace("max = 9", "max = 10")))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x = " + "[" * 1900 + "]" * 1900, "deep"),
        ("x = " + "[" * 20 + "]" * 20, "deep"),
        (".".join(["a"] * 900) + " = 1", "dots"),
        ("#" * 300_000, "kB"),
        ("\n".join(f"b{n} = {[1] * 900}" for n in range(30)), "values"),
        ('t = """' + ("x" * 900 + "\n") * 9 + '"""', "characters"),
        ("x = " + "9" * 3_900, ""),
        ("this is not TOML", "TOML"),
        ("x = nan\nschema = 1", ""),
    ],
)
def test_a_file_that_would_exhaust_is_refused_with_a_sentence(text: str, what: str) -> None:
    found = faults_of(text)
    assert any(what in fault for fault in found), found


def test_too_many_items_are_refused() -> None:
    many = SMALL + "".join(
        f'[[item]]\nid = "x{n}"\ndomain = "D1"\nask = "?"\nanswers = "answer"\n' for n in range(300)
    )
    assert any("302" in fault for fault in faults_of(many))


def test_an_overlay_translates_texts_and_nothing_else() -> None:
    overlay = """
    instrument = "small"
    title = "Um pequeno"
    answers = { Yes = "Sim", No = "Não" }
    [item."D1/1"]
    ask = "Pelo menos {limit}?"
    """
    small = read_instrument(SMALL, overlay=overlay)
    assert small.title == "Um pequeno"
    assert [(o.code, o.text) for o in small.item("D1/1").options] == [("Yes", "Sim"), ("No", "Não")]
    assert small.item("D1/2").ask == "And?"


@pytest.mark.parametrize(
    ("overlay", "what"),
    [
        ('instrument = "other"', "other"),
        ('[item."D1/1"]\nask = "Pelo menos?"', "quotes"),
        ('[item."D1/1"]\nask = "{limit} {more}"', "quotes"),
        ('[item."D1/3"]\nask = "?"', "D1/3"),
        ('[item."D1/1"]\nanswers = "answer"', "answers"),
        ('[domain.D1]\nrows = "none"', "rows"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(overlay: str, what: str) -> None:
    assert any(what in fault for fault in faults_of(SMALL, overlay))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, part in parts:
        found.append((*path, key))
        if isinstance(part, dict | list):
            found += _places(part, (*path, key))
    return found


WORKED = tomllib.loads((DATA / "worked_nos_cohort.toml").read_text("utf-8"))
MIXED = tomllib.loads((DATA / "worked_rob2_d2a.toml").read_text("utf-8"))
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.just(float("nan")),
    st.text(max_size=6),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(0, 2), max_size=2),
)


@pytest.mark.parametrize("whole", [WORKED, MIXED], ids=["stars", "rules"])
@given(data=st.data())
def test_a_file_changed_at_random_is_read_or_refused_but_never_breaks(
    whole: dict[str, Any], data: st.DataObject
) -> None:
    changed = tomllib.loads(tomli_w.dumps(whole))
    for _n in range(data.draw(st.integers(1, 3))):
        *path, key = data.draw(st.sampled_from(_places(changed)))
        table: Any = changed
        for step in path:
            table = table[step]
        strange = data.draw(STRANGE)
        if strange is None:
            del table[key]
        else:
            table[key] = strange
    try:
        made = read_instrument(tomli_w.dumps(changed))
    except FaultyInstrument:
        return
    assert isinstance(made, Instrument)


@pytest.mark.parametrize("version", ["1/../2", "1@2", "", "a b", "v" * 41])
def test_a_version_that_could_not_name_a_form_is_a_fault(version: str) -> None:
    text = SMALL.replace('version = "2"', f'version = "{version}"')
    assert any("version" in fault for fault in faults_of(text))
