"""RIS taken a record at a step gives what its lines give one by one, whatever is wrong with it."""

import random
from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.references.dialects import reference_from
from appraisal.references.ris_records import ris_blocks
from appraisal.references.tagged import Block, Oddity, blocks
from tests.appraisal.references.mutate import mutated
from tests.appraisal.references.samples import TEXTS

RIS = [text for name, text in TEXTS.items() if name.endswith(".ris")]
PARTS = st.lists(
    st.sampled_from(
        ["TY  - JOUR", "ER  - ", "TI  - A title", "TY - JOUR", "ER -", "AB  - One  two & three",
         "AU  - Müller, A.", "and goes on", "TY  - ", "", " ", "1. ", "UR  - http://x.y/TY  - z",
         "N1  - a", "\tTY  - JOUR", "KW  - x\x0by", "É1  - a", "ER  - TY  - JOUR"]
    ),
    max_size=30,
)  # fmt: skip


def said(found: Iterable[Block | Oddity]) -> list[object]:
    return [
        (one.line, one.tags) if isinstance(one, Block) else (one.line, one.what, one.lost)
        for one in found
    ]


def cut(lines: Sequence[str], chance: random.Random) -> Iterator[str]:
    """The text in pieces of whole lines, as a file is read."""
    piece = ""
    for line in lines:
        piece += f"{line}\n"
        if chance.random() < 0.1:
            yield piece
            piece = ""
    if piece:
        yield piece


@given(lines=PARTS, seed=st.integers(0, 9))
def test_every_order_of_lines_gives_the_same_blocks(lines: list[str], seed: int) -> None:
    whole = said(ris_blocks(cut(lines, random.Random(seed))))
    assert whole == said(blocks(lines, "ris"))


@pytest.mark.parametrize("text", RIS)
def test_broken_samples_give_the_same_blocks(text: str) -> None:
    chance = random.Random(8)
    for _n in range(150):
        lines = mutated(text.encode(), chance).decode("utf-8", "replace").split("\n")
        assert said(ris_blocks(cut(lines, chance))) == said(blocks(lines, "ris"))


def test_record_longer_than_any_real_one_is_read_by_its_lines() -> None:
    lines = ["TY  - JOUR", "TI  - One", *["KW  - word"] * 20_000, "ER  - ", "TY  - JOUR", "ER  - "]
    pieces = cut(lines, random.Random(1))
    assert said(ris_blocks(pieces)) == said(blocks(lines, "ris"))


@pytest.mark.parametrize("text", RIS)
def test_values_with_nothing_to_tidy_are_as_if_tidied(text: str) -> None:
    plain = text.replace("&", "and")
    found = [one for one in ris_blocks([plain]) if isinstance(one, Block)]
    assert any(one.plain for one in found)
    for one in found:
        careful = Block(one.line, one.tags)
        assert reference_from(one, "ris") == reference_from(careful, "ris")
