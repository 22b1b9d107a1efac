"""The sheets of the workbook: each module declares `SHEET`; no table is made empty."""
