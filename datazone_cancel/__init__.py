"""Cancel Amazon DataZone metadata generation runs from a shell."""

__version__ = "0.1.0"
