"""Measure, and update the figures in docs/performance.md: `make bench`."""

from . import many_runs, page, startup

if __name__ == "__main__":
    page.write("machine", page.machine())
    startup.write()
    many_runs.write()
