"""Cancel Amazon DataZone metadata generation runs from a shell.

The command line is the interface: there is no public Python API.
"""

PROGRAM = "datazone-cancel"
__version__ = "0.2.0"
