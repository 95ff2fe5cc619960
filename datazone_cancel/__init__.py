"""Cancel Amazon DataZone metadata generation runs from a shell.

The commands are the only public interface. There is no public Python API: any module, class or
function may change in any release.
"""

__version__ = "0.1.0"
