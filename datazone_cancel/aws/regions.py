"""The Regions with DataZone, read without botocore."""

import json
import os
from collections.abc import Iterator


def regions() -> Iterator[tuple[str, str]]:
    """The Regions with DataZone in botocore's data, and their names."""
    path = os.path.join(os.path.dirname(__file__), "model", "endpoints.json")
    with open(path, encoding="utf-8") as file:
        partitions = json.load(file)["partitions"]
    for partition in partitions:
        for region in partition["services"].get("datazone", {}).get("endpoints", ()):
            yield region, partition["regions"].get(region, {}).get("description", "")
