"""Themes: a vocabulary of what articles are about, and names to slugs."""

from briefings.themes.vocabulary import Theme, ThemeMention, ThemeVocabulary

__all__ = ["Theme", "ThemeMention", "ThemeVocabulary"]
