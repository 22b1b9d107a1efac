"""The terminal: the same core without a window. Exact words and exit codes are in `contracts.md`.

0 done, 1 the person must act, 2 wrong usage, 3 a check found faults. Numbers have a decimal point
in every language, because other programs read them.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from appraisal import __version__
from appraisal.errors import AppraisalError
from appraisal.terminal import (
    agreement,
    check,
    import_files,
    instruments,
    judge,
    merge,
    report,
    sample,
    share,
)
from appraisal.terminal.plain import soften
from resources import i18n
from resources.i18n import _

DONE, ACT, USAGE, FAULTS = 0, 1, 2, 3

Verb = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Carry out a verb and give the exit status."""
    _ready(arguments)
    parser = _parser()
    try:
        wanted = parser.parse_args(arguments)
    except SystemExit as ended:  # argparse has said what is wrong, or what was asked for
        return int(ended.code or 0)
    if wanted.verb is None:
        parser.print_help()
        return USAGE
    return _carried_out(wanted.run, wanted)


def without_screen(file: str | None) -> int:
    """Do where no window can open: report the file, or make and report a sample."""
    _ready([])
    _say(_("There is no display here, so no window can open; this is the report instead."))
    if file is not None:
        return main(["report", file, "--out", f"{file}-output", "--replace"])
    folder = Path("sample-output")
    made = folder / "sample.evenhand"
    wanted = argparse.Namespace(file=str(made), which="ivig", replace=True)
    done = _carried_out(_sample_beside, wanted)
    if done != DONE:
        return done
    return main(["report", str(made), "--out", str(folder), "--replace"])


def no_such(word: str) -> int:
    """Say that a word is neither a verb nor a file."""
    _ready([])
    _say(_("{word} is neither a file nor a verb. See run --help.").format(word=word))
    return USAGE


def _ready(arguments: Sequence[str]) -> None:
    """Set the language before the first word, that of the help too, and what a terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        soften(stream)
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang", default="")
    try:
        wanted = early.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:  # the whole parser says what is wrong
        return
    if wanted in i18n.LANGUAGES:
        i18n.set_language(wanted)


def _sample_beside(wanted: argparse.Namespace) -> int:
    Path(wanted.file).parent.mkdir(exist_ok=True)
    return sample.run(wanted)


def _carried_out(run: Verb, wanted: argparse.Namespace) -> int:
    try:
        done = run(wanted)
        sys.stdout.flush()  # what is still on its way may meet a closed door as well
    except AppraisalError as fault:
        _say(str(fault))
        return ACT
    except BrokenPipeError:  # whoever read us, such as `head`, has had enough
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # so that the end of the process has no fault either
        os.close(nowhere)
        return ACT
    except OSError as fault:
        _say(_("{path}: {why}").format(path=fault.filename or "", why=fault.strerror or fault))
        return ACT
    else:
        return done


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run", description=_("Risk of bias, reconciliation and meta-analysis in one window.")
    )
    parser.add_argument("--version", action="version", version=f"Evenhand {__version__}")
    parser.add_argument("--lang", choices=tuple(i18n.LANGUAGES), help=_("language of the words"))
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for module in (
        sample,
        report,
        import_files,
        check,
        share,
        merge,
        agreement,
        judge,
        instruments,
    ):
        verb = verbs.add_parser(module.NAME, help=module.help_text())
        verb.add_argument("--lang", choices=tuple(i18n.LANGUAGES), default=argparse.SUPPRESS)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
