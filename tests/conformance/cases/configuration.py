"""Configuration files, profiles, Regions and other settings."""

from tests.conformance.case import ERROR_FORMATS, Case
from tests.support.endpoint import Answer

from .common import KEYS, NO_KEYS, D, I, bare, config, formats

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

ODD_FILES: dict[str, str | bytes] = {
    "no section name": "[]\n",
    "an empty profile name": "[profile ]\nregion = eu-west-1\n",
    "an unclosed double quote": '[profile "a]\nregion = eu-west-1\n',
    "a name that is empty": "[default]\n= x\n",
    "settings nested twice": "[default]\nx =\n  a =\n    b = c\n",
    "a broken nested setting of nobody": "[x]\na =\n  b\n",
    "Latin-1 in a value": "[default]\nx = é\n".encode("latin-1"),
    "a NUL character": "[default]\nx = a\0b\n",
    "a line separator": "[default]\nx = a\u2028b\n",
    "text after a section name": "[default] x\nregion = eu-west-1\n",
    "brackets in a section name": "[profile a] b]\nregion = eu-west-1\n",
}

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
    **{
        f"{file} with {name}": Case(files={f".aws/{file}": content})
        for file in ("config", "credentials")
        for name, content in ODD_FILES.items()
    },
    "a DEFAULT section with a format": Case(
        argv=("--query", "foo"), files=config("[DEFAULT]\noutput = text\n[default]\n")
    ),
    "a DEFAULT section that is broken": Case(files=config("[DEFAULT]\nx =\n  y\n")),
    "a DEFAULT section and a profile": Case(
        argv=("--query", "foo", "--profile", "ops"),
        files=config(f"[DEFAULT]\noutput = text\n[profile ops]\n{KEYS}"),
    ),
    "a folder of credentials": Case(files={".aws/credentials/x": ""}),
    "a missing file": Case(environ={"AWS_CONFIG_FILE": "{home}/none"}),
    "an empty name of a file": Case(environ={"AWS_CONFIG_FILE": ""}),
}

BROKEN = {
    **{
        f"{file} and {' '.join(argv) or 'nothing else'}": Case(
            argv=argv, files={f".aws/{file}": "x"}, answers=(), bare=bare
        )
        for file in ("config", "credentials")
        for argv, bare in (
            ((), True),
            (("help",), True),
            (("--version",), True),
            (("--identifier",), False),
            (("--color", "no"), False),
            (("--foo",), False),
            (("--query", "a["), False),
            (("--generate-cli-skeleton",), False),
            (("--generate-cli-skeleton", "output"), False),
            (("--generate-cli-skeleton", "moon"), False),
            (("--profile", "nobody"), False),
            (("--cli-error-format", "json"), False),
            (("--cli-input-json", "{"), False),
        )
    },
    **{
        f"{file} and errors as {error_format}": Case(
            argv=("--color", "no"),
            environ=formats(error_format),
            files={f".aws/{file}": "x"},
            answers=(),
        )
        for file, error_format in (
            *(("config", error_format) for error_format in ERROR_FORMATS),
            ("credentials", "json"),
            ("cli/alias", "yaml"),
        )
    },
    "both": Case(files={".aws/config": "x", ".aws/credentials": "x"}, answers=()),
    "another config": Case(environ={"AWS_CONFIG_FILE": "~/x"}, files={"x": "y"}, answers=()),
    "other credentials": Case(
        environ={"AWS_SHARED_CREDENTIALS_FILE": "$HOME/x"}, files={"x": "y"}, answers=()
    ),
    "credentials and an unknown encoding": Case(
        environ={"AWS_CLI_OUTPUT_ENCODING": "klingon"},
        files={".aws/credentials": "x"},
        answers=(),
    ),
    "credentials in utf-16": Case(
        environ={"AWS_CLI_OUTPUT_ENCODING": "utf-16", "AWS_CLI_ERROR_FORMAT": "enhanced"},
        files={".aws/credentials": "x"},
        answers=(),
    ),
    "aliases": Case(files={".aws/cli/alias": "x"}, answers=()),
    "aliases and a mistake": Case(
        argv=("--color", "no"), files={".aws/cli/alias": "x"}, answers=()
    ),
    "aliases in Latin-1": Case(files={".aws/cli/alias": "[x]\né = x\n".encode("latin-1")}),
}
"""Files that cannot be parsed."""

