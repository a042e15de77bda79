"""The shared core: briefings, their checks, answers and replies.

It knows no chat platform, no scheduler, no environment and no clock of its own.
"""
