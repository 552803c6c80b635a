"""Takes an amount and a reference, and moves the money. Knows no orders."""
