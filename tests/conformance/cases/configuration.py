"""Configuration files, profiles, Regions and other settings."""

from tests.conformance.case import Case
from tests.support.endpoint import Answer

from .common import KEYS, NO_KEYS, config

NO_REGION: dict[str, str | None] = {"AWS_REGION": None}

REGIONS = {
    "no Region": Case(environ=NO_REGION),
    "the option": Case(argv=("--region", "eu-west-1")),
    "an empty option": Case(argv=("--region", "")),
    "an empty AWS_REGION": Case(environ={"AWS_REGION": ""}),
    "AWS_REGION before AWS_DEFAULT_REGION": Case(environ={"AWS_DEFAULT_REGION": "us-west-1"}),
    "AWS_DEFAULT_REGION": Case(environ={"AWS_REGION": None, "AWS_DEFAULT_REGION": "us-west-1"}),
    "the profile": Case(environ=NO_REGION, files=config("[default]\nregion = sa-east-1\n")),
    "the environment before the profile": Case(files=config("[default]\nregion = sa-east-1\n")),
    "an empty Region of the profile": Case(
        environ=NO_REGION, files=config("[default]\nregion =\n")
    ),
    "a named profile": Case(
        argv=("--profile", "ops"),
        environ=NO_REGION,
        files=config(f"[profile ops]\nregion = sa-east-1\n{KEYS}"),
    ),
    "the credentials file": Case(
        environ=NO_REGION, files={".aws/credentials": "[default]\nregion = sa-east-1\n"}
    ),
    "the instance": Case(
        environ={
            **NO_REGION,
            "AWS_EC2_METADATA_DISABLED": None,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/",
        },
        answers=(Answer(body=b"token"), Answer(body=b"sa-east-1b"), Answer()),
    ),
    "an instance that does not know": Case(
        environ={
            **NO_REGION,
            "AWS_EC2_METADATA_DISABLED": None,
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/",
        },
        answers=(Answer(body=b"token"), Answer(status=404), Answer(status=404)),
    ),
    "a space": Case(argv=("--region", "us east"), answers=()),
    "a host": Case(argv=("--region", "a.b/c"), answers=()),
    "capital letters": Case(argv=("--region", "US-EAST-1")),
    "an unknown Region": Case(argv=("--region", "xx-north-9")),
}

