"""The sheets of the workbook: each module declares `SHEET`, which makes tables of a `Material`.

`ORDER` of a module says where its tables stand; none is made empty.
"""
