"""Questions about how the business goes."""
