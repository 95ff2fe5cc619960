"""Start-up time: the garbage collector and imports are switched here and nowhere else.

docs/performance.md has the figures.
"""

import gc
import sys

_LOADED_EARLY = ("datazone_cancel", "email", "http", "urllib3")
"""Packages that handle responses. botocore has loaded what it needs by then."""


def speed_up_imports() -> None:
    """Called before anything else is imported."""
    # Imports create no garbage, but would start the collector dozens of times.
    gc.disable()
    if sys.version_info >= (3, 15):
        # Most of what boto3 and click import is never used (PEP 810).
        sys.set_lazy_imports("all")


def skip_pyopenssl() -> None:
    """Called before botocore is imported, which looks for what PyOpenSSL may have replaced.

    That import loads cryptography where it is installed. Nothing here activates PyOpenSSL; if
    something else did, it is in use already and stays.
    """
    sys.modules.setdefault("urllib3.contrib.pyopenssl", None)  # type: ignore[arg-type]


def load_early() -> None:
    """Called before many requests: load what handles a response before the first one is sent.

    If no file can be opened any more, a lazy import would lose the response.
    """
    if sys.version_info >= (3, 15):
        sys.set_lazy_imports_filter(
            lambda importer, _name, _members: importer.partition(".")[0] not in _LOADED_EARLY
        )


def collect_garbage() -> None:
    """Called before many requests, whose responses create garbage; imported modules never do."""
    gc.freeze()
    gc.enable()


def speed_up_exit() -> None:
    """Called at the end: Python would look for garbage in everything that was imported."""
    gc.freeze()
