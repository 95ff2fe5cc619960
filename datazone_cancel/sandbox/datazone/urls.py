"""datazone base URL and path."""

from .responses import DataZoneResponse

url_bases = [r"https?://datazone\.(.+)\.api\.aws"]

# One pattern for all: an identifier may be empty or hold an escaped slash, and is answered with the
# service's ValidationException all the same.
url_paths = {"{0}/(?P<path>.+)$": DataZoneResponse.dispatch}
