"""What a file of RevMan holds, what it becomes in a review, and whether we compute the same."""
