"""`python -m datazone_cancel`, and the `datazone-cancel` command."""

import os
import sys

from .startup import speed_up_exit, speed_up_imports


def main() -> int:
    """Run the command and return its exit status.

    Ctrl-C ends it quietly from here on, even while modules are being imported.
    """
    speed_up_imports()
    _end_on_signals_as_process_1()
    try:
        from .main import main
        from .terminal import IO

        return main(sys.argv[1:], IO.system())
    except KeyboardInterrupt:
        return 130
    finally:
        speed_up_exit()


def _end_on_signals_as_process_1() -> None:
    """In a container, the system lets signals without a handler do nothing. Treat them as Ctrl-C.

    Any other process ends at once by itself, which no handler could do while a name is looked up.
    """
    if os.getpid() != 1:
        return
    import signal

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main())
