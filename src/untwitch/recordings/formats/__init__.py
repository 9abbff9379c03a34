"""One file a format of recordings; `open.py` has the register."""
