"""What databases and reference managers write: files in, references out; knows no review."""
