"""Facts become an even table of raw amounts: the one thing that explain sees."""
