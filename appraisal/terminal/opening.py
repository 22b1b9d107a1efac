"""Opening the file a verb was given, and finding whom it was given by name."""

from pathlib import Path

from appraisal import desk
from appraisal.errors import UserError
from appraisal.review import Review
from appraisal.subjects import person_subject
from resources.i18n import _


def opened(name: str, *, read_only: bool = True) -> Review:
    """Open a review, to read it unless said otherwise.

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
    return desk.open_review(path, read_only=read_only)


def person_named(review: Review, name: str) -> str:
    """The person of a name.

    Raises
    ------
    UserError
        When nobody has it.
    """
    people = {
        review.state.text(person_subject(person), "name"): person
        for person in review.state.ids("person")
    }
    if name not in people:
        raise UserError(
            _("Nobody here is called {name}.").format(name=name),
            remedy=_("There are: {names}.").format(names=", ".join(people)),
        )
    return people[name]
