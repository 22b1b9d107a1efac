"""Figures of an appraisal, and the bridge from a review to the figures of `stats`."""
