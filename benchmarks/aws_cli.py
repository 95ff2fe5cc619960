"""The AWS CLI v2 that is installed, and what one that is older than DataZone needs."""

import gzip
import os
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def v2() -> tuple[str, ...] | None:
    """AWS CLI v2 as Debian packages it, wherever on the PATH it is; None where it is not."""
    for folder in (*os.environ["PATH"].split(":"), "/usr/bin"):
        aws = shutil.which("aws", path=folder)
        if aws and "aws-cli/2" in subprocess.check_output([aws, "--version"], text=True):
            return (aws, "datazone", "cancel-metadata-generation-run")
    return None


def write_datazone_model(folder: Path) -> None:
    """The service model of the installed botocore, for an AWS CLI that is older than DataZone."""
    spec = find_spec("botocore")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent / "data" / "datazone" / "2018-05-10"
    target = folder / "datazone" / "2018-05-10"
    target.mkdir(parents=True)
    for name in ("service-2.json", "endpoint-rule-set-1.json"):
        (target / name).write_bytes(gzip.decompress((source / f"{name}.gz").read_bytes()))
