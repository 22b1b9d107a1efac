"""Instruments of which this program holds another version than the review uses."""

from dataclasses import dataclass

from appraisal.drafts import Draft, write
from appraisal.errors import InvalidClaim
from appraisal.library import present_key
from appraisal.ratings import Lookup
from appraisal.state import State
from appraisal.subjects import DESIGNS, REVIEW, study_subject
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """An instrument in use, the version that is here, and where the review names it."""

    key: str
    here: str
    title: str
    designs: tuple[str, ...]
    studies: tuple[str, ...]

    @property
    def version(self) -> str:
        """The version that is here."""
        return self.here.partition("@")[2]


def other_versions(state: State, lookup: Lookup) -> tuple[OtherVersion, ...]:
    """The versions a review could change to; it never does so by itself."""
    designs: dict[str, list[str]] = {}
    for design in DESIGNS:
        designs.setdefault(state.text(REVIEW, f"design/{design}"), []).append(design)
    studies: dict[str, list[str]] = {}
    for study in state.ids("study"):
        studies.setdefault(state.text(study_subject(study), "instrument"), []).append(study)
    found = []
    for key in dict.fromkeys([*designs, *studies]):
        here = _here(state, key)
        if here:
            named = tuple(designs.get(key, ())), tuple(studies.get(key, ()))
            found.append(OtherVersion(key, here, lookup(key).title, *named))
    return tuple(found)


def change_version(found: OtherVersion, why: str) -> Draft:
    """Use the version that is here from now on; forms begun with the former one are kept."""
    writes = [write(REVIEW, f"design/{one}", found.here, why=why) for one in found.designs]
    writes += [
        write(study_subject(one), "instrument", found.here, why=why) for one in found.studies
    ]
    return Draft(_("Change the version of an instrument"), tuple(writes))


def _here(state: State, key: str) -> str:
    """The key of another version that is here; empty where there is none, or none is used yet."""
    name, at, _version = key.partition("@")
    if not at or state.value(REVIEW, f"instrument/{key}") is None:
        return ""
    try:
        here = present_key(name)
    except InvalidClaim:  # the review carries it, the program does not have it
        return ""
    return here if here != key else ""
