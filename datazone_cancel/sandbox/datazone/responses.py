"""Handles incoming datazone requests, invokes methods, returns responses."""

from moto.core.responses import ActionResult, BaseResponse, EmptyResult

from .models import DataZoneBackend, datazone_backends


class DataZoneResponse(BaseResponse):
    """Handler for DataZone requests and responses."""

    def __init__(self) -> None:
        super().__init__(service_name="datazone")
        self.automated_parameter_parsing = True

    @property
    def datazone_backend(self) -> DataZoneBackend:
        """Return backend instance specific for this region."""
        return datazone_backends[self.current_account][self.region]

    def create_domain(self) -> ActionResult:
        domain = self.datazone_backend.create_domain(
            client_token=self._get_param("clientToken"),
            name=self._get_param("name"),
            description=self._get_param("description"),
            single_sign_on=self._get_param("singleSignOn"),
            domain_execution_role=self._get_param("domainExecutionRole"),
            kms_key_identifier=self._get_param("kmsKeyIdentifier"),
            tags=self._get_param("tags"),
            domain_version=self._get_param("domainVersion"),
            service_role=self._get_param("serviceRole"),
        )
        return ActionResult(domain)

    def delete_domain(self) -> ActionResult:
        self.datazone_backend.delete_domain(self._get_param("identifier"))
        return ActionResult({"status": "DELETING"})

    def get_domain(self) -> ActionResult:
        domain = self.datazone_backend.get_domain(self._get_param("identifier"))
        return ActionResult(domain)

    def list_domains(self) -> ActionResult:
        domains, next_token = self.datazone_backend.list_domains(
            status=self._get_param("status"),
            max_results=self._get_param("maxResults"),
            next_token=self._get_param("nextToken"),
        )
        return ActionResult({"items": domains, "nextToken": next_token})

    def update_domain(self) -> ActionResult:
        domain = self.datazone_backend.update_domain(
            self._get_param("identifier"),
            name=self._get_param("name"),
            description=self._get_param("description"),
            single_sign_on=self._get_param("singleSignOn"),
            domain_execution_role=self._get_param("domainExecutionRole"),
            service_role=self._get_param("serviceRole"),
        )
        return ActionResult(domain)

    def list_tags_for_resource(self) -> ActionResult:
        tags = self.datazone_backend.list_tags_for_resource(
            self._get_param("resourceArn")
        )
        return ActionResult({"tags": tags})

    def tag_resource(self) -> ActionResult:
        self.datazone_backend.tag_resource(
            self._get_param("resourceArn"), tags=self._get_param("tags")
        )
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        self.datazone_backend.untag_resource(
            self._get_param("resourceArn"), tag_keys=self._get_param("tagKeys")
        )
        return EmptyResult()

    def start_metadata_generation_run(self) -> ActionResult:
        run = self.datazone_backend.start_metadata_generation_run(
            self._get_param("domainIdentifier"),
            type_=self._get_param("type"),
            types=self._get_param("types"),
            target=self._get_param("target"),
            owning_project_identifier=self._get_param("owningProjectIdentifier"),
            client_token=self._get_param("clientToken"),
        )
        return ActionResult(run.to_dict(self._get_param("type")))

    def get_metadata_generation_run(self) -> ActionResult:
        run = self.datazone_backend.get_metadata_generation_run(
            self._get_param("domainIdentifier"),
            self._get_param("identifier"),
            type_=self._get_param("type"),
        )
        return ActionResult(run.to_dict(self._get_param("type")))

    def list_metadata_generation_runs(self) -> ActionResult:
        runs, next_token = self.datazone_backend.list_metadata_generation_runs(
            self._get_param("domainIdentifier"),
            status=self._get_param("status"),
            type_=self._get_param("type"),
            target_identifier=self._get_param("targetIdentifier"),
            max_results=self._get_param("maxResults"),
            next_token=self._get_param("nextToken"),
        )
        items = [run.to_dict(self._get_param("type")) for run in runs]
        return ActionResult({"items": items, "nextToken": next_token})

    def cancel_metadata_generation_run(self) -> str:
        self.datazone_backend.cancel_metadata_generation_run(
            self._get_param("domainIdentifier"), self._get_param("identifier")
        )
        return ""  # unlike the body of an EmptyResult, which is {}
