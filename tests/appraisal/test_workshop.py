"""The workshop's core: every shipped file can be opened, changed field by field, and kept."""

import tomllib

import pytest

from appraisal.errors import FaultyInstrument, UserError
from appraisal.instrument_file import read_instrument
from appraisal.instruments import instrument_texts, shipped_key
from appraisal.ledger import Claim
from appraisal.library import check_texts, keep, known
from appraisal.shipped import shipped
from appraisal.views.checklist import checklist
from appraisal.workshop.conditions import askables, joined
from appraisal.workshop.fields import fields_of_node
from appraisal.workshop.nodes import (
    add,
    move,
    node_of_fault,
    nodes,
    remove,
    renamed,
    table_of,
    translations,
    untranslated,
)
from appraisal.workshop.piece import (
    Piece,
    begin,
    duplicated,
    faults_of,
    instrument_of,
    next_version,
    opened,
    texts_of_piece,
    version_for,
)
from appraisal.workshop.preview import Trial, figures, tried
from appraisal.workshop.values import (
    condition_text,
    parts_of,
    read_condition_text,
    value_of,
    with_part,
    with_value,
)
from resources.i18n import speaking
from stats.figures.scene import Text

IDS = tuple(shipped())


def piece_of(name: str) -> Piece:
    return opened(instrument_texts(shipped_key(name)))


def spec_of(piece: Piece, kind: str, key: str):  # type: ignore[no-untyped-def]
    return next(one for one in fields_of_node(piece, kind) if one.key == key)


@pytest.mark.parametrize("name", IDS)
def test_every_shipped_file_is_written_as_it_was_read(name: str) -> None:
    piece = piece_of(name)
    again = opened(texts_of_piece(piece))
    assert again.overlays == piece.overlays
    assert untranslated(piece, "pt_BR") == 0
    made, was = instrument_of(piece), shipped()[name]
    assert made is not None
    assert made.domains == was.domains
    assert made.overall == was.overall
    assert made.summaries == was.summaries
    assert made.settings == was.settings


@pytest.mark.parametrize("name", IDS)
def test_a_field_that_is_written_back_changes_nothing(name: str) -> None:
    piece = piece_of(name)
    was = instrument_of(piece)
    assert was is not None
    for node in nodes(piece):
        for spec in fields_of_node(piece, node.kind):
            for one in parts_of(piece, node.path, spec) if spec.kind == "rules" else (spec,):
                piece = with_value(piece, node.path, one, value_of(piece, node.path, one))
    made = instrument_of(piece)
    assert made is not None, faults_of(piece)
    assert made.domains == was.domains
    assert made.overall == was.overall
    assert made.levels == was.levels
    assert made.settings == was.settings
    assert made.sets == was.sets


@pytest.mark.parametrize("name", IDS)
def test_a_duplicate_is_sound_and_ones_own(name: str) -> None:
    copy = duplicated(instrument_texts(shipped_key(name)))
    assert faults_of(copy) == ()
    made = instrument_of(copy)
    assert made is not None
    assert made.id not in shipped()
    assert made.default_for == ()
    assert len(made.by_address) == len(shipped()[name].by_address)


def test_a_new_one_is_sound_and_decides() -> None:
    piece = begin()
    assert faults_of(piece) == ()
    kept = keep(texts_of_piece(piece))
    assert kept.name == "our-checklist.toml"
    assert "our-checklist" in known()
    assert begin().raw["id"] == "our-checklist-2"


def test_questions_domains_and_settings_come_and_go() -> None:
    piece, item = add(begin(), "item", ("item", "0"))
    assert item == ("item", "1")
    piece, domain = add(piece, "domain")
    piece, _inside = add(piece, "item", domain)
    assert [node.title[:2] for node in nodes(piece) if node.kind == "item"] == ["1.", "q2", "q3"]
    assert faults_of(piece) == ()
    piece, item = move(piece, item, -1)
    assert item == ("item", "0")
    piece = renamed(piece, domain, "Z")
    assert table_of(piece.raw, ("item", "2"))["domain"] == "Z"
    piece = remove(piece, domain)
    assert len(piece.raw["item"]) == 2
    assert faults_of(piece) == ()


