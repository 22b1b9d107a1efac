"""Parts of pages that know reviews: each is given the session or rows of a view, never a page."""
