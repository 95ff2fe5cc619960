"""`make bench`: measures, and writes the figures of docs/performance.md."""

from . import many_runs, page, startup

if __name__ == "__main__":
    page.write("machine", page.machine())
    startup.write()
    many_runs.write()
