"""What writes a review out: each module declares `EXPORTER`."""
