"""Orders, from the checkout to the last return. The only conductor."""
