"""Which records are of one report: sure, doubtful, or not."""

import pytest

from appraisal.alike import card_of, compare, family_name, journals_alike
from appraisal.duplicates import find
from appraisal.references.reference import Reference
from tests.appraisal.held_out import held_out
from tests.appraisal.labelled import FORMATS, figures, labelled

ONE = Reference(
    title="Immunoglobulin after birth in relapsing multiple sclerosis: a first report",
    authors=("M\u00fcller, Anna", "da Silva, Jo\u00e3o"),
    year=2004,
    journal="Multiple Sclerosis",
    volume="10",
    pages="284-287",
    doi="10.1191/1352458504ms1023oa",
    pmid="15096393",
)
BARE = {"doi": "", "pmid": ""}


def changed(**fields: object) -> Reference:
    from dataclasses import replace

    return replace(ONE, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (changed(title="Completely retitled in translation", pmid=""), "same"),  # one place
        (changed(title="Another abstract of the supplement", authors=("Doe, J.",)), "maybe"),
        (changed(doi="", title=ONE.title.upper() + "."), "same"),  # one PubMed number
        (changed(**BARE, authors=("Mueller A.",), pages="284-7"), "same"),
        (changed(**BARE, title=ONE.title.replace("\u00fc", "u"), year=2005, pages=""), "same"),
        (changed(**BARE, title="Immunoglobulin after birth in relapsing multiple sclerosis",
                 pages="", volume=""), "maybe"),
        (changed(**BARE, title=ONE.title + " Part 2", pages="300"), ""),
        (changed(**BARE, title="Erratum: " + ONE.title, pages="300"), ""),
        (changed(**BARE, journal="Annual Congress", volume="S1", pages="P314"), "maybe"),
        (changed(doi="10.1000/other", pmid=""), "maybe"),  # one title, two DOIs
        (changed(**BARE, authors=("Zweig, P.",)), ""),
        (changed(**BARE, year=2012, pages="", volume=""), ""),
    ],
)  # fmt: skip
def test_two_records_are_judged_by_what_they_share(other: Reference, verdict: str) -> None:
    assert compare(card_of("a", ONE), card_of("b", other))[0] == verdict
    assert compare(card_of("b", other), card_of("a", ONE))[0] == verdict


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("M\u00fcller, Anna", "muller"),
        ("Mueller A", "muller"),
        ("Silva JA", "silva"),
        ("J. A. Silva", "silva"),
        ("\u0418\u0432\u0430\u043d\u043e\u0432, \u0418.", "ivanov"),
        ("WHO", "who"),
    ],
)
def test_family_names_are_one_spelling(name: str, family: str) -> None:
    assert family_name(name) == family


def test_a_journal_and_its_abbreviation_are_alike() -> None:
    assert journals_alike("j vet intern med", "journal of veterinary internal medicine")
    assert not journals_alike("annual congress", "multiple sclerosis")


def test_a_group_never_holds_two_dois() -> None:
    first = card_of("a", changed(pmid=""), 0)
    between = card_of("b", changed(**BARE), 1)
    other = card_of("c", changed(doi="10.1000/other", pmid=""), 2)
    found = find([first, between, other])
    assert [(one.keeper, one.others) for one in found.groups] == [("a", (("b", "title"),))]
    assert {frozenset((one.first, one.second)) for one in found.doubtful} <= {
        frozenset("ac"), frozenset("bc")
    }  # fmt: skip
    assert found.doubtful


def test_the_fullest_record_is_kept_unless_another_was() -> None:
    poor, rich = card_of("a", changed(**BARE), 0), card_of("b", ONE, 1)
    assert find([poor, rich]).groups[0].keeper == "b"
    third = card_of("c", changed(**BARE, pages=""), 2)
    assert find([poor, rich, third], joined={"b": "a"}).groups[0].keeper == "a"


def test_pairs_said_to_be_apart_are_not_offered_again() -> None:
    cards = [card_of("a", ONE, 0), card_of("b", changed(doi="10.1000/other", pmid=""), 1)]
    assert len(find(cards).doubtful) == 1
    assert find(cards, apart={frozenset("ab")}).doubtful == ()


def test_what_differs_is_named() -> None:
    cards = [card_of("a", ONE, 0), card_of("b", changed(**BARE, year=2006, pages="P3"), 1)]
    assert find(cards).doubtful[0].differ == ("year", "pages")


@pytest.mark.skipif(FORMATS is None, reason="the real files are not here")
def test_the_labelled_set_is_found_and_nothing_is_merged_wrongly() -> None:
    assert FORMATS is not None
    found = figures(labelled(FORMATS))
    assert found["wrong"] == 0
    assert found["sensitivity"] >= 0.91
    assert found["sensitivity with asked"] >= 0.96


@pytest.mark.skipif(FORMATS is None, reason="the real files are not here")
def test_a_set_no_rule_was_made_for_is_found_as_well() -> None:
    assert FORMATS is not None
    found = figures(held_out(FORMATS))
    assert (found["records"], found["positives"]) == (935, 2380)
    assert found["wrong"] == 0
    assert found["sensitivity"] >= 0.909
    assert found["sensitivity with asked"] >= 0.99
