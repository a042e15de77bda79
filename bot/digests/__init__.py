"""Managing digests and follows: who may do it, what they typed, what is kept, and how it is answered."""
