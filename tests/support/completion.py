"""Completion without a shell."""

from collections.abc import Callable

Complete = Callable[[str], list[tuple[str, str]]]
"""Maps the line before the cursor to candidates: values, and what zsh shows beside each."""
