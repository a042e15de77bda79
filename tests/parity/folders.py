"""The platforms: every folder of adapters that is found, and the one that lives in these tests."""

from importlib import import_module
from pathlib import Path
from typing import Final

from tests.parity.platform import Platform

ADAPTERS: Final = Path(__file__).parents[2] / "bot" / "adapters"
HERE: Final = Path(__file__).parent
ORDER: Final = ("discord", "slack", "console")
"""In which they stand in the table; a further one comes after."""


def found() -> tuple[Platform, ...]:
    """The product's platforms, by their folders. Raises ImportError for one without a reading."""
    names = {each.name for each in ADAPTERS.iterdir() if (each / "__init__.py").is_file()}
    ordered = [*(each for each in ORDER if each in names), *sorted(names.difference(ORDER))]
    return tuple(map(_reading, ordered))


def with_the_third() -> tuple[Platform, ...]:
    """And the small one that shows what a platform takes."""
    return (*found(), _reading("markdown_file"))


def _reading(name: str) -> Platform:
    platform: Platform = import_module(f"tests.parity.reading.{name}").PLATFORM
    return platform
