"""The methods paragraph says what was done, with its counts, in both languages."""

from pathlib import Path

import pytest

from appraisal import drafts
from appraisal.exchange import merge
from appraisal.ledger import Claim
from appraisal.material import gather
from appraisal.methods import methods_file, methods_in_all, methods_text
from appraisal.review import Review
from appraisal.settling import settled_words
from appraisal.subjects import AGREED, in_seat
from resources import i18n
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.appraisal.materials import sample_material


def said(review: Review) -> str:
    return methods_text(gather(review, reader=None, lang="en"))


def test_sample_names_tools_reviewers_and_agreement() -> None:
    plain = methods_text(sample_material()).replace(i18n.THIN_SPACE, " ")
    for part in (
        "4 studies (cohort) was appraised with the Newcastle-Ottawa Scale, cohort studies (Wells",
        "2 reviewers scored 11 studies independently, each alone (Reviewer A, Reviewer B).",
        "the same answer to 77 of 89 items, 87 %",
        "Cohen's κ 0.84 [0.72, 0.96], Gwet's AC1 0.85 [0.74, 0.96]",
        "blinding rested on courtesy",
        "7 differences were settled by consensus of their reviewers.",
        "5 differences are not settled yet.",
        "They took the same number 15 of 16 times",
    ):
        assert part in plain


@pytest.mark.parametrize("lang", ["en", "pt_BR"])
def test_forms_of_one_reviewer_are_told_apart_for_answers_and_numbers(lang: str) -> None:
    text = methods_in_all(sample_material("bcg"))[lang]
    sentences = [one.strip() for one in text.replace("\n", " ").split(". ")]
    assert len(sentences) == len(set(sentences))
    alone = {"en": "one reviewer alone", "pt_BR": "um só revisor"}[lang]
    assert sum(alone in one for one in sentences) == 2


def test_both_languages_stand_in_the_file() -> None:
    texts = methods_in_all(sample_material())
    assert set(texts) == {"en", "pt_BR"}
    assert "κ de Cohen 0,84 [0,72; 0,96]" in texts["pt_BR"]
    assert "Cohen's κ 0.84" in texts["en"]
    assert i18n.language() == "en"
    whole = methods_file(texts)
    assert whole.index("English") < whole.index("Português (Brasil)")


def test_another_language_is_spoken_only_where_it_was_asked_for() -> None:
    with i18n.speaking("pt_BR"):
        assert i18n.number(0.5, 1) == "0,5"
    assert i18n.number(0.5, 1) == "0.5"
    with pytest.raises(ValueError, match="tlh"), i18n.speaking("tlh"):
        pass


def test_parcels_an_adjudicator_and_an_undefined_kappa_are_told(tmp_path: Path) -> None:
    people = {**desks.PEOPLE, "cat": "Third Person"}
    ann = desks.begun(tmp_path / "ann", studies=1, people=people)
    ann.commit(drafts.edit_person("cat", {"roles": ["adjudicator"]}))
    bob = desks.copied(ann, tmp_path / "bob.evenhand", "bob")
    for review, person in ((ann, "ann"), (bob, "bob")):
        said_s1 = "b" if person == "bob" else "a"
        desks.answer(review, "s1", person, S1=said_s1)
        desks.submit(review, "s1", person)
    merge(bob, desks.send(ann, "ann", tmp_path))
    merge(ann, desks.send(bob, "bob", tmp_path))
    assert "had submitted" not in said(bob)
    merge(bob, desks.send(ann, "ann", tmp_path))
    text = said(ann)
    assert "For 1 form, each reviewer's answers were exchanged encrypted" in text
    assert "1 difference is not settled yet." in text
    ann.commit(
        drafts.agree(desks.form("s1"), "item/selection/S1", Claim("a", "a census")), author="cat"
    )
    assert "1 difference was settled by an adjudicator (Third Person)." in said(ann)
    ann.close()
    bob.close()


def test_answer_settled_by_a_stranger_is_not_told_as_discussion(tmp_path: Path) -> None:
    # the window lets nobody else settle; another program's parcel or file may bring such an entry
    people = {**desks.PEOPLE, "cat": "Third Person"}
    review = desks.begun(tmp_path / "review", studies=1, people=people)
    for person, given in (("ann", "a"), ("bob", "b")):
        desks.answer(review, "s1", person, S1=given)
        desks.submit(review, "s1", person)
    subject = in_seat(desks.form("s1"), AGREED)
    review.store.append([row(subject, "item/selection/S1", "a", author="cat")])
    review.refresh()
    text = said(review)
    assert "consensus of its reviewers" not in text
    assert "by an adjudicator" not in text
    assert (
        "1 difference was settled by somebody who neither scored it nor is the adjudicator "
        "(Third Person)." in text
    )
    words = settled_words(review.state, desks.form("s1"), "item/selection/S1")
    assert words == "Third Person, who neither scored it nor is the adjudicator"
    review.close()


def test_calibration_and_team_rules_are_told(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review", studies=3)
    review.commit(drafts.begin_calibration(1, ["s1", "s2", "s3"]))
    assert "calibrated" not in said(review)  # nobody has scored them yet
    for study in ("s1", "s2", "s3"):
        for person in ("ann", "bob"):
            desks.answer(review, study, person)
            desks.submit(review, study, person)
    review.commit(drafts.set_rule("nos-cohort", "selection/S1", "Registers count."))
    text = said(review)
    assert "They calibrated on 3 studies, whose answers are among those counted." in text
    assert "The team wrote a rule of its own for 1 item (S1)." in text
    review.close()
