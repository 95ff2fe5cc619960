"""The documentation site works without a web server and without a network."""

import re
import subprocess
from pathlib import Path

import pytest

from .support.command import BIN
from .support.documents import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [f"{BIN}/mkdocs", "build", "--quiet", "--strict", "--site-dir", folder],
        cwd=ROOT,
        check=True,
    )
    return folder


def _loaded(page: Path) -> set[str]:
    """The scripts, styles and images that a browser loads with the page."""
    tags = re.findall(r"<(?:script|img|link rel=\"stylesheet\")[^>]*>", page.read_text())
    return {path for tag in tags for path in re.findall(r' (?:src|href)="([^"]+)"', tag)}


def test_pages_load_only_files_of_the_site(site: Path) -> None:
    loaded = {path for page in site.glob("*.html") for path in _loaded(page)}

    assert loaded
    assert [path for path in loaded if not (site / path.lstrip("/")).is_file()] == []


def test_a_page_that_was_opened_from_disk_can_search(site: Path) -> None:
    # Browsers refuse workers and requests to pages from disk.
    assert "iframe-worker.js" in _loaded(site / "usage.html")
    assert (site / "search" / "search_index.js").read_text().startswith("var __index = {")


def test_the_site_contains_the_changelog(site: Path) -> None:
    assert '<h2 id="unreleased"' in (site / "changelog.html").read_text()
    assert 'href="changelog.html"' in (site / "index.html").read_text()


def test_every_picture_is_a_link_to_its_full_size(site: Path) -> None:
    pages = [page.read_text() for page in site.glob("*.html")]

    pictures = [path for page in pages for path in re.findall(r'<img [^>]*src="([^"]+)"', page)]
    links = [
        link
        for page in pages
        for link in re.findall(r'<a href="([^"]+)"><img [^>]*src="\1" */></a>', page)
    ]

    assert sorted(pictures) == sorted(links) != []
    assert all(" width=" in (site / path).read_text().splitlines()[0] for path in pictures)
