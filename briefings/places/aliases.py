"""An operator's own names for places, from a TOML file with one table, [aliases], of name = "CODE".

It refuses a file that is unclear: one sentence says which entry is wrong and why.
"""

from collections.abc import Mapping
from pathlib import Path

from briefings.errors import AliasError
from briefings.places.folding import fold
from briefings.places.gazetteer import Gazetteer


def read_aliases(path: Path) -> dict[str, str]:
    """Names and codes in `path`, codes as Gazetteer knows them; raises AliasError with one sentence."""
    import tomllib  # noqa: PLC0415  (start-up must not pay for a file that few operators have)

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise AliasError(f"The alias file {path.name} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise AliasError(f"The alias file {path.name} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise AliasError(f"The alias file {path.name} is not valid TOML: {error}.") from None
    return _checked(path.name, table)


def _checked(file: str, table: Mapping[str, object]) -> dict[str, str]:
    unknown = sorted(set(table) - {"aliases"})
    if unknown:
        raise AliasError(f'The alias file {file} may hold only the table [aliases], not "{unknown[0]}".')
    entries = table.get("aliases", {})
    if not isinstance(entries, dict):
        raise AliasError(f'In the alias file {file}, "aliases" must be a table of name = "CODE".')
    shipped = Gazetteer.shipped()
    seen: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for name, code in entries.items():
        key = fold(name)
        if not key:
            raise AliasError(f'In the alias file {file}, the entry "{name}" has an empty name.')
        if key in seen:
            raise AliasError(f'In the alias file {file}, "{name}" and "{seen[key]}" are the same name twice.')
        seen[key] = name
        aliases[name] = _code(file, shipped, name, code)
    return aliases


def _code(file: str, shipped: Gazetteer, name: str, code: object) -> str:
    """The code of one entry, checked against what ships."""
    if not isinstance(code, str):
        raise AliasError(f'In the alias file {file}, the code of "{name}" must be text in quotes.')
    known = shipped.known(code)
    if known is None:
        raise AliasError(f'In the alias file {file}, "{name}" has the unknown code "{code}".')
    taken = shipped.exact(name)
    if taken is not None and taken.kind in ("country", "bloc") and taken.codes != (known,):
        owner = shipped.name(taken.codes[0])
        raise AliasError(
            f'In the alias file {file}, "{name}" = "{code}" would take over a name that means "{owner}".'
        )
    return known
