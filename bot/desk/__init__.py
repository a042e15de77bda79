"""What is done for readers in a chat, the same on every platform: planned and carried out, not sent."""
