"""Opening the file a verb was given, and finding whom it was given by name."""

from pathlib import Path
from unicodedata import normalize

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
        When nobody has it, or several have.
    """
    people: dict[str, list[str]] = {}
    for person in review.state.ids("person"):
        called = normalize("NFC", review.state.text(person_subject(person), "name"))
        people.setdefault(called, []).append(person)
    found = people.get(normalize("NFC", name), [])
    if len(found) > 1:
        raise UserError(
            _("Several here are called {name}.").format(name=name),
            remedy=_("Give them names that differ: Overview, the team."),
        )
    if not found:
        raise UserError(
            _("Nobody here is called {name}.").format(name=name),
            remedy=_("There are: {names}.").format(names=", ".join(people)),
        )
    return found[0]
