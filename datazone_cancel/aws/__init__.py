"""DataZone. No other package imports boto3 or botocore."""

from typing import TYPE_CHECKING

from datazone_cancel.startup import collect_garbage, load_early, skip_pyopenssl

if TYPE_CHECKING:
    from datazone_cancel.clock import Clock
    from datazone_cancel.settings import Settings

    from .client import DataZone


def connect(settings: "Settings", clock: "Clock", *, batch: bool) -> "DataZone":
    """A client for DataZone. With `batch`, it retries and slows down as suits many requests.

    Raises CommandError. Importing the AWS libraries takes a large part of a second, so this is
    called when the first request is about to be sent.
    """
    skip_pyopenssl()
    if batch:
        load_early()
    from .client import DataZone

    if batch:
        collect_garbage()
    return DataZone(settings, clock, batch=batch)
