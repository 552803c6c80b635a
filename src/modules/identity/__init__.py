"""People: accounts, sessions, roles, profiles, addresses."""
