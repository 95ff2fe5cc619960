"""A script sees no difference to `aws datazone cancel-metadata-generation-run`, as recorded."""

import sys
from collections.abc import Iterator

import pytest

from tests.support.documents import ROOT

from . import recording
from .case import carry_out
from .cases import GROUPS
from .differences import DECLARED, cases, comparable
from .forks import Forks

pytestmark = pytest.mark.slow

NAMES = [(group, name) for group in GROUPS for name in GROUPS[group]]
DIFFERENT = cases(DECLARED)


@pytest.fixture(scope="session")
def command() -> Iterator[Forks]:
    forks = Forks("datazone-cancel", sys.executable)
    yield forks
    forks.close()


@pytest.mark.parametrize(("group", "name"), NAMES)
def test_same_as_recorded(group: str, name: str, command: Forks) -> None:
    case = GROUPS[group][name]
    theirs = comparable(recording.read(group)[name], case)

    ours = comparable(carry_out(case, command), case)

    if f"{group}: {name}" in DIFFERENT:
        assert ours != theirs, "no longer different: remove it from differences.py"
    else:
        assert ours == theirs


@pytest.mark.parametrize("group", GROUPS)
def test_recording_is_complete(group: str) -> None:
    assert recording.read(group).keys() == GROUPS[group].keys()


def test_differences_name_cases() -> None:
    assert {f"{group}: {name}" for group, name in NAMES} >= DIFFERENT


@pytest.mark.parametrize("document", ["README.md", "docs/aws-cli.md"])
def test_documents_have_the_number_of_cases(document: str) -> None:
    assert f"{len(NAMES):,} invocations" in (ROOT / document).read_text()
