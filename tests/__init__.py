"""The tree again, with a test for each thing it says."""
