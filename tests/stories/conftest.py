from pathlib import Path

import pytest

from tests.stories.communique import Program


@pytest.fixture
def communique(tmp_path: Path) -> Program:
    """The real program, run from an empty folder."""
    return Program(tmp_path)
