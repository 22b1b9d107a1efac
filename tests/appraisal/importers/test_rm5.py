"""RevMan 5 files: what is read of them, and what is refused in a sentence."""

import random
from pathlib import Path

import pytest

from appraisal.errors import UnreadableImport
from appraisal.importers import rm5
from appraisal.revman.content import Content, Figure
from appraisal.revman.writing import incoming_of
from tests.appraisal import revman_files as files

ROWS = [("Ann 2001", 1, 10, 4, 12), ("Bruno 2004", 0, 9, 2, 11)]


def read(text: str, encoding: str = "utf-8") -> Content:
    return rm5.understand(text.encode(encoding), name="small.rm5")


def small(encoding: str = "UTF-8") -> str:
    reference = files.element(
        "REFERENCE",
        {"PRIMARY": "YES"},
        files.named("Ann A", "AU"),
        files.named("Dor de garganta é comum", "TI"),
        files.named("J Test", "SO"),
        files.named("2001", "YR"),
        files.named(files.element("IDENTIFIER", {"TYPE": "DOI", "VALUE": "10.1/x"}), "IDENTIFIERS"),
    )
    told = files.element(
        "INCLUDED_CHAR",
        {"STUDY_ID": "STD-Ann 2001"},
        files.named("<P>Parallel</P><P>two arms</P>", "CHAR_METHODS"),
    )
    return files.review(
        files.dich(1, ROWS, EFFECT_SIZE="0.2057", CI_START="0.0216"),
        studies=[files.study("Ann 2001", reference), files.study("Bruno 2004", year=2004)],
        excluded=[files.study("Out 1999")],
        told=[told],
        entries=[files.entry("Blinding?", [("Ann 2001|pain", "NO", "open")], groups=["pain"])],
        encoding=encoding,
    )


def test_studies_references_characteristics_and_rows_are_read() -> None:
    content = read(small())
    ann = content.with_status("included")[0]
    assert (content.title, content.program) == ("A small review", "RevMan 5.3.5")
    assert (ann.name, ann.references[0].doi, ann.facts) == (
        "Ann 2001", "10.1/x", (("Methods", "Parallel\ntwo arms"),),
    )  # fmt: skip
    assert [study.name for study in content.with_status("excluded")] == ["Out 1999"]
    _comparison, outcome = next(content.outcomes())
    assert (outcome.number, outcome.arms) == ("1.1", ("Drug", "Placebo"))
    assert outcome.rows[1].cells == (0, 9, 2, 11)
    assert outcome.stored.figure("effect") == Figure("0.2057")


def test_data_that_is_no_number_is_told_and_what_was_good_is_kept() -> None:
    content = read(small().replace('EVENTS_1="1"', 'EVENTS_1="1?"'))
    _comparison, outcome = next(content.outcomes())
    assert outcome.rows[0].cells == (None, 10, 4, 12)
    told = incoming_of(content, kind="rm5").left
    assert "1.1, Ann 2001: “1?” is no number; this cell stays empty." in told


def test_no_means_high_risk_whatever_the_wording() -> None:
    judged = read(small()).entries[0].judgements[0]
    assert (judged.level, judged.group, judged.support) == ("high", "pain", "open")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_accents_come_in_right_in_every_encoding(encoding: str) -> None:
    content = read(small(encoding), encoding)
    assert content.studies[0].references[0].title == "Dor de garganta é comum"


def test_a_file_that_names_no_encoding_may_be_windows_1252() -> None:
    text = small().replace(' encoding="UTF-8"', "")
    assert "é" in read(text, "cp1252").studies[0].references[0].title


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    "]><COCHRANE_REVIEW>&b;</COCHRANE_REVIEW>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<COCHRANE_REVIEW>&a;</COCHRANE_REVIEW>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        OUTSIDE.encode(),
        b"<!doctype html><html><body>COCHRANE_REVIEW<br></body></html>",
        b"%PDF-1.7 COCHRANE_REVIEW",
        small().encode()[:-40],
        small().encode().replace(b"Ann 2001", b"Ann\x002001"),
        b"<COCHRANE_REVIEW>" + b"<a>" * 200 + b"</a>" * 200 + b"</COCHRANE_REVIEW>",
        b"<COCHRANE_REVIEW>" + b"x" * 3_000_000 + b"</COCHRANE_REVIEW>",
        b"<COCHRANE_REVIEW></COCHRANE_REVIEW>",
        b'<?xml version="1.0" encoding="nonsense"?><COCHRANE_REVIEW/>',
        b"<records><record/></records>",
    ],
    ids=["bomb", "outside", "html", "pdf", "cut", "nul", "deep", "long", "empty", "code", "other"],
)
def test_what_is_no_review_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableImport, match=r"small\.rm5"):
        rm5.understand(content, name="small.rm5")


def test_nothing_but_a_refusal_leaves_a_mutated_file() -> None:
    chance, text = random.Random(8), small().encode()
    for _time in range(500):
        mutated = bytearray(text)
        for _change in range(chance.randrange(1, 6)):
            place = chance.randrange(len(mutated))
            mutated[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        try:
            rm5.understand(bytes(mutated), name="small.rm5")
        except UnreadableImport:
            continue


@pytest.mark.parametrize(
    ("name", "counts"),
    [("antibiotics-for-sore-throat", (61, 162, 21, 217)), ("Fleiss1993", (12, 12, 2, 12))],
)
def test_real_files_come_in_whole(name: str, counts: tuple[int, ...]) -> None:
    content = rm5.read(files.real(f"rm5/{name}.rm5"))
    outcomes = sum(1 for _one in content.outcomes())
    assert (len(content.studies), content.judgements, outcomes, content.rows) == counts


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    from appraisal.errors import StorageError

    with pytest.raises(StorageError):
        rm5.read(tmp_path / "gone.rm5")
