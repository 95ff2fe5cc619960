"""Secrets in use, which no error, report or log line of this command may contain."""

import re

_SHORTEST = 16
"""Characters. Hiding shorter texts would make messages illegible; AWS's secrets have 40 or more."""
_HIDDEN = "(hidden)"
# Compiled when they are used: that takes as long as importing json, and most texts need neither.
_HEADER_VALUE = r"(?<=Invalid header value )b(['\"]).*\1"
"""In an error of http.client. It quotes the header, which may be a token that is not known here."""
_NAMES = ("x-amz-security-token", "x-amz-sso_bearer_token", "secretaccesskey", "sessiontoken")
"""In the log of botocore: a header that was signed, or a response with new credentials."""

_secrets: set[str] = set()


def keep_secret(*secrets: str | None) -> None:
    """Hide these secrets from now on."""
    stripped = (secret.strip() for secret in secrets if secret)
    _secrets.update(secret for secret in stripped if len(secret) >= _SHORTEST)


def hide_secrets(text: str) -> str:
    """The text without the secrets in use. Text of other libraries may quote them."""
    for secret in tuple(_secrets):  # other threads may add some
        text = text.replace(secret, _HIDDEN)
    if "Invalid header value " in text:
        text = re.sub(_HEADER_VALUE, _HIDDEN, text, flags=re.DOTALL)
    lowercase = text.lower()
    if any(name in lowercase for name in _NAMES):
        named = rf"((?:{'|'.join(_NAMES)})[^\w\s;]{{1,4}} ?(?:b?['\"])?)[^\s'\"<,}}]+"
        text = re.sub(named, rf"\1{_HIDDEN}", text, flags=re.IGNORECASE)
    return text
