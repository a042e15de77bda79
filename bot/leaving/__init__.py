"""Places that the bot was removed from, and the erasing of what is kept of a place or a person."""
