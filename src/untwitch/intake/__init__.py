"""Foreign bytes made safe: bounded archives, a sandbox for hostile formats, text of tables and clocks."""
