"""The platforms: each translates events into commands and replies into messages, and nothing else."""
