"""Trials of the store against kills, power cuts, full disks and damage.

The tests under `tests/appraisal/store` run a few of each; `python -m tests.faults` runs as many as
are asked for.
"""
