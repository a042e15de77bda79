"""Reading briefings from files: sound ones are read, broken ones refused in one clear sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefings.errors import LibraryError
from briefings.library.load import load_path, load_shipped

CORPUS = Path(__file__).parents[1] / "corpus" / "library" / "canal-tolls"
BRIEFING: dict[str, Any] = json.loads((CORPUS / "briefing.json").read_text(encoding="utf-8"))

Break = Callable[[dict[str, Any]], object]


def _write(folder: Path, data: object, answers: object = None) -> Path:
    (folder / "briefing.json").write_text(json.dumps(data), encoding="utf-8")
    if answers is not None:
        (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    return folder


def _refusal(path: Path) -> str:
    with pytest.raises(LibraryError) as refused:
        load_path(path)
    message = str(refused.value)
    assert "\n" not in message
    assert len(message) < 300
    assert message.endswith((".", "?"))
    return message


def test_the_shipped_library_is_read_in_order() -> None:
    """Every shipped folder is a briefing, in order of article id, with its answers."""
    shipped = load_shipped()
    assert [one.article.id for one in shipped] == sorted(one.article.id for one in shipped)
    assert all(one.answers for one in shipped)


def test_a_folder_and_its_file_are_the_same_briefing() -> None:
    """Naming the folder or the file in it gives the same, answers included."""
    assert load_path(CORPUS) == load_path(CORPUS / "briefing.json")
    assert len(load_path(CORPUS).answers) == 7


def test_a_briefing_without_curated_answers_has_none(tmp_path: Path) -> None:
    """The file of answers is optional."""
    assert load_path(_write(tmp_path, BRIEFING)).answers == ()


def test_answers_of_both_files_are_joined(tmp_path: Path) -> None:
    """Answers in the briefing itself come before those in the file beside it."""
    pairs = json.loads((CORPUS / "answers.json").read_text(encoding="utf-8"))
    loaded = load_path(_write(tmp_path, {**BRIEFING, "answers": pairs[:2]}, pairs[2:]))
    assert [pair.id for pair in loaded.answers] == [pair["id"] for pair in pairs]


def test_a_byte_order_mark_is_no_hindrance(tmp_path: Path) -> None:
    """A file that an editor saved with a byte order mark is read."""
    _write(tmp_path, BRIEFING)
    file = tmp_path / "briefing.json"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_path(tmp_path).article.id == "canal-tolls"


def _at(*steps: str | int) -> Callable[[dict[str, Any]], Any]:
    def walk(data: Any) -> Any:
        for step in steps:
            data = data[step]
        return data

    return walk


def _set(field: str, value: object, *steps: str | int) -> Break:
    return lambda data: _at(*steps)(data).update({field: value})


def _unset(field: str, *steps: str | int) -> Break:
    return lambda data: _at(*steps)(data).pop(field)


BROKEN: tuple[tuple[str, Break], ...] = (
    ("bottom_line", _unset("bottom_line")),
    ("key_judgements", _set("key_judgements", [])),
    ("colour", _set("colour", "green")),
    ("claims", _set("claims", [])),
    ("article.sha256", _set("sha256", "abc", "article")),
    ("article.version", _set("version", 0, "article")),
    ("article.status", _set("status", "secret", "article")),
    ("article.title_origin", _set("title_origin", "guessed", "article")),
    ("article.passages.3.kind", _set("kind", "footnote", "article", "passages", 3)),
    ("article.passages.3.length", _set("length", "long", "article", "passages", 3)),
    ("article.passages.3.id", _set("id", "S1", "article", "passages", 3)),
    ("claims.0.statement", _set("statement", "Too short.", "claims", 0)),
    ("claims.0.modality", _set("modality", "certain", "claims", 0)),
    ("claims.0.anchors", _set("anchors", [], "claims", 0)),
    ("claims.0.anchors.0.clause", _set("clause", 0, "claims", 0, "anchors", 0)),
    ("claims.0.review.date", _set("date", "yesterday", "claims", 0, "review")),
    ("claims.0.actors.0", _set("actors", ["Egypt"], "claims", 0)),
    ("claims.0.likelihood", _set("likelihood", 0.7, "claims", 0)),
    ("countries.1.lead", _set("lead", 6, "countries", 1)),
    ("blocs.0.key", _set("key", "Europe!", "blocs", 0)),
    ("themes.0.claims", _set("claims", [], "themes", 0)),
    ("relationships.0.directed", _set("directed", "both ways", "relationships", 0)),
    ("scenarios.0.trigger", _set("trigger", "x", "scenarios", 0)),
    ("watch.0.signals", _set("signals", "trouble", "watch", 0)),
    ("answers", _set("answers", 5)),
)


@pytest.mark.parametrize(("field", "spoil"), BROKEN, ids=[field for field, _ in BROKEN])
def test_a_broken_field_is_named(field: str, spoil: Break, tmp_path: Path) -> None:
    """A file with one broken field is refused, naming the file and the field."""
    data = json.loads(json.dumps(BRIEFING))
    spoil(data)
    message = _refusal(_write(tmp_path, data))
    assert message.startswith(f"briefing.json is not a briefing: {field}: ")


def test_several_broken_fields_are_counted(tmp_path: Path) -> None:
    """The first broken field is named, the others counted."""
    data = {**BRIEFING, "bottom_line": "x", "key_judgements": []}
    assert _refusal(_write(tmp_path, data)).endswith("(1 more after it).")


@pytest.mark.parametrize("answers", [5, "none", {"id": "x"}, [5], [{"id": "x"}], [None]])
def test_broken_answers_are_named(answers: object, tmp_path: Path) -> None:
    """A file of answers that holds something else is refused, whatever it holds."""
    assert ": answers" in _refusal(_write(tmp_path, BRIEFING, answers))


@pytest.mark.parametrize("whole", [[], 5, "text", None, True])
def test_a_file_that_is_something_else_is_refused(whole: object, tmp_path: Path) -> None:
    """JSON that is no object is no briefing."""
    assert "the whole file: " in _refusal(_write(tmp_path, whole))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON (line 1, column 1)"),
        (b'{"article": ', "is not JSON (line 1, column 13)"),
        (b"{\n'single': 1}", "is not JSON (line 2, column 1)"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"\x00\x01", "is not JSON"),
        (b"1" * 5000, "beyond reading"),
        (b"[" * 200_000, "beyond reading"),
        (b'{"bottom_line": "\\ud800"}', "is not a briefing"),
    ],
    ids=["empty", "cut-off", "single-quotes", "not-utf8", "control", "long-number", "deep", "lone-surrogate"],
)
def test_what_is_no_json_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    """A file that is no JSON is refused, saying where it goes wrong."""
    (tmp_path / "briefing.json").write_bytes(content)
    assert said in _refusal(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """An empty folder, and a mistyped file beside a sound one, are refused by name."""
    assert _refusal(tmp_path).startswith("There is no briefing.json there")
    _write(tmp_path, BRIEFING)
    assert _refusal(tmp_path / "breifing.json").startswith("There is no breifing.json there")
    assert _refusal(tmp_path / "no" / "such" / "folder").startswith("There is no folder there")


def test_a_folder_in_the_files_place_is_refused(tmp_path: Path) -> None:
    """A folder called briefing.json cannot be read as a file."""
    (tmp_path / "briefing.json").mkdir()
    assert "cannot be read" in _refusal(tmp_path)
