"""DataZoneBackend validations that result in ValidationException.

Note that ValidationExceptions are accumulative, and do not repeat the invalid value.
"""

import re

from .exceptions import ConstraintViolations

# The patterns in the API's model are not anchored; the service matches the whole value.
DOMAIN_ID = "dzd[-_][a-zA-Z0-9_-]{1,36}"
ENTITY_ID = "[a-zA-Z0-9_-]{1,36}"
STATUSES = (
    "SUBMITTED",
    "IN_PROGRESS",
    "CANCELED",
    "SUCCEEDED",
    "FAILED",
    "PARTIALLY_SUCCEEDED",
)
TYPES = ("BUSINESS_NAMES", "BUSINESS_GLOSSARY_ASSOCIATIONS", "BUSINESS_DESCRIPTIONS")


def validate_args(*validators: tuple[str, str | None, str | tuple[str, ...]]) -> None:
    """Raise exception if any of the values is invalid.

    Each validator is a tuple of the following:
        (field name, value or None, regular expression or enum)
    """
    errors = []
    for field_name, value, constraint in validators:
        if value is None:
            continue
        if isinstance(constraint, str):
            if not re.fullmatch(constraint, value):
                message = f"satisfy regular expression pattern: {constraint}"
                errors.append((field_name, message))
        elif value not in constraint:
            message = f"satisfy enum value set: [{', '.join(constraint)}]"
            if constraint is TYPES:
                # The API reference reports an invalid `type` as one of the `types`.
                field_name = "types"
                message = f"satisfy constraint: [Member must {message}]"
            errors.append((field_name, message))
    if errors:
        raise ConstraintViolations(
            [
                f"Value at '{name}' failed to satisfy constraint: Member must {message}"
                for name, message in errors
            ]
        )
