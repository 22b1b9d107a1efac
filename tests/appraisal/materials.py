"""Reviews gathered for exports, for the tests of what goes out."""

from appraisal import sample
from appraisal.material import Material, gather
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from tests.tools import ugly


def sample_material(which: str = "ivig", lang: str = "en") -> Material:
    store = MemoryStore("a-review")
    sample.write(store, which)
    return gather(Review(store), reader=None, lang=lang)


def ugly_material(studies: int = 24) -> Material:
    store = MemoryStore("an-ugly-review")
    ugly.write(store, studies=studies)
    return gather(Review(store), reader=None, lang="en")
