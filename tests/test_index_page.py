"""The package's page on an index."""

import re
from pathlib import Path

from tools.index_page import absolute

README = (Path(__file__).parent.parent / "README.md").read_text()


def test_links_are_absolute() -> None:
    text = "[Usage](docs/usage.md#all) ![A](docs/a.svg) [Top](#top) [web](https://example.com/x)"

    assert absolute(text, "https://git.example.com/t/r", "v1") == (
        "[Usage](https://git.example.com/t/r/blob/v1/docs/usage.md#all)"
        " ![A](https://git.example.com/t/r/raw/v1/docs/a.svg)"
        " [Top](#top) [web](https://example.com/x)"
    )


def test_the_readme_has_only_links_that_can_be_made_absolute() -> None:
    page = absolute(README, "https://git.example.com/t/r", "v1")

    targets = re.findall(r"\]\(([^)]*)\)|(?:src|href)=\"([^\"]*)", page)
    assert targets
    assert all(
        target.startswith(("https://", "#")) for pair in targets for target in pair if target
    )
