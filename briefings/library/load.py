"""Reading briefings from files. A briefing is a folder: `briefing.json` and `answers.json`.

Refuses anything that is not the model, in one sentence that names the field.
"""

import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefings.briefing import Briefing
from briefings.errors import LibraryError

_DATA = "data"


def load_shipped() -> tuple[Briefing, ...]:
    """The briefings that come with the product, in order of article id."""
    root = resources.files("briefings.library") / _DATA
    folders = sorted((entry for entry in root.iterdir() if entry.is_dir()), key=lambda entry: entry.name)
    return tuple(load_folder(folder) for folder in folders)


def load_path(path: Path) -> Briefing:
    """The briefing at `path`: its folder, or its `briefing.json`. Raises LibraryError."""
    return load_folder(path) if path.is_dir() else load_folder(path.parent, path.name)


def load_folder(folder: Traversable, name: str = "briefing.json") -> Briefing:
    """The briefing in `folder`, with its curated answers where `answers.json` is there.

    Raises LibraryError: unreadable, not JSON, or not a briefing (naming the first broken field).
    """
    data = _read(folder / name)
    answers = folder / "answers.json"
    if isinstance(data, dict) and answers.is_file():
        data["answers"] = _joined(data.get("answers", []), _read(answers))
    try:
        return Briefing.model_validate_json(json.dumps(data))
    except ValidationError as error:
        raise LibraryError(_first(name, error)) from error


def _joined(own: Any, curated: Any) -> Any:
    """Both lists of answers together, or the one that is no list, for the model to refuse."""
    for part in (own, curated):
        if not isinstance(part, list):
            return part
    return [*own, *curated]


def _read(file: Traversable) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise LibraryError(f"There is no {file.name} there; give a briefing's folder or file.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryError(f"{file.name} cannot be read; is it a UTF-8 text you may open?") from error
    except json.JSONDecodeError as error:
        raise LibraryError(f"{file.name} is not JSON (line {error.lineno}, column {error.colno}).") from error
    except (ValueError, RecursionError) as error:
        raise LibraryError(f"{file.name} is JSON beyond reading: a number or a nesting too long.") from error


def _first(name: str, error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in problem["loc"]) or "the whole file"
    more = error.error_count() - 1
    rest = f" ({more} more after it)" if more else ""
    return f"{name} is not a briefing: {where}: {problem['msg']}{rest}."
