"""What a person is about to buy."""
