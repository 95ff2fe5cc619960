"""Folders and paths of the user."""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress

from . import PROGRAM


def private_folder(environ: Mapping[str, str], variable: str, default: str) -> str | None:
    """This program's folder in the one that `variable` names, which only the user can read.

    None if there is no home, or if the folder cannot be created or belongs to somebody else.
    """
    parent = environ.get(variable, "")
    if not os.path.isabs(parent):  # the XDG specification says to ignore it then
        parent = os.path.expanduser(default)
    if not os.path.isabs(parent):  # there is no home
        return None
    folder = os.path.join(parent, PROGRAM)
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            os.chmod(folder, 0o700)
            return folder
    return None


def expand_path(path: str) -> str:
    """The path with ~ and $VARIABLES expanded, as in `file://`."""
    return os.path.expandvars(os.path.expanduser(path))


def replace_file(path: str, text: str) -> None:
    """Replace a file as a whole, readable to the user only, since others may read or write it.

    Raises OSError. No other file is left behind, also after Ctrl-C.
    """
    from tempfile import mkstemp

    descriptor, new = mkstemp(dir=os.path.dirname(path), suffix=".tmp")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(new, path)
    except BaseException:
        with suppress(FileNotFoundError):  # it has just been moved
            os.unlink(new)
        raise
