"""Know when a muscle twitch needs looking at, what may set yours off, and what takes the edge off."""

__version__ = "0.1.0"
