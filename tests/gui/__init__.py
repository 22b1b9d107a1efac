"""Tests of `gui`."""
