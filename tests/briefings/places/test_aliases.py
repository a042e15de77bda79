from pathlib import Path

import pytest

from briefings.errors import AliasError, BadInput
from briefings.places import Gazetteer, read_aliases


def write(folder: Path, text: str) -> Path:
    path = folder / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_good_file(tmp_path: Path) -> None:
    """Names and codes are read, codes in any case, blocs by key; what they say takes effect."""
    path = write(tmp_path, '[aliases]\n"Mallard House" = "gb"\n"the four" = "QUAD"\nBharat = "IN"\n')
    aliases = read_aliases(path)
    assert aliases == {"Mallard House": "GB", "the four": "quad", "Bharat": "IN"}
    assert Gazetteer.shipped(aliases).look_up("mallard house").codes == ("GB",)


def test_empty_file(tmp_path: Path) -> None:
    """A file without entries is no error."""
    assert read_aliases(write(tmp_path, "")) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[aliases\n", "line 1"),
        ('[aliases]\na = "IN"\na = "IN"\n', "line 3"),
        ('[aliases]\n"Mallard House" = "GB"\n"mallard  house" = "GB"\n', "mallard  house"),
        ('[aliases]\nbharat = "IN"\nBharat = "IN"\n', "Bharat"),
        ('[aliases]\n"Mallard House" = "QQ"\n', "QQ"),
        ('[aliases]\n"" = "GB"\n', "empty"),
        ('[aliases]\n" - " = "GB"\n', "empty"),
        ('[aliases]\n"Mallard House" = 7\n', "Mallard House"),
        ('[aliases]\nIndia = "PK"\n', "India"),
        ('[aliases]\nNATO = "US"\n', "NATO"),
        ('[names]\na = "IN"\n', "names"),
        ('aliases = "IN"\n', "aliases"),
    ],
)
def test_bad_file_gives_one_sentence(tmp_path: Path, text: str, names: str) -> None:
    """A file that cannot be used is refused in one line that names the entry or the line."""
    with pytest.raises(AliasError) as refused:
        read_aliases(write(tmp_path, text))
    message = str(refused.value)
    assert names in message
    assert "\n" not in message
    assert message.endswith(".")
    assert isinstance(refused.value, BadInput)


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that is missing, or is no text, is refused likewise."""
    with pytest.raises(AliasError, match="cannot be read"):
        read_aliases(tmp_path / "missing.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AliasError, match="UTF-8"):
        read_aliases(binary)
