"""A second labelled set of duplicates, held out: no rule of `duplicates` was made looking at it.

The 85 references of the real RevMan review of sore throat (trials of 1950 to 2003 on one question,
and one Cochrane review in six versions) are each written as eight sources write them, as files, and
read back as any file is. What each source does was settled before anything was measured, and
nothing was changed since:

PubMed    `.nbib`: a full stop, short last pages, an abbreviated journal, PMID, DOI from 1985
Ovid      RIS: "[see comment]" behind each fifth title, the year with slashes, PMID, no DOI
EMBASE    RIS: dotted initials, a PMID in each second record, the DOI as a link
Scopus    RIS: title in capitals word by word, dotted initials, DOI from 1985, no PMID
WoS       `.ciw`: title and journal in capitals, on several lines, no number but its own
Scholar   BibTeX: three authors and "others", no volume in each second, each tenth a year late
Zotero    RIS: accents gone, each fourth title without what follows its colon or full stop
a list    CSV: typed from a bibliography: "et al", the journal's initials, no issue, two letters
          changed round in each third title, no pages in each fourth

DOI and PMID are invented, one a report: the file has none. Beside each report stand three others
that look like it: the authors' reply in the next volume, the follow-up of the same people two years
on, and a comment by someone else in the same issue. All 85 are of one topic, so that the real
titles are the hardest neighbours. `python -m tests.appraisal.held_out` prints the figures.
"""

import csv
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from appraisal.alike import card_of
from appraisal.references.reading import read_references
from tests.appraisal.labelled import FORMATS, Labelled, figures


@dataclass(frozen=True, slots=True)
class Source:
    """One reference of the review: what its file says, and the numbers we gave it."""

    at: int
    title: str
    authors: tuple[str, ...]  # "Family AB"
    journal: str
    year: int  # 0 where the file says none
    volume: str
    issue: str
    pages: str

    @property
    def doi(self) -> str:
        """The invented DOI; older reports have none."""
        return f"10.5555/throat.{self.at}" if self.year >= 1985 else ""

    @property
    def pmid(self) -> str:
        """The invented PubMed number."""
        return str(7_000_000 + 137 * self.at)

    @property
    def span(self) -> tuple[str, str]:
        """First and last page, the last in full: 253-74 ends on 274."""
        first, _dash, last = self.pages.partition("-")
        if first.isdigit() and last.isdigit() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        return first, last


def sources(folder: Path) -> list[Source]:
    """The references of the review."""
    root = parse(folder / "rm5" / "antibiotics-for-sore-throat.rm5").getroot()
    assert root is not None
    found: list[Source] = []
    for at, one in enumerate(root.iter("REFERENCE")):

        def of(tag: str, one: Element = one) -> str:
            return " ".join((one.findtext(tag) or "").split())

        authors = tuple(name.strip() for name in of("AU").split(",") if name.strip())
        year = int(of("YR")[:4] or 0)
        found.append(Source(at, of("TI"), authors, of("SO"), year, of("VL"), of("NO"), of("PG")))
    return found


# -- what each source writes -----------------------------------------------------------------------


def pubmed(one: Source) -> str:
    lines = [f"PMID- {one.pmid}", f"TI  - {_stopped(one.title)}", f"DP  - {_year(one)}"]
    lines += [f"AU  - {name}" for name in one.authors]
    lines += [f"TA  - {_short(one.journal)}", f"VI  - {one.volume}", f"IP  - {one.issue}"]
    lines += [f"PG  - {one.pages}", *([f"LID - {one.doi} [doi]"] if one.doi else [])]
    return _tagged(lines)


def ovid(one: Source) -> str:
    comment = " [see comment]" if one.at % 5 == 0 else ""
    lines = ["TY  - JOUR", "DB  - Ovid MEDLINE(R)", f"AN  - {one.pmid}"]
    lines += [f"T1  - {_stopped(one.title)}{comment}"]
    lines += [f"A1  - {name}" for name in one.authors]
    lines += [f"Y1  - {_year(one, '//')}", f"JF  - {one.journal}", f"VL  - {one.volume}"]
    lines += [f"IS  - {one.issue}", f"SP  - {one.pages}", "ER  - "]
    return _tagged(lines)


