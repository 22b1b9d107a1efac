"""What a review puts out, by name: nothing written over, and the list tells figures apart."""

from appraisal import drafts
from appraisal.bundle import figures_of, tables_of
from appraisal.material import Material, gather
from appraisal.named import told_apart
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.views.outputs import outputs
from tests.appraisal.materials import sample_material
from tests.tools import ugly

ALIKE = "Incidence of acute rheumatic fever within two months of the first visit"


def two_alike() -> Material:
    """A review with two outcomes whose names begin alike for longer than a file's name is."""
    store = MemoryStore("alike")
    ugly.write(store, studies=12)
    review = Review(store)
    person = review.state.ids("person")[0]
    for outcome, end in zip(review.state.ids("outcome"), ("children", "adults"), strict=True):
        renamed = drafts.edit_outcome(outcome, {"name": f"{ALIKE}: {end}"})
        review.commit(renamed, author=person)
    return gather(review, reader=None, lang="en")


def test_outcomes_that_begin_alike_keep_their_own_files() -> None:
    material = two_alike()
    names = [one.name for one in figures_of(material)]
    assert len(names) == len(set(names))
    forests = [one for one in figures_of(material) if one.name.startswith("forest-")]
    assert [one.about for one in forests] == [f"{ALIKE}: children", f"{ALIKE}: adults"]
    assert forests[1].name == f"{forests[0].name}-2"
    of_second = [one.name for one in figures_of(material) if one.about.endswith("adults")]
    assert all(name.endswith("-2") for name in of_second)
    keys = [one.key for one in tables_of(material)]
    assert len(keys) == len(set(keys))


def test_list_groups_figures_by_outcome_and_says_what_differs() -> None:
    rows = [one for one in outputs(two_alike()) if one.figure is not None]
    groups = list(dict.fromkeys(one.group for one in rows))
    assert groups == ["Figures", f"{ALIKE}: children", f"{ALIKE}: adults"]
    shown = [one.short for one in rows if one.group == groups[1]]
    assert shown[:3] == ["Forest plot", "Funnel plot", "Baujat plot"]
    assert len(shown) == len(set(shown))


def test_review_of_one_outcome_has_one_list() -> None:
    rows = [one for one in outputs(sample_material()) if one.figure is not None]
    assert {one.group for one in rows} == {"Figures"}
    assert not any(one.short for one in rows)


def test_names_are_told_apart() -> None:
    assert list(told_apart(["a", "b", "a", "a-2", "a"])) == ["a", "b", "a-2", "a-2-2", "a-3"]
