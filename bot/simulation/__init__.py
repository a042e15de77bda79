"""A month in a minute: everything that posts digests, on a wound clock, against senders that record."""
