"""Python programs that call the command and watch what it does."""

import sys

from .command import Command, subprocess_command


def _program(source: str) -> Command:
    return subprocess_command(sys.executable, "-c", source)


module = subprocess_command(sys.executable, "-m", "datazone_cancel")

AS_PROCESS_1 = (
    sys.executable,
    "-c",
    "import os; os.getpid = lambda: 1; from datazone_cancel.__main__ import main; exit(main())",
)
"""The command as it starts in a container. (The system still ends it as any other process.)"""

packages_loaded = _program("""
import atexit, os, sys
before = set(sys.modules)
stderr = os.dup(2)

def report():
    loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
    os.write(stderr, f"{sorted(loaded - set(sys.stdlib_module_names))}\\n".encode())

atexit.register(report)
from datazone_cancel.__main__ import main
main()
""")
"""The last line of stderr lists the packages that were loaded, except the standard library."""

without_sockets = _program("""
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
from datazone_cancel.__main__ import main
sys.exit(main())
""")
"""Ends with an error as soon as the command uses a socket."""

without_file_descriptors = _program("""
import os, resource, sys

def exhaust(event, arguments):
    if event == "socket.connect":
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))

sys.addaudithook(exhaust)
from datazone_cancel.__main__ import main
os._exit(main())  # coverage would open a file at exit
""")
"""From the first request on, no file and no connection can be opened."""

collections = _program("""
import gc, sys
from datazone_cancel.__main__ import main
calls = []
gc.callbacks.append(lambda phase, info: calls.append(phase))
status = main()
print(calls.count("start"), file=sys.stderr)
sys.exit(status)
""")
"""The last line of stderr is how often the garbage collector has started."""

collector_at_first_request = _program("""
import gc, os, sys
seen = []

def look(event, arguments):
    if event == "socket.connect":
        seen.append((gc.isenabled(), gc.get_freeze_count() > 0))

sys.addaudithook(look)
from datazone_cancel.__main__ import main
status = main()
print(*seen[0], file=sys.stderr)
sys.exit(status)
""")
"""The last line of stderr: is the collector on at the first request, and are objects frozen?"""

stuck_stderr = _program("""
import select, sys
poll = select.poll
waited = 0

class Poll:
    def __init__(self):
        self._poll = poll()
        self._is_stuck = False

    def register(self, file, *events):
        self._is_stuck = file == sys.stderr.fileno()
        self._poll.register(file, *events)

    def poll(self, milliseconds):
        global waited
        if not self._is_stuck:
            return self._poll.poll(milliseconds)
        waited += milliseconds / 1000
        return []

select.poll = Poll
from datazone_cancel.__main__ import main
status = main()
print(round(waited, 3))
sys.exit(status)
""")
"""Nobody reads stderr. The last line of stdout is how many seconds the command waited for it."""

without_openssl = _program("""
import sys

class Refusing:
    def find_spec(self, name, path, target=None):
        if name == "OpenSSL":
            raise SystemExit(name)

sys.meta_path.insert(0, Refusing())
from datazone_cancel.__main__ import main
sys.exit(main())
""")
"""Ends with an error as soon as the command looks for PyOpenSSL."""

without_cleandoc = _program("""
import inspect, sys
del inspect.cleandoc
from datazone_cancel.__main__ import main
sys.exit(main())
""")
"""Ends with an error as soon as click dedents a text."""

interrupted_while_loading = _program("""
import importlib, sys

class Interrupted:
    def find_spec(self, name, path, target=None):
        if name == "click":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
sys.exit(importlib.import_module(f"{sys.argv.pop(1)}.__main__").main())
""")
"""Ctrl-C while Python loads the modules of a command. The first argument is its package."""

IGNORE_SIGINT = (
    sys.executable,
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN);"
    "os.execvp(sys.argv[1], sys.argv[1:])",
)
"""Starts a command that inherits an ignored SIGINT, as a shell's background jobs do."""

json_files_read = _program("""
import os, sys
opened = []

def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".json", ".json.gz")):
        opened.append(str(arguments[0]))

sys.addaudithook(hook)
from datazone_cancel.__main__ import main
status = main()
print(int(status), *("/".join(name.split(os.sep)[-3:]) for name in opened))
""")
"""stdout is the exit status, and the last three parts of the path of each JSON file read."""

uri_of_get = _program("""
from botocore.session import Session
from datazone_cancel.aws.session import use_trimmed_service_model
session = Session()
use_trimmed_service_model(session)
model = session.get_service_model("datazone")
print(model.operation_model("GetMetadataGenerationRun").http["requestUri"])
""")
"""stdout is the path of GetMetadataGenerationRun in the service model in use."""
