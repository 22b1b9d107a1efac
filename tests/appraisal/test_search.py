from appraisal.review import Review
from appraisal.sample import write
from appraisal.state import State
from appraisal.store.memory import MemoryStore
from appraisal.views.search import search
from tests.appraisal.ledgers import row


def sample_state() -> State:
    store = MemoryStore("r")
    write(store, "ivig")
    return Review(store).state


def test_search_finds_studies_reasons_and_quotations() -> None:
    state = sample_state().seen_by(None)
    assert search(state, "achiron 2004")[0].kind == "study"
    assert {hit.kind for hit in search(state, "clinic")} >= {"reason", "quotation"}
    assert search(state, "   ") == ()


def test_search_shows_no_unopened_claim() -> None:
    subject = "appraisal/new/-/nos-cohort@1/somebody"
    state = sample_state().with_rows(
        [row(subject, "item/outcome/O1", "a", author="somebody", why="planted marker")]
    )
    assert search(state.seen_by("another"), "planted marker") == ()
    assert len(search(state.seen_by("somebody"), "planted marker")) == 1
