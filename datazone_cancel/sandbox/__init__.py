"""A DataZone on loopback, for people without an AWS account: a moto backend and its server.

`datazone/` is laid out as the package `moto/datazone` would be. moto takes the service's name from
a module's name, so it has to be imported as `moto.datazone`: `plug_in` makes that possible.
"""

import os
from pathlib import Path


def plug_in() -> None:
    """Make `import moto.datazone` find the backend in this package."""
    import moto

    # A Region that moto does not know is one without domains, not a crash.
    os.environ["MOTO_ALLOW_NONEXISTENT_REGION"] = "true"
    here = str(Path(__file__).parent)
    if here not in moto.__path__:
        moto.__path__.append(here)
