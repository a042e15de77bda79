"""Health of a running process: whether it lives, whether it can work, and its figures, over HTTP."""
