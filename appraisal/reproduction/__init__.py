"""Scripts that compute a review's results once more: in R with metafor, and with our own `stats`.

`content` gathers what both need; each script is one text, the same for the same review. They are
code, read by statisticians of any country, and so are in English like the keys of `results.json`.
"""
