"""Opening the file a verb was given, to read it only."""

from pathlib import Path

from appraisal import desk
from appraisal.errors import UserError
from appraisal.review import Review
from resources.i18n import _


def opened(name: str) -> Review:
    """Open a review to read it.

    Raises
    ------
    UserError
        When there is no such file.
    StorageError
        When it is not a review of ours, is damaged, or cannot be reached.
    """
    path = Path(name)
    if not path.exists():
        raise UserError(_("There is no file {path}.").format(path=path))
    return desk.open_review(path, read_only=True)