PROFILES = {
    "AWS_PROFILE before AWS_DEFAULT_PROFILE": Case(
        environ={"AWS_REGION": None, "AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"},
        files=config("[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-2\n"),
    ),
    "AWS_DEFAULT_PROFILE": Case(
        environ={"AWS_REGION": None, "AWS_DEFAULT_PROFILE": "b"},
        files=config("[profile b]\nregion = eu-west-2\n"),
    ),
    "an empty AWS_PROFILE": Case(environ={"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "b"}),
    "an unknown profile": Case(argv=("--profile", "nobody")),
    "an unknown AWS_PROFILE": Case(environ={"AWS_PROFILE": "nobody"}),
    "an empty option": Case(argv=("--profile", "")),
    "an unknown profile and no Region": Case(argv=("--profile", "nobody"), environ=NO_REGION),
    "the option's keys come before the environment's": Case(
        argv=("--profile", "ops"), files={".aws/credentials": f"[ops]\n{KEYS}"}
    ),
    "the environment's keys come before AWS_PROFILE's": Case(
        environ={"AWS_PROFILE": "ops"}, files={".aws/credentials": f"[ops]\n{KEYS}"}
    ),
    "default as an option": Case(
        argv=("--profile", "default"), files={".aws/credentials": f"[default]\n{KEYS}"}
    ),
}

TEXT = "[default]\nregion = sa-east-1\noutput = text\n[profile ops]\nregion = eu-west-3\n"

FILES = {
    "a byte order mark": Case(environ=NO_REGION, files=config(f"\ufeff{TEXT}")),
    "CRLF": Case(environ=NO_REGION, files={".aws/config": TEXT.replace("\n", "\r\n").encode()}),
    "CR": Case(environ=NO_REGION, files={".aws/config": TEXT.replace("\n", "\r").encode()}),
    "UTF-16": Case(environ=NO_REGION, files={".aws/config": TEXT.encode("utf-16")}),
    "Latin-1 in a comment": Case(
        environ=NO_REGION, files={".aws/config": f"# é\n{TEXT}".encode("latin-1")}
    ),
    "UTF-8 in a comment": Case(environ=NO_REGION, files=config(f"# é漢\n{TEXT}")),
    "UTF-8 in a profile's name": Case(
        argv=("--profile", "é"),
        environ=NO_REGION,
        files=config(f"[profile é]\nregion = eu-west-3\n{KEYS}"),
    ),
    "a repeated section": Case(
        environ=NO_REGION,
        files=config("[default]\nregion = eu-west-1\n[default]\noutput = text\n"),
    ),
    "a repeated setting": Case(
        environ=NO_REGION, files=config("[default]\nregion = eu-west-1\nregion = eu-west-2\n")
    ),
    "both names of the default profile": Case(
        argv=("--query", "foo"),
        environ=NO_REGION,
        files=config(
            "[default]\noutput = yaml\nregion = eu-west-1\n[profile default]\noutput = text\n"
            "region = eu-west-2\n"
        ),
    ),
    "both names of the default profile, reversed": Case(
        argv=("--query", "foo"),
        environ=NO_REGION,
        files=config(
            "[profile default]\noutput = text\nregion = eu-west-2\n[default]\noutput = yaml\n"
            "region = eu-west-1\n"
        ),
    ),
    "a quoted name": Case(
        argv=("--query", "foo", "--profile", "my ops"),
        files=config(f"[profile  'my ops']\noutput = text\n{KEYS}"),
    ),
    "an unclosed quote in a name": Case(files=config("[profile 'my ops]\noutput = text\n")),
    "a section without the word profile": Case(
        argv=("--profile", "ops"), files=config(f"[ops]\n{KEYS}")
    ),
    "the word profile in the credentials file": Case(
        argv=("--profile", "ops"), files={".aws/credentials": f"[profile ops]\n{KEYS}"}
    ),
    "a DEFAULT section": Case(
        environ=NO_REGION, files=config("[DEFAULT]\nregion = eu-west-1\n[default]\n")
    ),
    "capital letters in settings": Case(
        environ=NO_REGION, files=config("[default]\nREGION = eu-west-1\n")
    ),
    "colons": Case(environ=NO_REGION, files=config("[default]\nregion: eu-west-1\n")),
    "a comment after a value": Case(
        environ=NO_REGION, files=config("[default]\nregion = eu-west-1 # here\n"), answers=()
    ),
    "a setting without a value": Case(files=config("[default]\nregion\n")),
    "an indented line": Case(environ=NO_REGION, files=config("[default]\n  region = eu-west-1\n")),
    "an indented section": Case(files=config("[default]\noutput = text\n [profile ops]\n")),
    "a percent sign": Case(
        argv=("--query", "foo"),
        files=config("[default]\noutput = text\nrole_session_name = 100%\n"),
    ),
    "a section that is not closed": Case(files=config("[default\nregion = eu-west-1\n")),
    "no section": Case(files=config("region = us-east-1\n")),
    "nested settings that are broken": Case(files=config("[default]\ns3 =\n  nonsense\n")),
    "nothing": Case(files=config("")),
    "a folder": Case(files={".aws/config/x": ""}),
    "credentials without a section": Case(files={".aws/credentials": KEYS}),
    "credentials with a byte order mark": Case(
        environ=NO_KEYS, files={".aws/credentials": f"\ufeff[default]\n{KEYS}"}
    ),
    "credentials with CRLF": Case(
        environ=NO_KEYS,
        files={".aws/credentials": f"[default]\n{KEYS}".replace("\n", "\r\n").encode()},
    ),
    "another configuration file": Case(
        environ={"AWS_REGION": None, "AWS_CONFIG_FILE": "{home}/settings"},
        files={"settings": "[default]\nregion = sa-east-1\n"},
    ),
    "a file named with a variable": Case(
        argv=("--query", "foo"),
        environ={"AWS_CONFIG_FILE": "$HOME/settings"},
        files={"settings": "[default]\noutput = text\n"},
    ),
    "a file named with a tilde": Case(
        argv=("--query", "foo"),
        environ={"AWS_CONFIG_FILE": "~/settings"},
        files={"settings": "[default]\noutput = text\n"},
    ),
    "a missing file": Case(environ={"AWS_CONFIG_FILE": "{home}/none"}),
    "an empty name of a file": Case(environ={"AWS_CONFIG_FILE": ""}),
}

SETTINGS = {
    **{
        f"cli_timestamp_format = {value}": Case(
            argv=("--query", "foo"), files=config(f"[default]\ncli_timestamp_format = {value}\n")
        )
        for value in ("iso8601", "wire", "none", "ISO8601", "epoch", "")
    },
    "an invalid timestamp format and no Region": Case(
        environ=NO_REGION, files=config("[default]\ncli_timestamp_format = epoch\n")
    ),
    "an invalid timestamp format and an output skeleton": Case(
        argv=("--generate-cli-skeleton", "output"),
        files=config("[default]\ncli_timestamp_format = epoch\n"),
    ),
    **{
        f"cli_binary_format = {value}": Case(
            files=config(f"[default]\ncli_binary_format = {value}\n")
        )
        for value in ("base64", "raw-in-base64-out", "hex", "")
    },
    "an invalid binary format and an option": Case(
        argv=("--cli-binary-format", "base64"),
        files=config("[default]\ncli_binary_format = hex\n"),
    ),
    "an invalid binary format and a missing argument": Case(
        argv=("--identifier",), files=config("[default]\ncli_binary_format = hex\n"), answers=()
    ),
    "an invalid binary format and an input skeleton": Case(
        argv=("--generate-cli-skeleton",), files=config("[default]\ncli_binary_format = hex\n")
    ),
    **{
        f"AWS_DEFAULTS_MODE={value}": Case(environ={"AWS_DEFAULTS_MODE": value})
        for value in ("standard", "legacy", "auto", "wild")
    },
    "defaults_mode of the profile": Case(files=config("[default]\ndefaults_mode = wild\n")),
    "AWS_STS_REGIONAL_ENDPOINTS=wild": Case(environ={"AWS_STS_REGIONAL_ENDPOINTS": "wild"}),
    "api_versions": Case(files=config("[default]\napi_versions =\n  datazone = 2000-01-01\n")),
    "parameter_validation": Case(files=config("[default]\nparameter_validation = no\n")),
    "cli_auto_prompt": Case(files=config("[default]\ncli_auto_prompt = off\n")),
    "cli_pager": Case(argv=("--query", "foo"), environ={"AWS_PAGER": "cat"}),
    "cli_history": Case(files=config("[default]\ncli_history = disabled\n")),
    "a Lambda function": Case(
        environ={
            "AWS_LAMBDA_FUNCTION_NAME": "f",
            "_X_AMZN_TRACE_ID": "Root=1",
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        }
    ),
    "an account in the endpoint": Case(environ={"AWS_ACCOUNT_ID_ENDPOINT_MODE": "required"}),
    "an invalid account mode": Case(environ={"AWS_ACCOUNT_ID_ENDPOINT_MODE": "wild"}),
    "request compression": Case(environ={"AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": "many"}),
    "an application": Case(environ={"AWS_SDK_UA_APP_ID": "a b"}),
    "dual stack": Case(environ={"AWS_USE_DUALSTACK_ENDPOINT": "true"}),
    "an invalid checksum setting": Case(environ={"AWS_REQUEST_CHECKSUM_CALCULATION": "wild"}),
    "a signature preference": Case(environ={"AWS_AUTH_SCHEME_PREFERENCE": "sigv4a"}),
    "tcp_keepalive": Case(files=config("[default]\ntcp_keepalive = true\n")),
    "a plugin": Case(files=config("[plugins]\nfoo = nothing_of_that_name\n")),
    "an alias": Case(files={".aws/cli/alias": "[toplevel]\ndatazone = sts\n"}),
}

CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("Region", REGIONS),
        ("profile", PROFILES),
        ("file", FILES),
        ("setting", SETTINGS),
    )
    for name, case in cases.items()
}
