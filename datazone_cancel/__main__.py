"""`python -m datazone_cancel`, and the `datazone-cancel` command."""

import gc
import sys


def main() -> int:
    """Run the command and return its exit status.

    Ctrl-C ends it quietly from here on, even while modules are being imported.
    """
    # Imports create no garbage, but would start the collector dozens of times.
    gc.disable()
    if sys.version_info >= (3, 15):
        # Most of what boto3 and click import is never used (PEP 810).
        sys.set_lazy_imports("all")
    try:
        from .main import main
        from .terminal import IO

        return main(sys.argv[1:], IO.system())
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