def embase(one: Source) -> str:
    first, last = one.span
    lines = ["TY  - JOUR", "DB  - Embase", f"AN  - L{30_000_000 + one.at}", f"T1  - {one.title}"]
    lines += [f"A1  - {_dotted(name)}" for name in one.authors]
    lines += [f"Y1  - {_year(one)}", f"JF  - {one.journal}", f"VL  - {one.volume}"]
    lines += [f"IS  - {one.issue}", f"SP  - {first}", f"EP  - {last}"]
    lines += [f"C5  - {one.pmid}"] if one.at % 2 else []
    lines += [f"UR  - http://dx.doi.org/{one.doi}"] if one.doi else []
    return _tagged([*lines, "ER  - "])


def scopus(one: Source) -> str:
    first, last = one.span
    lines = ["TY  - JOUR", f"TI  - {one.title.title()}"]
    lines += [f"AU  - {_dotted(name, ', ')}" for name in one.authors]
    lines += [f"PY  - {_year(one)}", f"T2  - {one.journal}", f"VL  - {one.volume}"]
    lines += [f"IS  - {one.issue}", f"SP  - {first}", f"EP  - {last}", "DB  - Scopus"]
    lines += [f"DO  - {one.doi}"] if one.doi else []
    return _tagged([*lines, "ER  - "])


def wos(one: Source) -> str:
    first, last = one.span
    title = one.title.upper().split()
    lines = ["PT J"]
    lines += [f"{'AU' if not place else '  '} {_dotted(name, ', ').replace('.', '')}"
              for place, name in enumerate(one.authors)]  # fmt: skip
    lines += [f"TI {' '.join(title[:8])}"]
    lines += [f"   {' '.join(title[place : place + 8])}" for place in range(8, len(title), 8)]
    lines += [
        f"SO {one.journal.upper()}",
        f"PY {_year(one)}",
        f"VL {one.volume}",
        f"IS {one.issue}",
    ]
    lines += [f"BP {first}", f"EP {last}", f"UT WOS:A{one.at:012d}", "ER"]
    return _tagged(lines)


def scholar(one: Source) -> str:
    names = " and ".join(_dotted(name, ", ").replace(".", "") for name in one.authors[:3])
    more = " and others" if len(one.authors) > 3 else ""
    fields = {
        "title": one.title,
        "author": names + more,
        "journal": one.journal,
        "year": str(one.year + (one.at % 10 == 9)) if one.year else "",
        "volume": one.volume if one.at % 2 else "",
        "pages": "--".join(part for part in one.span if part),
    }
    said = ",\n".join(f"  {name}={{{text}}}" for name, text in fields.items() if text)
    return f"@article{{key{one.at},\n{said}\n}}\n"


def zotero(one: Source) -> str:
    title = one.title.encode("ascii", "ignore").decode()
    if one.at % 4 == 0:
        title = title.split(":")[0].split(". ")[0]
    lines = ["TY  - JOUR", f"TI  - {title}"]
    lines += [f"AU  - {_dotted(name, ', ')}".encode("ascii", "ignore").decode()
              for name in one.authors]  # fmt: skip
    lines += [
        f"T2  - {one.journal}",
        f"J2  - {_short(one.journal)}",
        f"DA  - {_year(one, '/01/01')}",
    ]
    lines += [f"PY  - {_year(one)}", f"VL  - {one.volume}", f"SP  - {one.pages}", "ER  - "]
    return _tagged(lines)


