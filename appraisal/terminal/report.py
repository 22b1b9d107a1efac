"""`report FILE --out DIR`: print appraisals and pooled results, and write everything out."""

import argparse
import sys
from pathlib import Path

from appraisal.bundle import alone_sentence, write_report
from appraisal.everything import write_everything
from appraisal.material import Material, gather
from appraisal.subjects import study_subject
from appraisal.synthesis_text import needed_sentence, remarks, result_sentence
from appraisal.terminal.opening import opened, person_named
from appraisal.views.further import further_sentences
from resources import i18n
from resources.i18n import _, language

NAME = "report"


def help_text() -> str:
    """What the verb does."""
    return _("write workbook, figures and results of a review")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--out", metavar="DIR", required=True)
    parser.add_argument("--as", dest="reader", metavar="NAME", help=_("read as this reviewer"))
    parser.add_argument(
        "--everything", action="store_true",
        help=_("add the Word report, robvis tables, references, the review as JSON and sums"),
    )  # fmt: skip
    parser.add_argument("--replace", action="store_true", help=_("replace files that are there"))


def run(wanted: argparse.Namespace) -> int:
    """Report the file."""
    review = opened(wanted.file)
    try:
        reader = person_named(review, wanted.reader) if wanted.reader else None
        material = gather(review, reader=reader, lang=language())
    finally:
        review.close()
    with i18n.decimal_points():
        _print_appraisals(material)
        _print_results(material)
    write = write_everything if wanted.everything else write_report
    written = write(material, Path(wanted.out), replace=wanted.replace)
    if written.missing:
        letters = _("No installed font has: {letters}").format(letters=" ".join(written.missing))
        _out(letters)
    if written.is_alone:
        _out(alone_sentence())
    n = len(written.paths)
    said = i18n.ngettext("{n} file written to {folder}", "{n} files written to {folder}", n)
    _out(said.format(n=n, folder=wanted.out))
    return 0


def _print_appraisals(material: Material) -> None:
    _out(material.title)
    _out("")
    labels = [material.state.text(study_subject(one), "label") for one in material.ratings]
    width = max((len(label) for label in labels), default=0)
    for label, rating in zip(labels, material.ratings.values(), strict=True):
        if rating.max:
            stars = "  ".join(f"{one.title} {one.score or 0}/{one.max}" for one in rating.domains)
            total = f"{rating.total}/{rating.max}" if rating.is_complete else _("not complete")
            said = f"{total}  ({stars})"
        else:
            said = rating.word or _("not judged yet")
        _out(f"{label:<{width}}  {rating.short:<22}  {said}")
    _out("")


def _print_results(material: Material) -> None:
    for analysis, further in zip(material.analyses, material.further, strict=True):
        _out(analysis.dataset.outcome.name)
        _out(result_sentence(analysis))
        events = analysis.totals() if analysis.dataset.outcome.data == "counts" else ()
        if events:
            arms = (analysis.dataset.outcome.arm1, analysis.dataset.outcome.arm2)
            _out(f"{arms[0]} {events[0]}/{events[1]}, {arms[1]} {events[2]}/{events[3]}")
        for sentence in (needed_sentence(analysis), *remarks(analysis)):
            if sentence:
                _out(sentence)
        for sentence in further_sentences(further):
            _out(f"  {sentence}")
        _out("")


def _out(line: str) -> None:
    sys.stdout.write(line + "\n")