def test_translations_follow_what_is_renamed_and_leave_with_what_goes() -> None:
    piece = piece_of("nos-cohort")
    item = next(node.path for node in nodes(piece) if node.title.startswith("S1"))
    places = {place for place, _text, _said in translations(piece, item, "pt_BR")}
    assert ("item", "selection/S1", "ask") in places
    changed = renamed(piece, item, "S9")
    assert untranslated(changed, "pt_BR") == 0
    assert remove(piece, item).overlays["pt_BR"].keys().isdisjoint(places)
    other = piece.with_text("pt_BR", ("item", "selection/S1", "ask"), "")
    assert untranslated(other, "pt_BR") == 1


def test_each_fault_leads_to_its_place() -> None:
    piece = begin()
    spec = spec_of(piece, "item", "ask_if")
    piece = with_value(piece, ("item", "0"), spec, '"9.9" = ["No"]')
    piece = with_value(piece, ("overall",), spec_of(piece, "overall", "levels"), ["low", "worse"])
    faults = faults_of(piece)
    assert len(faults) == 2
    assert {node_of_fault(piece, fault) for fault in faults} == {("item", "0"), ("overall",)}


@pytest.mark.parametrize(
    "text",
    [
        '"2.1" = ["Y", "PY"]',
        'any = [{ "2.1" = "yni" }, { "2.2" = "yni" }]',
        'count = { of = "critical", in = ["No"], ge = 2 }',
        '"config.aim" = ["assignment"]',
        "total = { lt = 7 }",
        "",
    ],
)
def test_conditions_are_read_as_they_are_shown(text: str) -> None:
    read = read_condition_text(text)
    assert read_condition_text(condition_text(read)) == read


@pytest.mark.parametrize("text", ['"1.1" = ', "1.1 No", '} , x = { a = "', '"a" = 1\n[b]'])
def test_a_condition_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_condition_text(text)


def test_what_a_stranger_sends_is_refused_in_a_sentence() -> None:
    for text in ("a = " + "[" * 200 + "]" * 200, "x" * 300_000, "=", 'a = """' + "y" * 200_000):
        with pytest.raises(FaultyInstrument) as refused:
            opened({"en": text})
        assert refused.value.faults[0].endswith((".", ")"))


def test_a_version_that_a_review_carries_with_other_words_gets_the_next_number() -> None:
    piece = begin()
    before = texts_of_piece(piece)["en"]
    assert version_for(piece, None) is piece
    assert version_for(piece, before) is piece
    changed = with_value(piece, ("item", "0"), spec_of(piece, "item", "ask"), "Was it asked?")
    assert version_for(changed, before).raw["version"] == "2"
    assert [next_version(one) for one in ("1", "2.9", "draft")] == ["2", "2.10", "draft.2"]


def test_options_and_answers_in_common_exclude_each_other() -> None:
    piece = begin()
    rows = [{"code": "a", "text": "yes", "score": "1", "score_if": ""}]
    piece = with_value(piece, ("item", "0"), spec_of(piece, "item", "options"), rows)
    table = table_of(piece.raw, ("item", "0"))
    assert "answers" not in table
    assert table["options"] == [{"code": "a", "text": "yes", "score": 1}]
    piece = with_value(piece, ("item", "0"), spec_of(piece, "item", "answers"), "answer")
    assert "options" not in table_of(piece.raw, ("item", "0"))


def test_the_file_is_plain_toml_without_empty_keys() -> None:
    text = texts_of_piece(begin())["en"]
    assert "help" not in tomllib.loads(text)["item"][0]
    assert read_instrument(text).title == "Our checklist"
    assert check_texts({"en": text}) == ()


def test_several_tables_of_rules_are_edited_each_by_itself() -> None:
    piece = piece_of("rob2")
    path = next(node.path for node in nodes(piece) if node.title.startswith("D2a"))
    first, second = parts_of(piece, path, spec_of(piece, "domain", "rows"))
    assert (len(value_of(piece, path, first)), len(value_of(piece, path, second))) == (6, 3)
    rows = value_of(piece, path, second)
    rows[0]["then"] = "high"
    changed = with_value(piece, path, second, rows)
    assert value_of(changed, path, first) == value_of(piece, path, first)
    assert value_of(changed, path, second)[0]["then"] == "high"
    more = with_part(begin(), ("domain", "0"))
    assert faults_of(more) == ()
    assert len(parts_of(more, ("domain", "0"), spec_of(more, "domain", "rows"))) == 2
    made = instrument_of(more)
    assert made is not None
    assert [len(part.rows) for part in made.domains[0].parts] == [3, 1]


