"""Exceptions raised by the datazone service, with the API reference's messages."""

from collections.abc import Sequence

from moto.core.exceptions import ServiceException


class AccessDeniedException(ServiceException):
    """Also raised for a domain that does not exist: membership is checked first."""

    code = "AccessDeniedException"

    def __init__(self, operation: str) -> None:
        super().__init__(f"User is not permitted to perform operation: {operation}")


class ConflictException(ServiceException):
    code = "ConflictException"


class DomainNameConflict(ConflictException):
    message = "Domain name already exists under this account, please use another one"


class ResourceNotFoundException(ServiceException):
    code = "ResourceNotFoundException"
    message = "Requested prediction cannot be found in domain"


class ValidationException(ServiceException):
    code = "ValidationException"


class ConstraintViolations(ValidationException):
    """All members of a request that are invalid, in one message."""

    def __init__(self, violations: Sequence[str]) -> None:
        errors = "error" if len(violations) == 1 else "errors"
        super().__init__(
            f"{len(violations)} validation {errors} detected: {'; '.join(violations)}"
        )
