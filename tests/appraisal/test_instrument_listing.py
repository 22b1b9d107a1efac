"""Instruments in words, and the check of a file."""

from pathlib import Path

import pytest

from appraisal.errors import UserError
from appraisal.instrument_listing import (
    check_file,
    checked,
    find_instrument,
    list_instruments,
    show_instrument,
)
from appraisal.shipped import shipped, shipped_instrument
from resources import path


def test_the_list_has_a_line_for_each_instrument() -> None:
    lines = list_instruments(shipped()).splitlines()
    assert len(lines) == 25
    rob2 = next(line for line in lines if line.startswith("rob2@1"))
    assert rob2.split()[1:4] == ["28", "A", "rct"]


@pytest.mark.parametrize("name", shipped())
def test_an_instrument_is_shown_in_full(name: str) -> None:
    one = shipped_instrument(name)
    shown = show_instrument(one)
    assert one.citation in shown
    assert "{" not in shown
    for item in one.items():
        assert f"\n  {item.id}  " in shown
    for setting in one.settings:
        assert f"\n  {setting.key}: " in shown


def test_an_instrument_is_found_by_id_by_key_and_by_file() -> None:
    assert find_instrument("rob2").key == "rob2@1"
    assert find_instrument("rob2@1", "pt_BR").level("high").label == "Alto"
    file = str(path("instruments", "quips.toml"))
    assert find_instrument(file).id == "quips"
    assert find_instrument(file, "pt_BR").level("high").label == "Alto"
    for name in ("rob3", "rob2@9", "../rob2"):
        with pytest.raises(UserError, match="There is no instrument"):
            find_instrument(name)


@pytest.mark.parametrize("name", ["nos-cohort", "rob2", "robins-e"])
def test_a_sound_file_is_said_to_be_sound(name: str) -> None:
    file = path("instruments", f"{name}.toml")
    assert check_file(file) == ()
    assert checked(file).startswith(f"{name}.toml is sound")


def test_faults_of_a_file_and_of_its_translation_are_listed(tmp_path: Path) -> None:
    text = path("instruments", "syrcle.toml").read_text("utf-8")
    overlay = path("instruments", "syrcle.pt_BR.toml").read_text("utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text, "utf-8")
    translated = tmp_path / "mine.pt_BR.toml"
    translated.write_text(overlay.replace('short = "SYRCLE"\n', ""), "utf-8")
    assert check_file(file) == ("mine.pt_BR.toml: short: it is not translated.",)
    file.write_text(text.replace('unit = "study"', 'unit = "cage"'), "utf-8")
    assert checked(file).startswith("mine.toml has one fault.\n“unit” is “cage”")


def test_a_file_too_large_or_not_text_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.toml"
    file.write_text("#" * 300_000, "utf-8")
    with pytest.raises(UserError, match="too large"):
        check_file(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match="UTF-8"):
        find_instrument(str(file))
