"""Published briefings: loading them and finding what covers a topic."""