MODEL = ".aws/models/datazone/2018-05-10/service-2.json"
MODELS = {
    name: Case(files={file: content})
    for name, (file, content) in {
        "nothing": (MODEL, ""),
        "no JSON": (MODEL, "x"),
        "a list": (MODEL, "[]"),
        "no operations": (
            MODEL,
            '{"metadata":{"apiVersion":"2018-05-10","endpointPrefix":"datazone","serviceId":"DataZone"'
            ',"protocol":"rest-json","signatureVersion":"v4"},"operations":{},"shapes":{}}',
        ),
        "a newer version without JSON": (MODEL.replace("2018", "2030"), "x"),
        "an older version without JSON": (MODEL.replace("2018", "2010"), "x"),
        "a folder without a model": (f"{MODEL}.txt", ""),
        "endpoint rules without JSON": (MODEL.replace("service-2", "endpoint-rule-set-1"), "x"),
        "partitions without JSON": (".aws/models/partitions.json", "x"),
        "endpoints without JSON": (".aws/models/endpoints.json", "x"),
        "retries without JSON": (".aws/models/_retry.json", "x"),
    }.items()
}
"""The user's own models of services."""

S3_SETTINGS = {
    "max_concurrent_requests": "many",
    "multipart_threshold": "8XB",
    "max_bandwidth": "fast",
    "addressing_style": "wild",
    "use_accelerate_endpoint": "maybe",
    "payload_signing_enabled": "maybe",
    "preferred_transfer_client": "rust",
    "us_east_1_regional_endpoint": "wild",
    "use_arn_region": "wild",
}
OTHER_SERVICES = {
    **{
        f"s3 {name} = {value}": Case(files=config(f"[default]\ns3 =\n  {name} = {value}\n"))
        for name, value in S3_SETTINGS.items()
    },
    "s3 that is no section": Case(files=config("[default]\ns3 = x\n")),
    **{
        f"{name}=wild": Case(environ={name: "wild"})
        for name in (
            "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
            "AWS_S3_USE_ARN_REGION",
            "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH",
            "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
            "AWS_RESPONSE_CHECKSUM_VALIDATION",
            "AWS_METADATA_SERVICE_TIMEOUT",
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "AWS_CSM_PORT",
            "AWS_USE_FIPS_ENDPOINT",
        )
    },
    **{
        f"{name} = {value}": Case(files=config(f"[default]\n{name} = {value}\n"))
        for name, value in (
            ("s3_us_east_1_regional_endpoint", "wild"),
            ("s3_us_east_1_regional_endpoint", ""),
            ("disable_s3_express_session_auth", "wild"),
            ("metadata_service_timeout", "wild"),
            ("max_attempts", "wild"),
            ("retry_mode", "wild"),
            ("response_checksum_validation", "wild"),
            ("proxies_config", "wild"),
            ("services", "wild"),
            ("datazone", "wild"),
        )
    },
}
"""Invalid settings that have nothing to do with DataZone."""

PLUGIN = "[plugins]\ncli_legacy_plugin_path = {home}\nelsewhere = elsewhere\n"
NO_PLUGIN = "def awscli_initialize(cli):\n    pass\n"
CUSTOMIZATIONS = {
    "a plugin without a path": Case(files=config("[plugins]\nelsewhere = elsewhere\n")),
    "a path without plugins": Case(files=config("[plugins]\ncli_legacy_plugin_path = {home}\n")),
    "a plugin and an endpoint": Case(files={**config(PLUGIN), "elsewhere.py": NO_PLUGIN}),
    "a plugin in the credentials file": Case(
        files={".aws/credentials": PLUGIN, "elsewhere.py": NO_PLUGIN}
    ),
    "a plugin that changes the endpoint": bare(
        *D,
        *I,
        files={
            **config(PLUGIN),
            "elsewhere.py": (
                "def awscli_initialize(cli):\n"
                "    cli.register('top-level-args-parsed', change)\n"
                "def change(parsed_args, **_):\n"
                "    parsed_args.endpoint_url = '{url}'\n"
            ),
        },
    ),
    "cli_history": Case(files=config("[default]\ncli_history = enabled\n")),
    **{
        name: Case(files={".aws/cli/alias": text})
        for name, text in {
            "an alias for this operation": (
                "[command datazone]\n"
                "cancel-metadata-generation-run = cancel-metadata-generation-run --region x-1\n"
            ),
            "an alias for the same operation": (
                "[command datazone]\n"
                "cancel-metadata-generation-run = cancel-metadata-generation-run\n"
            ),
            "an external alias": ("[command datazone]\ncancel-metadata-generation-run = !true\n"),
            "an alias for the service": "[toplevel]\ndatazone = datazone --region eu-west-1\n",
            "other aliases": "[toplevel]\nx = sts\n[command datazone]\nx = get-domain\n",
            "aliases of several lines": "[toplevel]\nx =\n  !f() {\n    true\n  }; f\n",
            "an alias below the operation": (
                "[command datazone cancel-metadata-generation-run]\nx = y\n"
            ),
            "an alias in capital letters": "[Command DataZone]\nx = y\n",
        }.items()
    },
}
"""What `aws` lets users change about an operation."""

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
        ("broken", BROKEN),
        ("setting", SETTINGS),
        ("other services", OTHER_SERVICES),
        ("customization", CUSTOMIZATIONS),
        ("model", MODELS),
    )
    for name, case in cases.items()
}
