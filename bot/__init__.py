"""Everything about platforms, time and process."""
