"""`python -m datazone_cancel.sandbox`, and the `datazone-cancel-sandbox` command."""

import sys


def main() -> int:
    """Returns the exit status. Ctrl-C is quiet from here on, while modules load too."""
    try:
        from .command import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
