from datetime import date

import pytest

from resources import i18n


@pytest.mark.parametrize(
    ("x", "digits", "in_english", "in_portuguese"),
    [
        (0.3185, 2, "0.32", "0,32"),
        (-1.5, 1, "−1.5", "−1,5"),
        (-0.001, 2, "0.00", "0,00"),
        (12345.0, 0, "12345", "12345"),
        (float("inf"), 2, "∞", "∞"),
        (float("-inf"), 2, "−∞", "−∞"),
        (float("nan"), 2, "–", "–"),
        (None, 2, "–", "–"),
    ],
)
def test_number_follows_the_language(
    x: float | None, digits: int, in_english: str, in_portuguese: str
) -> None:
    assert i18n.number(x, digits) == in_english
    i18n.set_language("pt_BR")
    assert i18n.number(x, digits) == in_portuguese


def test_percent_keeps_its_sign_beside_the_figure() -> None:
    assert i18n.percent(19.7) == "20\N{NARROW NO-BREAK SPACE}%"
    assert i18n.percent(None) == "–"


def test_interval_parts_its_limits_so_that_a_decimal_comma_cannot_be_misread() -> None:
    assert i18n.interval(-0.15, 0.67) == "[−0.15, 0.67]"
    i18n.set_language("pt_BR")
    assert i18n.interval(-0.15, 0.67) == "[−0,15; 0,67]"


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0.0029, "0.003"),
        (0.0005, "0.001"),
        (0.0004, "<\N{NARROW NO-BREAK SPACE}0.001"),
        (None, "–"),
    ],
)
def test_p_value_is_never_shown_as_nothing(p: float | None, shown: str) -> None:
    assert i18n.p_value(p) == shown


def test_dates_are_written_with_the_month_in_letters() -> None:
    assert i18n.date_text(date(2026, 5, 3)) == "3 May 2026"
    i18n.set_language("pt_BR")
    assert i18n.date_text(date(2026, 5, 3)) == "3 mai. 2026"


def test_moment_is_shown_by_the_clock_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/Sao_Paulo")
    time.tzset()
    try:
        assert i18n.moment_text("2026-05-03T01:30:00.000+00:00") == "2 May 2026, 22:30"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_sentences_change_with_the_language() -> None:
    assert i18n._("Undone") == "Undone"
    i18n.set_language("pt_BR")
    assert i18n._("Undone") == "Desfeito"
    assert i18n.language() == "pt_BR"


@pytest.mark.parametrize(("n", "shown"), [(0, "Adicionar um estudo"), (2, "Adicionar {n} estudos")])
def test_plurals_follow_the_grammar_of_the_language(n: int, shown: str) -> None:
    i18n.set_language("pt_BR")
    assert i18n.ngettext("Add a study", "Add {n} studies", n) == shown


def test_empty_text_stays_empty() -> None:
    i18n.set_language("pt_BR")
    assert not i18n._("")


def test_unknown_language_is_refused_and_the_former_kept() -> None:
    with pytest.raises(ValueError, match="tlh"):
        i18n.set_language("tlh")
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["pt-BR"], "pt_BR"),
        (["pt_PT.UTF-8"], "pt_BR"),
        (["de_DE", "en_GB"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_closest_takes_the_first_language_we_have(wanted: list[str], found: str) -> None:
    assert i18n.closest(wanted) == found
