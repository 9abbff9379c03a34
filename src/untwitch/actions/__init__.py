"""What a person can ask for: one file a verb, where side effects meet."""
