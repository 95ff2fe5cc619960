"""DataZone and the user's AWS configuration. No other package imports boto3 or botocore."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datazone_cancel.options import Options
    from datazone_cancel.terminal import IO

    from .client import DataZone


def connect(options: "Options", io: "IO", *, batch: bool) -> "DataZone":
    """A client for DataZone. With `batch`, it retries and slows down as suits many requests.

    Raises CommandError. Importing the AWS libraries takes a large part of a second, so this is
    called when the first request is about to be sent.
    """
    from .client import DataZone

    if batch:
        # Many responses create garbage; the imported modules never become garbage.
        gc.freeze()
        gc.enable()
    return DataZone(options, io, batch=batch)
