"""The server of the sandbox."""

from datazone_cancel.sandbox.command import sandbox as sandbox_command
from datazone_cancel.sandbox.server import serving

__all__ = ["sandbox_command", "serving"]
