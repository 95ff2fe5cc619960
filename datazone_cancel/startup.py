"""Start-up time: the garbage collector and lazy imports are switched here and nowhere else.

docs/performance.md has the figures.
"""

import gc
import sys


def speed_up_imports() -> None:
    """Called before anything else is imported."""
    # Imports create no garbage, but would start the collector dozens of times.
    gc.disable()
    if sys.version_info >= (3, 15):
        # Most of what boto3 and click import is never used (PEP 810).
        sys.set_lazy_imports("all")


def collect_garbage() -> None:
    """Called before many requests, whose responses create garbage; imported modules never do."""
    gc.freeze()
    gc.enable()


def speed_up_exit() -> None:
    """Called at the end: Python would look for garbage in everything that was imported."""
    gc.freeze()
