"""`make release` refuses a commit whose version, changelog and tag disagree."""

import subprocess
from pathlib import Path

import pytest

from tools.release import bill_of_materials, problems

RELEASED = "# Changelog\n\n## [1.2.3] - 2026-12-01\n\n- A change.\n\n## [1.2.2] - 2026-11-01\n"


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose only commit can be released."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "A U Thor")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "author@example.com")
    tmp_path.joinpath("datazone_cancel").mkdir()
    tmp_path.joinpath("datazone_cancel/__init__.py").write_text('__version__ = "1.2.3"\n')
    tmp_path.joinpath("CHANGELOG.md").write_text(RELEASED)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Release")
    git(tmp_path, "tag", "v1.2.3")
    return tmp_path


def git(root: Path, *argv: str) -> None:
    subprocess.run(["git", "-C", root, *argv], check=True)


def test_a_commit_that_can_be_released(commit: Path) -> None:
    assert list(problems(commit)) == []


@pytest.mark.parametrize("tag", [None, "v1.2.2"])
def test_the_tag_is_the_version(commit: Path, tag: str | None) -> None:
    git(commit, "tag", "--delete", "v1.2.3")
    if tag:
        git(commit, "tag", tag)

    assert list(problems(commit)) == [
        "This commit does not have the tag v1.2.3, which __version__ asks for."
    ]


@pytest.mark.parametrize(
    "changelog",
    [
        RELEASED.replace("[1.2.3] - 2026-12-01", "[1.2.3]"),
        RELEASED.replace("1.2.3", "1.2.4"),
        RELEASED.replace("## [1.2.3]", "## [1.3.0] - 2026-12-02\n\n## [1.2.3]"),
        "# Changelog\n",
    ],
    ids=["without a date", "of another version", "not the newest", "missing"],
)
def test_the_newest_section_is_that_of_the_version(commit: Path, changelog: str) -> None:
    commit.joinpath("CHANGELOG.md").write_text(changelog)

    first, *_ = problems(commit)

    assert first == "The newest section of CHANGELOG.md must be ## [1.2.3] - YYYY-MM-DD."


def test_no_change_is_left_unreleased(commit: Path) -> None:
    text = RELEASED.replace("## [1.2.3]", "## [Unreleased]\n\n- Another.\n\n## [1.2.3]")
    commit.joinpath("CHANGELOG.md").write_text(text)

    first, *_ = problems(commit)

    assert first.startswith("CHANGELOG.md has changes that are not released")


def test_every_change_is_committed(commit: Path) -> None:
    commit.joinpath("new").touch()

    assert list(problems(commit)) == ["There are changes that are not committed."]


def test_the_bill_of_materials_names_every_package_with_a_license() -> None:
    materials = bill_of_materials()

    components = materials["components"]
    assert {"botocore", "click", "pyyaml"} < {each["name"] for each in components}
    assert all(each["licenses"] for each in components)
    references = {each["bom-ref"] for each in components}
    named = {needed for each in materials["dependencies"] for needed in each["dependsOn"]}
    assert named == references
