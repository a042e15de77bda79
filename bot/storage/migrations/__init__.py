"""The tables' history. Each migration is one step, forwards and back."""
