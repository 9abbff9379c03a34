"""From the table of one person to which of the six causes go with their twitches, and how sure that is."""
