"""The cases, by group and name: each group has a module and a file of the recording."""

from . import arguments, configuration, credentials, documents, errors, output, transport

GROUPS = {
    module.__name__.rpartition(".")[2]: module.CASES
    for module in (arguments, documents, output, configuration, credentials, transport, errors)
}
