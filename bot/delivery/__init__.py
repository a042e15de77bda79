"""Each digest once: planned, claimed, composed and frozen, sent part by part, recorded."""