def by_hand(one: Source) -> str:
    title = one.title
    if one.at % 3 == 0:
        middle = len(title) // 2
        title = title[: middle - 1] + title[middle] + title[middle - 1] + title[middle + 1 :]
    initials = "".join(word[0] for word in one.journal.split() if word[0].isupper())
    row = (title, f"{one.authors[0]} et al", _year(one), initials, one.volume,
           "" if one.at % 4 == 3 else one.pages)  # fmt: skip
    out = io.StringIO()
    csv.writer(out).writerow(row)
    return out.getvalue()


Writer = Callable[[Source], str]
WRITERS: dict[str, tuple[str, str, Writer]] = {  # the file's name, its head, what writes a record
    "pubmed": ("pubmed.nbib", "", pubmed),
    "ovid": ("ovid.ris", "", ovid),
    "embase": ("embase.ris", "", embase),
    "scopus": ("scopus.ris", "", scopus),
    "wos": ("savedrecs.ciw", "FN Clarivate Analytics Web of Science\nVR 1.0\n", wos),
    "scholar": ("scholar.bib", "", scholar),
    "zotero": ("library.ris", "", zotero),
    "by hand": ("list.csv", "Title,Authors,Year,Journal,Volume,Pages\n", by_hand),
}


def neighbours(one: Source) -> Iterator[tuple[str, Source]]:
    """Other reports that look like one."""
    volume = str(int(one.volume) + 1) if one.volume.isdigit() else one.volume
    yield (
        "reply",
        replace(
            one,
            title=f"{one.title}: authors' reply",
            volume=volume,
            pages="512-3",
            at=one.at + 1000,
        ),
    )
    yield (
        "follow-up",
        replace(
            one,
            title=f"{one.title}: two-year follow-up",
            year=one.year and one.year + 2,
            volume=volume,
            pages="611-20",
            at=one.at + 2000,
        ),
    )
    yield (
        "comment",
        replace(
            one, title=f"Comment on: {one.title}", authors=("Weiss Q",), pages="9", at=one.at + 3000
        ),
    )


# -- the set ---------------------------------------------------------------------------------------


def held_out(folder: Path) -> Labelled:
    """The records read back from the files, the report each is of, and who wrote it."""
    made = Labelled([], {}, {})
    real = sources(folder)
    for name, (file, head, writer) in WRITERS.items():
        _add(made, name, file, head, [(str(one.at), writer(one)) for one in real])
    others = [(kind, other) for one in real for kind, other in neighbours(one)]
    written = [(f"{other.at}", pubmed(other)) for _kind, other in others]
    _add(made, "neighbour", "others.nbib", "", written)
    return made


def _add(
    made: Labelled, name: str, file: str, head: str, written: Sequence[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_text(head + "".join(text for _of, text in written), encoding="utf-8")
        found = read_references(path).references
    assert len(found) == len(written), f"{file} did not come back whole"
    for reference, (of, _text) in zip(found, written, strict=True):
        record = f"r{len(made.cards)}"
        made.cards.append(card_of(record, reference, len(made.cards)))
        made.report[record], made.made_by[record] = of, name


def _year(one: Source, after: str = "") -> str:
    return f"{one.year}{after}" if one.year else ""


def _stopped(title: str) -> str:
    return title if title.endswith((".", "?", "!")) else f"{title}."


def _short(journal: str) -> str:
    words = [word for word in journal.split() if word.casefold() not in ("of", "the", "and")]
    return " ".join(word if len(word) < 6 else word[:4] for word in words)


def _dotted(name: str, between: str = " ") -> str:
    family, _blank, letters = name.rpartition(" ")
    if not family or not letters.isupper():
        return name
    return f"{family}{between}{''.join(f'{letter}.' for letter in letters)}"


def _tagged(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if not line.endswith(("- ", "IS ", "VL ", "EP ", "PY "))
                     or line.startswith("ER")) + "\n\n"  # fmt: skip


if __name__ == "__main__":
    assert FORMATS is not None
    for name, value in figures(held_out(FORMATS)).items():
        sys.stdout.write(
            f"{name}: {value:.4f}\n" if isinstance(value, float) else f"{name}: {value}\n"
        )
