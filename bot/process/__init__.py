"""A running process: its roles, each on its own feet; signals; an orderly end."""
