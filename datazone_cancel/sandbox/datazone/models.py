"""DataZoneBackend class with methods for supported APIs."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar

from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.common_models import BaseModel
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random
from moto.moto_api._internal.managed_state_model import ManagedState
from moto.utilities.tagging_service import TaggingService

from .exceptions import (
    AccessDeniedException,
    ConflictException,
    DomainNameConflict,
    ResourceNotFoundException,
    ValidationException,
)
from .validations import DOMAIN_ID, ENTITY_ID, STATUSES, TYPES, validate_args

CANCELABLE = ("SUBMITTED", "IN_PROGRESS")

T = TypeVar("T")


class Domain(BaseModel):
    def __init__(
        self,
        backend: DataZoneBackend,
        name: str,
        description: str | None = None,
        single_sign_on: dict[str, str] | None = None,
        domain_execution_role: str | None = None,
        kms_key_identifier: str | None = None,
        domain_version: str | None = None,
        service_role: str | None = None,
    ) -> None:
        self.backend = backend
        separator = "-" if domain_version == "V2" else "_"
        self.id = f"dzd{separator}{random_id()}"
        self.name = name
        self.description = description
        self.managed_account_id = backend.account_id
        # What the service answers for a domain without an execution role is unknown,
        # but the role is a required member of GetDomain's output.
        self.domain_execution_role = domain_execution_role or (
            f"arn:{backend.partition}:iam::{backend.account_id}:role/service-role/AmazonDataZoneDomainExecution"
        )
        self.service_role = service_role
        self.kms_key_identifier = kms_key_identifier
        self.single_sign_on = single_sign_on or {"type": "DISABLED"}
        self.domain_version = domain_version or "V1"
        self.root_domain_unit_id = random_id()
        self.status = "AVAILABLE"
        self.created_at = utcnow()
        self.last_updated_at = self.created_at
        self.runs: dict[str, MetadataGenerationRun] = {}
        # Request and run of each client token
        self.runs_by_token: dict[str, tuple[dict[str, Any], MetadataGenerationRun]] = {}

    @property
    def arn(self) -> str:
        backend = self.backend
        owner = f"{backend.region_name}:{backend.account_id}"
        return f"arn:{backend.partition}:datazone:{owner}:domain/{self.id}"

    @property
    def portal_url(self) -> str:
        return f"https://{self.id}.datazone.{self.backend.region_name}.on.aws"

    @property
    def tags(self) -> dict[str, str]:
        return self.backend.tagger.get_tag_dict_for_resource(self.arn)


class MetadataGenerationRun(BaseModel, ManagedState):
    def __init__(
        self,
        domain_id: str,
        owning_project_id: str,
        target: dict[str, str],
        types: Sequence[str],
        created_by: str,
    ) -> None:
        ManagedState.__init__(
            self,
            "datazone::metadata_generation_run",
            transitions=[("SUBMITTED", "IN_PROGRESS"), ("IN_PROGRESS", "SUCCEEDED")],
        )
        self.domain_id = domain_id
        self.id = random_id()
        self.owning_project_id = owning_project_id
        self.target = target
        self.types = types
        self.created_by = created_by
        self.created_at = utcnow()
        # As in the API reference's example. When the service answers SUBMITTED instead
        # is unknown.
        self.status = "IN_PROGRESS"

    @property
    def type_stats(self) -> list[dict[str, str | None]]:
        return [{"type": type_, "status": self.status} for type_ in self.types]

    def to_dict(self, requested_type: str | None) -> dict[str, Any]:
        """The run as an answer; the deprecated `type` is in it only if requested."""
        return {
            "domainId": self.domain_id,
            "id": self.id,
            "owningProjectId": self.owning_project_id,
            "target": self.target,
            "types": self.types,
            # What the service answers for a type that the run does not have is unknown.
            "type": requested_type if requested_type in self.types else None,
            "status": self.status,
            "typeStats": self.type_stats,
            "createdAt": self.created_at,
            "createdBy": self.created_by,
        }


class DataZoneBackend(BaseBackend):
    """Implementation of DataZone APIs.

    Projects, assets and users do not have to exist.
    """

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.domains: dict[str, Domain] = {}
        # Deleted ones too: page tokens are positions in this list
        self.created_domains: list[Domain] = []
        # Request and domain of each client token
        self.domains_by_token: dict[str, tuple[dict[str, Any], Domain]] = {}
        self.tagger = TaggingService()
        self.user_id = str(mock_random.uuid4())

    def create_domain(
        self,
        client_token: str | None,
        tags: dict[str, str] | None,
        **properties: Any,
    ) -> Domain:
        def create() -> Domain:
            self._require_unused(properties["name"])
            domain = Domain(self, **properties)
            self.domains[domain.id] = domain
            self.created_domains.append(domain)
            self.tag_resource(domain.arn, tags or {})
            return domain

        return _once(
            self.domains_by_token, client_token, {"tags": tags, **properties}, create
        )

    def delete_domain(self, identifier: str) -> None:
        # How long the service still shows a domain as DELETING is unknown.
        domain = self.get_domain(identifier, operation="DeleteDomain")
        del self.domains[identifier]
        self.tagger.delete_all_tags_for_resource(domain.arn)
        self.domains_by_token = {
            token: (request, created)
            for token, (request, created) in self.domains_by_token.items()
            if created is not domain
        }

    def list_domains(
        self, status: str | None, max_results: int | None, next_token: str | None
    ) -> tuple[list[Domain], str | None]:
        return _page(
            self.created_domains,
            lambda domain: (
                self.domains.get(domain.id) is domain
                and status in (None, domain.status)
            ),
            max_results=max_results or 25,
            next_token=next_token,
        )

    def get_domain(self, identifier: str, operation: str = "GetDomain") -> Domain:
        validate_args(("identifier", identifier, DOMAIN_ID))
        return self._find_domain(identifier, operation)

    def update_domain(self, identifier: str, **properties: Any) -> Domain:
        domain = self.get_domain(identifier, operation="UpdateDomain")
        if properties.get("name") != domain.name:
            self._require_unused(properties.get("name"))
        for name, value in properties.items():
            if value is not None:
                setattr(domain, name, value)
        domain.last_updated_at = utcnow()
        return domain

    def _require_unused(self, name: str | None) -> None:
        if name in [domain.name for domain in self.domains.values()]:
            raise DomainNameConflict

    def list_tags_for_resource(self, resource_arn: str) -> dict[str, str]:
        self._validate_arn(resource_arn)
        return self.tagger.get_tag_dict_for_resource(resource_arn)

    def tag_resource(self, resource_arn: str, tags: dict[str, str]) -> None:
        self._validate_arn(resource_arn)
        self.tagger.tag_resource(
            resource_arn, TaggingService.convert_dict_to_tags_input(tags)
        )

    def untag_resource(self, resource_arn: str, tag_keys: list[str]) -> None:
        self._validate_arn(resource_arn)
        self.tagger.untag_resource_using_names(resource_arn, tag_keys)

    def start_metadata_generation_run(
        self,
        domain_identifier: str,
        type_: str | None,
        types: Sequence[str] | None,
        target: dict[str, str],
        owning_project_identifier: str,
        client_token: str | None,
    ) -> MetadataGenerationRun:
        # The API's model allows two types, but an example in the API reference sends
        # all three, and succeeds: their number is not checked.
        if not types:
            if type_ is None:
                # Neither is a required member; what the service says is unknown.
                raise ValidationException("Either type or types must be provided")
            types = [type_]
        validate_args(
            ("domainIdentifier", domain_identifier, DOMAIN_ID),
            *(("types", each, TYPES) for each in types),
            ("owningProjectIdentifier", owning_project_identifier, ENTITY_ID),
        )
        domain = self._find_domain(domain_identifier, "StartMetadataGenerationRun")
        properties = {
            "owning_project_id": owning_project_identifier,
            "target": target,
            "types": types,
        }
        return _once(
            domain.runs_by_token,
            client_token,
            properties,
            lambda: self._start_run(domain, **properties),
        )

    def _start_run(self, domain: Domain, **properties: Any) -> MetadataGenerationRun:
        run = MetadataGenerationRun(
            domain_id=domain.id, created_by=self.user_id, **properties
        )
        domain.runs[run.id] = run
        return run

    def get_metadata_generation_run(
        self, domain_identifier: str, identifier: str, type_: str | None
    ) -> MetadataGenerationRun:
        validate_args(
            ("domainIdentifier", domain_identifier, DOMAIN_ID),
            ("identifier", identifier, ENTITY_ID),
            ("type", type_, TYPES),
        )
        run = self._find_run(domain_identifier, identifier, "GetMetadataGenerationRun")
        run.advance()
        return run

    def list_metadata_generation_runs(
        self,
        domain_identifier: str,
        status: str | None,
        type_: str | None,
        target_identifier: str | None,
        max_results: int | None,
        next_token: str | None,
    ) -> tuple[list[MetadataGenerationRun], str | None]:
        validate_args(
            ("domainIdentifier", domain_identifier, DOMAIN_ID),
            ("status", status, STATUSES),
            ("type", type_, TYPES),
            ("targetIdentifier", target_identifier, ENTITY_ID),
        )
        domain = self._find_domain(domain_identifier, "ListMetadataGenerationRuns")
        runs = list(domain.runs.values())

        def is_selected(run: MetadataGenerationRun) -> bool:
            return (
                status in (None, run.status)
                and (type_ is None or type_ in run.types)
                and target_identifier in (None, run.target.get("identifier"))
            )

        # The order and the default page size of the service are unknown; the API
        # reference's example is oldest first.
        page, next_token = _page(
            runs, is_selected, max_results=max_results or 50, next_token=next_token
        )
        for run in page:
            run.advance()
        # Without those that no longer have the requested status
        return list(filter(is_selected, page)), next_token

    def cancel_metadata_generation_run(
        self, domain_identifier: str, identifier: str
    ) -> None:
        validate_args(
            ("domainIdentifier", domain_identifier, DOMAIN_ID),
            ("identifier", identifier, ENTITY_ID),
        )
        run = self._find_run(
            domain_identifier, identifier, "CancelMetadataGenerationRun"
        )
        if run.status not in CANCELABLE:
            # The API reference shows this for SUCCEEDED only; what the service says
            # about the other final statuses is unknown.
            raise ValidationException(
                f"The MetadataGenerationRun in {run.status} status cannot be canceled."
            )
        run.status = "CANCELED"

    def _find_domain(self, identifier: str, operation: str) -> Domain:
        if identifier not in self.domains:
            raise AccessDeniedException(operation)
        return self.domains[identifier]

    def _find_run(
        self, domain_identifier: str, identifier: str, operation: str
    ) -> MetadataGenerationRun:
        run = self._find_domain(domain_identifier, operation).runs.get(identifier)
        if run is None:
            raise ResourceNotFoundException
        return run

    def _validate_arn(self, resource_arn: str) -> None:
        # Domains are the only resources here that have an ARN. What the service says
        # about other ARNs is unknown.
        if resource_arn not in [domain.arn for domain in self.domains.values()]:
            raise ResourceNotFoundException(f"Resource not found: {resource_arn}")


def _once(
    results: dict[str, tuple[dict[str, Any], T]],
    client_token: str | None,
    request: dict[str, Any],
    action: Callable[[], T],
) -> T:
    """Repeat the result of an earlier request that had the same client token."""
    if client_token is None:
        return action()
    if client_token not in results:
        results[client_token] = request, action()
    earlier_request, result = results[client_token]
    if earlier_request != request:
        # What the service says here is unknown.
        raise ConflictException(
            "The client token was used before with other parameters."
        )
    return result


def random_id() -> str:
    """14 characters without a prefix, as the service's newer identifiers."""
    return mock_random.get_random_string(length=14, lower_case=True)


def _page(
    rows: Sequence[T],
    is_selected: Callable[[T], bool],
    max_results: int,
    next_token: str | None,
) -> tuple[list[T], str | None]:
    """The selected rows from the token's position, and the token of the next page.

    A token is a position among all rows, not among the selected ones: otherwise a run
    that is canceled between two pages of IN_PROGRESS runs would hide another run.
    """
    start = _position(next_token, len(rows)) if next_token else 0
    positions = (i for i in range(start, len(rows)) if is_selected(rows[i]))
    page = [rows[i] for i in islice(positions, max_results)]
    following = next(positions, None)
    return page, None if following is None else _token(following)


def _token(position: int) -> str:
    return urlsafe_b64encode(b"%d" % position).decode()


def _position(token: str, end: int) -> int:
    try:
        position = int(urlsafe_b64decode(token))
        if 0 <= position <= end and token == _token(position):
            return position
    except ValueError:
        pass
    raise ValidationException("Invalid nextToken")


datazone_backends = BackendDict(DataZoneBackend, "datazone")
