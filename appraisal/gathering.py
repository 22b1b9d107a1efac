"""Gather what an open review puts out, from its file and in a job: the window is free meanwhile."""

from pathlib import Path

from appraisal.bundle import Report
from appraisal.material import Material, gather
from appraisal.review import Review
from appraisal.views.outputs import Output, outputs


def read_outputs(
    path: Path, *, reader: str, lang: str, report: Report | None = None
) -> tuple[Material, tuple[Output, ...]]:
    """What a review that is open here can put out, as a reader may see it.

    Raises
    ------
    StorageError
        When the file cannot be read.
    """
    from appraisal.store.sqlite import open_reader

    review = Review(open_reader(path))
    try:
        material = gather(review, reader=reader, lang=lang, report=report)
    finally:
        review.close()
    return material, outputs(material, report=report)
