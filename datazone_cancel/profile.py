"""Settings of the command itself in the user's AWS configuration, read without botocore.

What concerns the service (Region, credentials, endpoints, retries) botocore reads.
"""

import os
from configparser import Error, RawConfigParser

from .options import Options


def setting(name: str, options: Options, *, variable: str) -> str | None:
    """A setting as the AWS CLI finds it: in the environment, then in the profile."""
    if (value := os.environ.get(variable)) is not None:
        return value
    profile = (
        options.profile
        or os.environ.get("AWS_PROFILE")
        or os.environ.get("AWS_DEFAULT_PROFILE")
        or "default"
    )
    file = os.path.expanduser(os.environ.get("AWS_CONFIG_FILE", "~/.aws/config"))
    parser = RawConfigParser(default_section="")  # [DEFAULT] is nothing special
    try:
        parser.read(file)
    except (Error, OSError, UnicodeDecodeError):
        # botocore says what is wrong with the file, where it matters.
        return None
    sections = ("default",) if profile == "default" else ()
    for section in (*sections, f"profile {profile}", f'profile "{profile}"'):
        if parser.has_option(section, name):
            return str(parser.get(section, name))
    return None
