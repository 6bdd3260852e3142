"""People live in a place: regions, centres and the workers who serve there."""
