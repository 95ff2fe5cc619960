"""argv → Options: the command line, as AWS CLI v2 reads it."""
