"""Keep the translations: `python -m tests.tools.catalogues update|compile|check`.

`update` brings the texts of the source into each catalogue, `compile` makes the files the program
reads, `check` names every fault: a text missing, fuzzy, left in English, with other fields than its
source, or a compiled file older than its text. Translating itself is for people.
"""

import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import resources
from resources import i18n

ROOT = Path(resources.__file__).parents[1]
PACKAGES = ("gui", "appraisal", "resources")
TRANSLATED = tuple(name for name in i18n.LANGUAGES if name != "en")

# The same word in both languages, and meant to be.
SAME = {
    "pt_BR": frozenset(
        {
            *("CSV", "DOI", "Excel", "JSON", "OK", "PDF", "PMID", "PNG", "SVG"),
            *("DerSimonian-Laird", "Egger", "Evenhand", "Hartung-Knapp", "Hedges"),
            *("Hunter-Schmidt", "Mantel-Haenszel", "Paule-Mandel", "Peto", "Sidik-Jonkman"),
            "Wald (normal)",
            *("Link", "Volume", "{name} et al.", "{who}: {n}"),
            *("Item", "Total", "Total 1", "Total 2", "item", "item {address}"),
        }
    )
}


def catalogue_file(language: str, suffix: str) -> Path:
    """Where the catalogue of a language lies; suffix `po` is for people, `mo` for the program."""
    return resources.path("locale", language, "LC_MESSAGES", f"{i18n.DOMAIN}.{suffix}")


@cache
def source() -> Catalog:
    """Every text of the source that is to be translated, in the order of its place."""
    catalogue = Catalog(domain=i18n.DOMAIN, charset="utf-8")
    for package in PACKAGES:
        found = extract_from_dir(
            ROOT / package,
            method_map=[("**.py", "python")],
            keywords={"_": None, "ngettext": (1, 2)},
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        )
        for name, _line, text, comments, _context in sorted(found, key=lambda one: one[:2]):
            catalogue.add(text, locations=[(f"{package}/{name}", None)], auto_comments=comments)  # type: ignore[list-item]  # Babel's stub demands a line, its code does not
    return catalogue


def read(language: str) -> Catalog:
    """Read the catalogue of a language, or begin one."""
    file = catalogue_file(language, "po")
    if not file.exists():
        return _empty(language)
    return read_po(io.BytesIO(file.read_bytes()), locale=language, domain=i18n.DOMAIN)


def update(language: str) -> None:
    """Bring the texts of the source into a catalogue; what the source dropped, goes."""
    theirs, ours = read(language), _empty(language)
    for message in source():
        if message.id:
            known = theirs.get(message.id)
            ours.add(
                message.id,
                known.string if known else None,
                locations=sorted(set(message.locations)),
                flags=known.flags & {"fuzzy"} if known else (),
                auto_comments=message.auto_comments,
            )
    file = catalogue_file(language, "po")
    file.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, ours, width=100, ignore_obsolete=True)
    file.write_bytes(buffer.getvalue())


def compiled(language: str) -> bytes:
    """Make the file the program reads from the one people write."""
    buffer = io.BytesIO()
    write_mo(buffer, read(language))
    return buffer.getvalue()


def faults(language: str) -> Iterator[str]:
    """Name everything that keeps a translation from being complete and true."""
    catalogue = read(language)
    wanted = {_key(message) for message in source() if message.id}
    for message in source():
        if message.id:
            ours = catalogue.get(message.id)
            yield from _faults_of(message, ours, language)
    for message in catalogue:
        if message.id and _key(message) not in wanted:
            yield f"no longer in the source: {_key(message)!r}"
    file = catalogue_file(language, "mo")
    if not file.exists() or file.read_bytes() != compiled(language):
        yield f"{file.name} is older than its text: run `python -m tests.tools.catalogues compile`"


def _faults_of(message: Message, ours: Message | None, language: str) -> Iterator[str]:
    text = _key(message)
    strings = [] if ours is None else _forms(ours.string)
    if ours is None or not strings or not all(strings):
        yield f"missing: {text!r}"
        return
    if ours.fuzzy:
        yield f"fuzzy: {text!r}"
    if strings == _forms(message.id) and text not in SAME[language] and _has_words(text):
        yield f"left in English: {text!r}"
    theirs = _forms(message.id)
    for i, form in enumerate(strings):
        odd = _fields(form) ^ _fields(theirs[min(i, len(theirs) - 1)])
        if odd and not (len(theirs) > 1 and odd == {"n"}):  # one may say "one", or "{n}"
            yield f"other fields than its source ({', '.join(sorted(odd))}): {form!r}"


def _empty(language: str) -> Catalog:
    # a date that moves would make each update a change
    still = datetime(2026, 1, 1, tzinfo=UTC)
    return Catalog(
        locale=language,
        domain=i18n.DOMAIN,
        project="Evenhand",
        header_comment="# Evenhand: texts of the program. MIT licence.",
        charset="utf-8",
        creation_date=still,
        revision_date=still,
        last_translator="Evenhand contributors",
        language_team=language,
        fuzzy=False,
    )


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _forms(text: str | Iterable[str] | None) -> list[str]:
    if text is None:
        return []
    return [text] if isinstance(text, str) else list(text)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _has_words(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", re.sub(r"\{.*?\}", "", text)) is not None


def main(verb: str) -> int:
    """Do what the terminal asked, for every language."""
    found = False
    for language in TRANSLATED:
        if verb == "update":
            update(language)
        elif verb == "compile":
            catalogue_file(language, "mo").write_bytes(compiled(language))
        else:
            for fault in faults(language):
                found = True
                print(f"{language}: {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"update", "compile", "check"}:
        sys.exit("usage: python -m tests.tools.catalogues update|compile|check")
    sys.exit(main(sys.argv[1]))
