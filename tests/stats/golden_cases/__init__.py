"""Golden cases: one module a topic, each with `KINDS`, a table from kind to function.

A function takes the case and its raw rows and returns every field that the case's `expected` may
hold, nested alike. It reads what it needs from `case["options"]`; an option nobody reads is a
failure, so a function names the ones it only acknowledges with `case["options"].agree(...)`.
"""
