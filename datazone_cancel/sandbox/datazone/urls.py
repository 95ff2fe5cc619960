"""datazone base URL and path."""

from .responses import DataZoneResponse

# The hosts of all partitions, with and without FIPS.
url_bases = [
    r"https?://datazone(-fips)?\.[^.]+\.api\.[^/]+",
]

url_paths = {"{0}/.*$": DataZoneResponse.dispatch}
