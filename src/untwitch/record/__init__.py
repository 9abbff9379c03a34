"""The one place facts are kept: one SQLite file that command line and server share."""
