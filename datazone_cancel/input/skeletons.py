"""What `--generate-cli-skeleton` prints, as in AWS CLI v2."""

SKELETONS = {
    "input": """\
{
    "domainIdentifier": "",
    "identifier": ""
}
""",
    "yaml-input": """\
domainIdentifier: ''  # [REQUIRED] The ID of the Amazon DataZone domain in which the metadata\
 generation run is to be cancelled.
identifier: '' # [REQUIRED] The ID of the metadata generation run.
""",
}
"""Templates of the input. The output has no template, because the response is empty."""
