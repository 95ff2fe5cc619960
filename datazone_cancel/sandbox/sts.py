"""The part of AWS STS that scripts start with: who the caller is, and roles."""

from botocore.awsrequest import AWSPreparedRequest
from moto.core.request import normalize_request
from moto.core.utils import get_service_model
from moto.sts.responses import TokenResponse

from .constraints import violations
from .messages import Request, Response
from .rest_json import from_text

_OPERATIONS = ("AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity")


def handle(request: Request) -> Response:
    """The response of moto's backend, in which every role exists and may be assumed."""
    if request.action not in _OPERATIONS:
        message = f"The sandbox's STS has only {', '.join(_OPERATIONS)}."
        return request.error(501, "NotImplemented", message)
    shape = get_service_model("sts").operation_model(request.action).input_shape
    members = {
        name: from_text(member, request.form[name])
        for name, member in shape.members.items()
        if name in request.form
    }
    found = list(violations(shape, members))
    if found:
        return request.error(400, "ValidationError", found[0])
    url = f"https://sts.{request.region}.amazonaws.com{request.target}"
    headers = {
        "Authorization": request.headers.get("authorization", ""),
        "Content-Type": request.headers.get("content-type", ""),
    }
    prepared = AWSPreparedRequest(request.method, url, headers, request.body, stream_output=False)
    status, _headers, body = TokenResponse.dispatch(normalize_request(prepared), url, headers)
    return Response(
        status=int(status), headers={"Content-Type": "text/xml"}, body=str(body).encode()
    )
