"""Runs the command line as `python -m untwitch`."""

from untwitch.cli.main import run

if __name__ == "__main__":
    run()
