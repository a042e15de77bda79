"""Errors of ours that a person can act on: one sentence each, saying what to do."""


class CommuniqueError(Exception):
    """Any failure we foresee. `str(error)` is one sentence that may be shown to a reader."""


class BadInput(CommuniqueError):
    """What was typed or handed over cannot be used; the message says what would work."""


class AliasError(BadInput):
    """An operator's alias file cannot be used."""


class LibraryError(BadInput):
    """A briefing file cannot be read as a briefing."""


class SourceMismatch(BadInput):
    """A text is not the article that was briefed."""


class ConfigurationError(CommuniqueError):
    """A setting is missing or malformed, or a folder cannot be used."""


class StorageError(CommuniqueError):
    """The database cannot be read or written."""
