"""A value that must not be seen: it says nothing when printed and has to be asked for by name."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """A token or password. Its `repr` and `str` show nothing of it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value itself, for the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret()"

    __str__ = __repr__
