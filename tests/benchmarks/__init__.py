"""How fast it is, against what we aim at: `python -m tests.benchmarks [NAME...]`.

Each module here declares `BENCHMARKS` and may have `peers()`, the same tasks done by others.
"""
