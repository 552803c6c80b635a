"""Django's backend for PostgreSQL, with less to ask on the way to the first statement."""
