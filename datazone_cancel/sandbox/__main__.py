"""`python -m datazone_cancel.sandbox`, and the `datazone-cancel-sandbox` command."""

import sys


def main() -> int:
    """Return the exit status. Ctrl-C prints nothing, even while modules load."""
    try:
        from .command import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