@pytest.mark.parametrize("name", ["quadas2", "rob2", "nos-cohort", "robins-e", "nih-review"])
def test_figures_of_a_trial_hold_what_the_rules_say_of_its_made_up_studies(name: str) -> None:
    texts = instrument_texts(shipped_key(name))
    review, shown = tried(texts, Trial({"item/none/of/these": Claim("x")}), lang="en")
    assert shown.rating.answered == 0  # what the instrument does not take is passed over
    drawn = list(figures(review, lang="en"))
    assert drawn
    for study in ("first", "second"):
        form = checklist(review.state.seen_by("you"), study, "you", review.instrument)
        assert form is not None
        assert form.lacking == ()
        assert not any(one.departs for one in form.overall)


def test_a_flag_that_usually_holds_is_written_only_where_it_does_not() -> None:
    piece = begin()
    spec = spec_of(piece, "domain", "key_domain")
    assert value_of(piece, ("domain", "0"), spec) is True
    off = with_value(piece, ("domain", "0"), spec, False)
    assert table_of(off.raw, ("domain", "0"))["key_domain"] is False
    on = with_value(off, ("domain", "0"), spec, True)
    assert "key_domain" not in table_of(on.raw, ("domain", "0"))


def test_every_level_has_a_row_for_its_word_in_robvis_and_blank_ones_are_not_kept() -> None:
    piece = piece_of("quadas2")
    spec = spec_of(piece, "display", "robvis_levels")
    rows = value_of(piece, ("display",), spec)
    assert [row[""] for row in rows] == ["low", "unclear", "high", "at_risk", "concerns"]
    rows[1]["="] = ""
    made = with_value(piece, ("display",), spec, rows)
    assert "unclear" not in made.raw["display"]["robvis_levels"]
    assert value_of(made, ("display",), spec)[1] == {"": "unclear", "=": ""}


def test_headings_are_translated_like_every_text_and_leave_with_their_place() -> None:
    piece = begin()
    spec = spec_of(piece, "display", "columns")
    piece = with_value(piece, ("display",), spec, "Design")
    place = ("display", "columns", "1")
    assert (place, "Design", "") in translations(piece, ("display",), "pt_BR")
    piece = piece.with_text("pt_BR", place, "Delineamento")
    made = instrument_of(piece, "pt_BR")
    assert made is not None
    assert made.heading(made.domains[0]) == "Delineamento"
    without = with_value(piece, ("display",), spec, "")
    assert place not in without.overlays["pt_BR"]


def test_a_score_may_rest_on_its_own_question_and_on_a_setting_that_is_on_or_off() -> None:
    piece = piece_of("nos-cohort")
    path = next(node.path for node in nodes(piece) if node.title.startswith("C1"))
    names = {one.name: one for one in askables(piece, path, with_own=True)}
    assert "C1" in names
    assert "C1" not in {one.name for one in askables(piece, path)}
    flag = names["config.second_star_requires_first"]
    assert flag.condition(["false"]) == {"config.second_star_requires_first": [False]}
    text = joined("", flag.condition(["false"]))
    text = joined(text, names["C1"].condition(["a"]), way="any")
    written = table_of(piece.raw, path)["options"][1]["score_if"]
    assert read_condition_text(text) == written


def test_headings_stand_in_the_figures_in_place_of_the_labels() -> None:
    piece = begin()
    with_heads = with_value(piece, ("display",), spec_of(piece, "display", "columns"), "Design")
    for one, heading in ((piece, "D1"), (with_heads, "Design")):
        review, _shown = tried(texts_of_piece(one), Trial(), lang="en")
        light = next(named for named in figures(review, lang="en") if "light" in named.name)
        words = {mark.text for mark in light.scene.marks if isinstance(mark, Text)}
        assert heading in words


@pytest.mark.parametrize("spoken", ["en", "pt_BR"])
def test_a_copy_is_called_ours_in_every_language_whichever_is_spoken(spoken: str) -> None:
    with speaking(spoken):
        copy = duplicated(instrument_texts(shipped_key("nos-cohort")))
    assert untranslated(copy, "pt_BR") == 0
    english, portuguese = instrument_of(copy), instrument_of(copy, "pt_BR")
    assert english is not None
    assert portuguese is not None
    assert english.short == "NOS cohort (our copy)"
    assert english.note == "Changed by the team after Newcastle-Ottawa Scale, cohort studies."
    assert portuguese.title.endswith("(nossa cópia)")
    assert portuguese.note.startswith("Alterado")
