"""`python -m datazone_cancel`, and the `datazone-cancel` command."""

import sys


def main() -> int:
    """Returns the exit status. Ctrl-C is quiet from here on, while modules load too."""
    try:
        from .cli import main

        return main(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
