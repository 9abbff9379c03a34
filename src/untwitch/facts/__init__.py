"""What happened to one person: frozen facts, each checked when it is made."""
