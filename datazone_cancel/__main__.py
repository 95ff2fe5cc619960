"""`python -m datazone_cancel`, and the `datazone-cancel` command."""

import sys

from .startup import speed_up_exit, speed_up_imports


def main() -> int:
    """Run the command and return its exit status.

    Ctrl-C ends it quietly from here on, even while modules are being imported.
    """
    speed_up_imports()
    try:
        from .main import main
        from .terminal import IO

        return main(sys.argv[1:], IO.system())
    except KeyboardInterrupt:
        return 130
    finally:
        speed_up_exit()


if __name__ == "__main__":
    sys.exit(main())
