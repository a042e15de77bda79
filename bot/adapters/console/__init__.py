"""The console: the same commands and replies in a terminal, a pipe or a script, with no token."""
