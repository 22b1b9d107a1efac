"""Numbers worked out from what a paper gives instead, each with its formula, source and reason.

`working` says what a conversion asks and gives; `means`, `counts` and `reported` hold them by kind
of data; `offered` finds those that lead to a cell. The arithmetic stands in `stats.conversions`.
"""
