"""Figures of evidence synthesis: layouts that make a Scene, and the ink that puts it on paper.

Importing this package loads nothing heavy; `ink` alone needs matplotlib, and only when it draws.
"""
