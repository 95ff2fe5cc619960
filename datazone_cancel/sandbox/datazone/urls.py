"""datazone base URL and path."""

from .responses import DataZoneResponse

url_bases = [r"https?://datazone\.(.+)\.api\.aws"]

# One pattern for all, because an identifier may hold an escaped slash or newline and is answered
# with the service's ValidationException all the same.
url_paths = {r"{0}/(?P<path>[\s\S]+)$": DataZoneResponse.dispatch}
