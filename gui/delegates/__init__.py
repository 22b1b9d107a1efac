"""Painters of cells and rows: they know the theme and plain values, and nothing of reviews."""
