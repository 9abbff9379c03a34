"""Recordings of muscle, movement or skin become twitches, counted with what could not be seen."""
