"""The trials in any number, from the terminal; each line says what came of one kind."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import damage, kills, powercut, two_desks, upgrades

Trial = Callable[[Path], tuple[bool, object]]


def main() -> int:
    asked = _parser().parse_args()
    good = [_run(name, trial) for name, trial in _trials(asked)]
    if not good:
        _say("Nothing was asked for; see --help.")
    return 0 if all(good) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=0, help="kill a writer so many times")
    parser.add_argument("--kills-copying", type=int, default=0)
    parser.add_argument("--kills-migrating", type=int, default=0)
    parser.add_argument("--power-cuts", type=int, default=0, help="images of a cut power")
    parser.add_argument("--synchronous", default="EXTRA", help="EXTRA, FULL, NORMAL or OFF")
    parser.add_argument("--answers", type=int, default=0, help="of each of two desks at once")
    parser.add_argument("--flips", type=int, default=0, help="of single bits")
    parser.add_argument("--rescue", type=int, default=0, help="rescue a file of so many entries")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _trials(asked: argparse.Namespace) -> Iterator[tuple[str, Trial]]:
    seed = asked.seed
    if n := asked.kills:
        yield (
            "killed while answering",
            lambda at: _clean(kills.while_answering(at, trials=n, seed=seed)),
        )
    if asked.kills_copying:
        n_copying = asked.kills_copying
        yield (
            "killed while copying",
            lambda at: _clean(kills.while_copying(at, trials=n_copying, seed=seed)),
        )
    if asked.kills_migrating:
        n_migrating = asked.kills_migrating
        yield (
            "killed while migrating",
            lambda at: _clean(
                kills.while_migrating(at, trials=n_migrating, plan=upgrades.PLAN, seed=seed)
            ),
        )
    if asked.power_cuts:
        yield (
            f"power cuts, synchronous={asked.synchronous}",
            lambda at: _clean(
                powercut.trial(
                    at, images=asked.power_cuts, synchronous=asked.synchronous, seed=seed
                )
            ),
        )
    if asked.answers:
        yield "two desks: lost", lambda at: _none(two_desks.trial(at, answers=asked.answers))
    if asked.flips:
        yield "flipped bits", lambda at: _noticed(damage.noticing(at, flips=asked.flips, seed=seed))
    for harm in damage.DAMAGES if asked.rescue else ():
        yield f"rescue: {harm.__name__}", _rescue(harm, asked.rescue, seed)


def _run(name: str, trial: Trial) -> bool:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EVENHAND_HOME"] = str(Path(folder) / "home")
        place = Path(folder) / "trial"
        place.mkdir()
        good, score = trial(place)
    said = "ok " if good else "BAD"
    _say(f"{said} {name}: {score} in {time.perf_counter() - started:.1f} s")
    return good


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _clean(score: kills.Score) -> tuple[bool, object]:
    return score.clean, score


def _none(lost: int) -> tuple[bool, object]:
    return lost == 0, lost


def _noticed(score: damage.Noticed) -> tuple[bool, object]:
    return score.crashed == 0 and score.noticed >= 0.99 * score.mattered, score


def _rescue(harm: damage.Damage, entries: int, seed: int) -> Trial:
    def trial(place: Path) -> tuple[bool, object]:
        score = damage.rescuing(place, harm, entries=entries, seed=seed)
        return score.found >= 0.99 * score.surviving, score

    return trial


if __name__ == "__main__":
    sys.exit(main())
