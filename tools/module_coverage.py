"""Check that tests cover each module, which coverage itself checks only for all of them together.

The end of `make test`; stdin is what `coverage json` prints.
"""

import json
import sys

_LOWEST = 80
"""Percent of a module's lines and branches."""


def main() -> None:
    """Exit with an error that names the modules that tests cover too little of."""
    modules = json.load(sys.stdin)["files"]
    low = {
        name: module["summary"]["percent_covered"]
        for name, module in modules.items()
        if module["summary"]["percent_covered"] < _LOWEST
    }
    if low:
        lines = [f"  {name}: {percent:.0f} %" for name, percent in low.items()]
        sys.exit("\n".join([f"Tests cover less than {_LOWEST} % of these modules:", *lines]))


if __name__ == "__main__":
    main()
