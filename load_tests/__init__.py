"""Load tests. They know the shop by its address alone."""
