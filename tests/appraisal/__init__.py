"""Tests of `appraisal`."""
