"""A service whose failures are chosen by a test."""

from collections import Counter

from datazone_cancel.errors import (
    CommandError,
    FailureError,
    NotSentError,
    RequestInfo,
    ServiceError,
)
from datazone_cancel.runs.model import Run

from .clock import ScriptedClock
from .names import DOMAIN

NOT_SENT = "interrupted before sending"
FAULTS: dict[str, CommandError | None] = {
    "unexpected exception": None,
    "accepted": None,
    "accepted at the second attempt": None,
    "finished": ServiceError("The MetadataGenerationRun in FAILED status cannot be canceled."),
    "lost response": ServiceError(
        "The MetadataGenerationRun in CANCELED status cannot be canceled."
    ),
    "missing": ServiceError("Requested prediction cannot be found in domain"),
    "denied": ServiceError("User is not permitted"),
    "unreachable": FailureError("Could not connect"),
    "server error": ServiceError("Something went wrong"),
    NOT_SENT: NotSentError("Interrupted"),
    "expired credentials": ServiceError("The security token included is expired"),
}
_CODES = {"missing": "ResourceNotFoundException", "denied": "AccessDeniedException"}


class FaultyService:
    """Answers each identifier as FAULTS says, and is interrupted at a given request.

    `interrupted_at` counts the requests to cancel; 0 interrupts while connecting.
    """

    region = "us-east-1"

    def __init__(self, faults: dict[str, str], clock: ScriptedClock, interrupted_at: int) -> None:
        self.faults = faults
        self.clock = clock
        self.interrupted_at = interrupted_at
        self.canceled: Counter[str] = Counter()

    def connect(self, *_: object, **__: object) -> "FaultyService":
        if self.interrupted_at == 0:
            self.clock.interrupt()
        return self

    def cancel_metadata_generation_run(
        self, *, domain_identifier: str, identifier: str
    ) -> RequestInfo:
        assert domain_identifier == DOMAIN
        self.canceled[identifier] += 1
        if self.canceled.total() >= self.interrupted_at:
            self.clock.interrupt()
        fault = self.faults[identifier]
        if fault == "unexpected exception":
            raise RuntimeError(fault)
        error = FAULTS[fault]
        if error is None:
            return RequestInfo(attempts=1 + fault.endswith("attempt"), request_id="r")
        raise type(error)(
            *error.lines,
            details={"Code": _CODES.get(fault, "Error"), "Message": error.lines[0]},
            request=RequestInfo(attempts=2 if fault == "lost response" else 1),
            fatal=fault == "expired credentials",
        )

    def attempts_in_flight(self, identifier: str) -> int:
        return self.canceled[identifier]

    def stop(self) -> None:
        """Requests are sent by the workers that call this service, which stop by themselves."""

    def get_metadata_generation_run(self, *, domain_identifier: str, identifier: str) -> Run:
        assert domain_identifier == DOMAIN
        return Run(identifier=identifier, status="CANCELED")
