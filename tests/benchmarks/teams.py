"""Teams: forms sent and received, files of a million entries brought together, Reconcile opened."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from shutil import copyfile
from string import ascii_lowercase, digits
from time import perf_counter

from appraisal import drafts
from appraisal.drafts import Draft
from appraisal.exchange import look, take
from appraisal.hashes import entry_hash
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Row
from appraisal.parcels import share
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import create, open_store
from appraisal.subjects import extraction_form, in_seat
from tests.benchmarks.answers import file, folder, open_window
from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.reviews import rows
from tests.benchmarks.synthesis import application

CLAIMS = 20
_numbers = count()


@cache
def _submitted(forms: int) -> Path:
    """A review in which Ana has submitted so many forms of twenty claims, and shared none."""
    store = MemoryStore("benchmark0000000")
    review = Review(store)
    for person in ("ana", "ben"):
        fields = {"name": person.title(), "roles": ["reviewer"]}
        review.commit(drafts.add_person(fields, id=person)[0], author="ana")  # type: ignore[arg-type]
    key = key_from_seed("ana")
    writes: list[drafts.Write] = []
    for number in range(forms):
        study = f"study{number:011d}"
        writes += drafts.add_study({"label": f"Study {number}"}, id=study)[0].writes
        cells = {f"warning/{n}": Claim(f"Read twice, {n}.", "As said.") for n in range(CLAIMS)}
        writes += drafts.extract(study, "o1", "ana", cells).writes
    review.commit(Draft("", tuple(writes)), author="ana")
    for number in range(forms):
        seat = in_seat(extraction_form(f"study{number:011d}", "o1"), "ana")
        review.commit(drafts.seal(review.state, seat, key=key), author="ana")
    path = folder() / f"submitted-{forms}.evenhand"
    store.copy_to(path)
    return path


def _share_and_receive(forms: int) -> Callable[[], Callable[[], float]]:
    def prepare() -> Callable[[], float]:
        source = _submitted(forms)
        empty = folder() / f"empty-{forms}.evenhand"
        create(empty, "benchmark0000000").close()
        return lambda: _exchanged(source, empty)

    return prepare


def _exchanged(source: Path, empty: Path) -> float:
    """Seconds from Share on one desk to everything being in the other's file."""
    number = next(_numbers)
    ours, theirs = (folder() / f"{name}-{number}.evenhand" for name in ("ana", "ben"))
    copyfile(source, ours)
    copyfile(empty, theirs)
    ana, ben = Review(open_store(ours)), Review(open_store(theirs))
    ben.author = "ben"
    start = perf_counter()
    parcel = folder() / f"{number}.ehparcel"
    share(ana, "ana", parcel, key=key_from_seed("ana"))
    take(ben, look(ben, parcel))
    took = perf_counter() - start
    boxes = sum(one.kind == "box" for one in ben.store.records())
    ana.close()
    ben.close()
    for path in (ours, theirs, parcel):
        path.unlink()
    if not boxes:
        raise RuntimeError("Nothing arrived.")
    return took


@cache
def _half(entries: int, seed: str) -> Path:
    """A file of so many entries, which no other seed shares."""
    path = folder() / f"half-{seed}-{entries}.evenhand"
    store = create(path, "benchmark0000000")
    batch = []
    studies = entries // 180 + 1
    for row in _named_at_random(rows(studies, seed=seed), seed):
        batch.append(row)
        if len(batch) == 50_000:
            store.append(batch)
            batch = []
        if row.seq >= entries:
            break
    store.append(batch)
    store.close()
    return path


def _named_at_random(made: Iterable[Row], seed: str) -> Iterator[Row]:
    """The same rows under ids drawn as the program draws them: no index gets them in order."""
    drawn = Random(seed)
    ids: dict[str, str] = {}
    for row in made:
        ids[row.id] = "".join(drawn.choices(ascii_lowercase + digits, k=16))
        named = row._replace(id=ids[row.id], replaces=tuple(ids[one] for one in row.replaces))
        yield named._replace(hash=entry_hash(*named[1:8], named.replaces))


def _merge(entries: int) -> Callable[[], Callable[[], float]]:
    def prepare() -> Callable[[], float]:
        ours, theirs = _half(entries, "a"), _half(entries, "b")
        return lambda: _merged(ours, theirs, entries)

    return prepare


def _merged(ours: Path, theirs: Path, entries: int) -> float:
    """Seconds to look at a file with every hash verified, to write it, and to read all again."""
    target = folder() / f"merged-{next(_numbers)}.evenhand"
    copyfile(ours, target)
    review = Review(open_store(target))
    review.author = "person0000000000"
    said: list[tuple[int, int]] = []
    start = perf_counter()
    report = take(
        review,
        look(review, theirs, report=lambda done, total: said.append((done, total))),
        report=lambda done, total: said.append((done, total)),
    )
    took = perf_counter() - start
    review.close()
    target.unlink()
    if report.new < entries or len(said) < entries // 50_000:
        raise RuntimeError(f"{report.new} of {entries} came in, {len(said)} reports.")
    return took


def _opens(studies: int, page: str) -> Callable[[], Callable[[], float]]:
    def prepare() -> Callable[[], float]:
        from gui.warm import import_heavy

        path = file(studies, scored=True)
        import_heavy()  # as the program does while its first page is looked at

        def task() -> float:
            window = open_window(path)
            app = application()
            for _turn in range(5):
                app.processEvents()
            start = perf_counter()
            window.show_page(page)
            app.processEvents()
            took = perf_counter() - start
            window.session.jobs.stop()
            window.close()
            return took

        return task

    return prepare


BENCHMARKS = [
    Benchmark(
        "forms of 20 claims shared and received", 500, 2.0, _share_and_receive(500),
        repeats=3, own_clock=True,
    ),
    Benchmark("entries merged into as many", 50_000, 1.0, _merge(50_000), repeats=3,
              own_clock=True),
    Benchmark("entries merged into as many", 1_000_000, 20.0, _merge(1_000_000), repeats=1,
              own_clock=True),
    Benchmark("Reconcile opened for the first time", 200, 0.2, _opens(200, "reconcile"),
              repeats=3, own_clock=True),
]  # fmt: skip
