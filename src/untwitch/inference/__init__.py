"""Numbers from counts: how a rate moves with what came before it, and how sure one can be."""
