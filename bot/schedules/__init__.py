"""Schedules: days and local times in a zone, read from words and put back into words."""

from bot.schedules.grammar import parse_schedule
from bot.schedules.schedule import Schedule
from bot.schedules.words import in_words, text

__all__ = ["Schedule", "in_words", "parse_schedule", "text"]
