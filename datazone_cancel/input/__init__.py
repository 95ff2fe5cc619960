"""What to cancel: read from the command line, files, standard input and input documents."""
