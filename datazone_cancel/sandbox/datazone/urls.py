"""datazone base URL and path."""

from .responses import DataZoneResponse

# Every host that botocore's endpoint rules give, with and without FIPS. A bucket that
# is called `datazone` is S3's business.
url_bases = [
    r"https?://datazone(-fips)?\.(?!s3)[^.]+\.(api\.aws|amazonaws\.com|amazonaws\.eu|api\.amazonwebservices\.com\.cn|api\.amazonwebservices\.eu)",
]

# One pattern for all paths, because an identifier can contain anything, for example an
# escaped slash or newline, and is then rejected with the service's own error.
url_paths = {r"{0}/(?P<path>[\s\S]*)$": DataZoneResponse.dispatch}
