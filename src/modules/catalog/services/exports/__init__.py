"""The shop's goods as files that it, or another shop, can read again."""
