"""One sheet of the Excel workbook under the pen: its cells, its looks, its widths and heights."""
