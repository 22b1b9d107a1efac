"""The numbers of evidence synthesis: effect sizes, pooling and what follows from them.

The package knows arrays and models, nothing of reviews, files or windows. Importing it loads
nothing heavy: take what is needed from its modules (`stats.pool`, `stats.measures`, ...).
"""
