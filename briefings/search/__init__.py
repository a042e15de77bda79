"""Finding by meaning: words to concepts, and the index over claims and curated questions."""
