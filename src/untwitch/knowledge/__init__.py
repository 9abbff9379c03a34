"""What medicine says about everybody: loaders that refuse bad data, and the data."""
