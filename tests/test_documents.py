"""README.md and docs/ name what exists, and all of it."""

import pkgutil
import re
from pathlib import Path

import pytest
import yaml

from .support.documents import DOCS, PAGES, README, ROOT
from .support.internals import ERRORS, PACKAGE, ExitStatus, option_names
from .support.sandbox import sandbox_command

FOREIGN_OPTIONS = {
    **dict.fromkeys(
        ("--lookup-attributes", "--name", "--search-text", "--user-identifier", "--user-type"),
        "aws",
    ),
    "--aws-sigv4": "curl",
    "--compile-bytecode": "uv",
    **dict.fromkeys(("--check", "--ignore-missing"), "sha256sum"),
    **dict.fromkeys(("--init", "--tag"), "docker and podman"),
    "--domain-id": "an abbreviation",
    **dict.fromkeys(("--force", "--format", "--limit", "--since", "--user"), "other commands"),
    "--dryrun": "another spelling",
    "--option": "any option",
    "--reg": "an abbreviation",
}
"""Options in the documents that are not options of our commands, and where they come from."""


def test_every_documented_option_exists() -> None:
    ours = {*option_names(), *(name for each in sandbox_command.params for name in each.opts)}

    named = {
        option
        for page in PAGES
        for option in re.findall(r"(?<![\w=-])--[a-z][a-z0-9-]*", page.read_text())
    }

    assert named - ours == FOREIGN_OPTIONS.keys()


def test_every_option_is_in_the_table_of_options() -> None:
    table = (DOCS / "aws-cli.md").read_text().split("## Options")[1]

    documented = re.findall(r"`(--[a-z-]+)`", "".join(re.findall(r"^\| (.*?) \|", table, re.M)))
    assert sorted(documented) == sorted(option_names())


def test_every_error_is_in_the_table_of_errors() -> None:
    page = (DOCS / "exit-status.md").read_text()

    documented = re.findall(r"^\| `(\w+)` \| (\d+) \| `(.*\{\}.*)` \|$", page, re.MULTILINE)
    assert documented == [
        (family.__name__, str(int(kind.exit_status)), sentence) for family, kind, sentence in ERRORS
    ]


def test_every_exit_status_is_documented() -> None:
    page = (DOCS / "exit-status.md").read_text()

    documented = re.findall(r"^\| (\d+) \| [^|]+ \| \*\*\w+\.\*\* ", page, flags=re.MULTILINE)
    assert sorted(map(int, documented)) == sorted(ExitStatus)


def test_the_site_opens_as_the_readme_does() -> None:
    def opening(page: Path) -> list[str]:
        """The first picture, and the commands between it and the next heading."""
        text = page.read_text().partition("\n## ")[0]
        return re.findall(r"!\[([^]]*)\]", text) + re.findall(r"```bash\n(.*?)```", text, re.DOTALL)

    assert opening(DOCS / "index.md") == opening(README)
    assert len(opening(README)) == 5


def test_the_readme_lists_the_pages_in_the_order_of_the_site() -> None:
    navigation = yaml.safe_load((ROOT / "mkdocs.yml").read_text())["nav"]

    listed = re.findall(r"^- \[(.+)\]\(docs/(.+)\)", README.read_text(), re.MULTILINE)

    # The README links to CHANGELOG.md, which that page includes.
    assert [*listed, ("Changelog", "changelog.md")] == [
        item for entry in navigation for item in entry.items()
    ]


def test_the_pictures_are_those_that_pages_show() -> None:
    shown = {
        (page.parent / path).resolve()
        for page in PAGES
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text())
    }

    assert shown == set((DOCS / "pictures").iterdir())


def _names_in_the_design() -> list[str]:
    """`module.function`, `module.Class` and `Class.method` in docs/design.md."""
    page = (DOCS / "design.md").read_text()
    modules = {path.stem for path in PACKAGE.iterdir()}
    dotted = dict.fromkeys(re.findall(r"`(_*[A-Za-z]\w*(?:\.\w+)+)`", page))
    ours = [name for name in dotted if name.split(".")[0] in modules and "/" not in name]
    classes = {name.split(".")[-1]: name for name in ours}
    methods = [
        name.replace(owner, classes[owner], 1)
        for name in dotted
        if (owner := name.split(".")[0]) in classes and owner[0].isupper()
    ]
    return [name for name in (*ours, *methods) if not name.endswith((".py", ".json"))]


@pytest.mark.parametrize("name", _names_in_the_design())
def test_every_name_in_the_design_exists(name: str) -> None:
    pkgutil.resolve_name(f"datazone_cancel.{name}")  # raises an exception otherwise


def test_the_design_names_all_files_that_a_filter_touches() -> None:
    name = "owning_project_identifier"
    section = (DOCS / "design.md").read_text().split("## How to add")[1].split("\n## ")[0]

    spellings = (name, f"--{name.replace('_', '-')}")
    files = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "sandbox" not in path.parts
        and any(spelling in path.read_text() for spelling in spellings)
    }
    documented = set(re.findall(r"`([a-z/_]+\.py)`", section.split("in no other:")[1]))
    assert documented == files
