"""No file that leaves a desk shows a claim before all have submitted."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import drafts
from appraisal.bundle import write_report
from appraisal.exchange import merge
from appraisal.ledger import Claim
from appraisal.material import gather
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from tests.appraisal import desks

deeds = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["s1", "s2"]),
        st.sampled_from(["write", "seal", "send"]),
    ),
    max_size=16,
)


@settings(max_examples=100)
@given(deeds)
def test_no_parcel_shows_a_claim_before_both_have_submitted(
    taken: list[tuple[str, str, str]],
) -> None:
    """Planted markers are searched in every byte that left, packed and unpacked."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = {person: Review(MemoryStore("r1")) for person in ("ann", "bob")}
        sealed: set[tuple[str, str]] = set()
        written: set[tuple[str, str]] = set()
        for person, study, deed in taken:
            review, place = files[person], (person, study)
            subject = f"extraction/{study}/o1/{person}"
            if deed == "write" and place not in sealed:
                claim = Claim(f"MARK-{person}-{study}")
                draft = drafts.extract(study, "o1", person, {"note": claim})
                review.commit(draft, author=person)
                written.add(place)
            elif deed == "seal" and place in written - sealed:
                draft = drafts.seal(review.state, subject, key=desks.key(person))
                review.commit(draft, author=person)
                sealed.add(place)
            elif deed == "send":
                path = desks.send(review, person, folder)
                seen = path.read_bytes() + unpacked(path)
                other = "bob" if person == "ann" else "ann"
                for one in ("s1", "s2"):
                    assert f"MARK-{other}-{one}".encode() not in seen
                    if not {("ann", one), ("bob", one)} <= sealed:
                        assert f"MARK-{person}-{one}".encode() not in seen
                        assert not review.state.is_open(f"extraction/{one}/o1")
                merge(files[other], path)


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_no_export_shows_an_unopened_claim(tmp_path: Path) -> None:
    ann = desks.begun(tmp_path / "review")
    for person in ("ann", "bob"):
        desks.answer(ann, "s1", person, marker=f"PLANTED-{person}")
    for reader, hidden in (("ann", "PLANTED-bob"), ("bob", "PLANTED-ann")):
        out = tmp_path / reader
        written = write_report(gather(ann, reader=reader, lang="en"), out)
        for path in written.paths:
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                data += unpacked(path)
            assert hidden.encode() not in data
    ann.close()
