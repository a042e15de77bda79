"""What a digest holds: what is new for one channel, else the next day of a run through the library."""
