"""The command line: options, which load nothing heavy, and what each command does."""
