"""Discord: parse, render and send; the gateway is the only part that knows the SDK."""
