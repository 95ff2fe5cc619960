"""STS, with which scripts start, and the services that the sandbox does not have."""

import http.client
from typing import Any
from urllib.parse import urlencode, urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.support.names import DOMAIN

ROLE = "arn:aws:iam::123456789012:role/Operator"


def client(url: str, service: str, **credentials: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        config=Config(retries={"total_max_attempts": 1}),
        **credentials,
    )


def session_of(response: Any) -> dict[str, str]:
    """The client's arguments that use the credentials of a role."""
    credentials = response["Credentials"]
    return {
        "aws_access_key_id": credentials["AccessKeyId"],
        "aws_secret_access_key": credentials["SecretAccessKey"],
        "aws_session_token": credentials["SessionToken"],
    }


def refusal(call: Any, **parameters: Any) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response = caught.value.response
    error = response["Error"]
    return response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


def post(url: str, parameters: dict[str, str]) -> tuple[int, bytes]:
    """Status and body of the response to an unsigned request in the query protocol."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    connection.request("POST", "/", urlencode(parameters), headers)
    response = connection.getresponse()
    answer = response.status, response.read()
    connection.close()
    return answer


def test_the_caller_has_an_identity_in_the_sandboxs_account(sandbox: str) -> None:
    identity = client(sandbox, "sts").get_caller_identity()

    assert identity["Account"] == "123456789012"
    assert identity["Arn"].startswith("arn:aws:sts::123456789012:")


def test_a_role_can_be_assumed_and_used(sandbox: str) -> None:
    sts = client(sandbox, "sts")
    session = session_of(sts.assume_role(RoleArn=ROLE, RoleSessionName="session"))

    identity = client(sandbox, "sts", **session).get_caller_identity()
    domain = client(sandbox, "datazone", **session).get_domain(identifier=DOMAIN)

    assert identity["Arn"] == "arn:aws:sts::123456789012:assumed-role/Operator/session"
    assert domain["name"] == "sandbox"


def test_a_web_identity_can_assume_a_role_without_credentials(sandbox: str) -> None:
    status, body = post(
        sandbox,
        {
            "Action": "AssumeRoleWithWebIdentity",
            "RoleArn": ROLE,
            "RoleSessionName": "session",
            "WebIdentityToken": "token",
        },
    )

    assert status == 200
    assert b"<Arn>arn:aws:sts::123456789012:assumed-role/Operator/session</Arn>" in body
    assert b"<SecretAccessKey>" in body


def test_other_operations_need_a_signature(sandbox: str) -> None:
    status, body = post(sandbox, {"Action": "GetCallerIdentity"})

    assert status == 403
    assert b"<Code>MissingAuthenticationTokenException</Code>" in body


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "Value at 'RoleArn' failed to satisfy constraint: Member must not be null"),
        (
            {"RoleArn": ROLE, "DurationSeconds": "long"},
            "Value at 'DurationSeconds' failed to satisfy constraint: Member must be of type"
            " integer",
        ),
    ],
)
def test_invalid_parameters_are_refused(
    sandbox: str, parameters: dict[str, str], message: str
) -> None:
    action = {
        "Action": "AssumeRoleWithWebIdentity",
        "RoleSessionName": "session",
        "WebIdentityToken": "token",
    }
    status, body = post(sandbox, {**action, **parameters})

    assert status == 400
    assert message.encode() in body


def test_sts_has_no_other_operation(sandbox: str) -> None:
    assert refusal(client(sandbox, "sts").get_session_token) == (
        501,
        "NotImplemented",
        "The sandbox's STS has only AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity.",
    )


def test_an_expired_key_is_refused_in_the_protocol_of_sts(sandbox: str) -> None:
    sts = client(sandbox, "sts", aws_access_key_id="expired", aws_secret_access_key="secret")

    assert refusal(sts.get_caller_identity) == (
        403,
        "ExpiredTokenException",
        "The security token included in the request is expired",
    )


@pytest.mark.parametrize(
    ("service", "signing_name", "operation"),
    [
        ("cloudwatch", "monitoring", "list_metrics"),
        ("dynamodb", "dynamodb", "list_tables"),
        ("ec2", "ec2", "describe_instances"),
        ("iam", "iam", "list_users"),
        ("lambda", "lambda", "list_functions"),
        ("route53", "route53", "list_hosted_zones"),
        ("s3", "s3", "list_buckets"),
        ("sqs", "sqs", "list_queues"),
    ],
)
def test_another_service_says_that_it_is_not_there(
    sandbox: str, service: str, signing_name: str, operation: str
) -> None:
    assert refusal(getattr(client(sandbox, service), operation)) == (
        501,
        "NotImplemented",
        f"The sandbox has only DataZone and STS; this request is for {signing_name}.",
    )
