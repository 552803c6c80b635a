"""The shapes of the catalogue that both versions share."""
