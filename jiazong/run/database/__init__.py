"""Django's line to PostgreSQL (DATABASES ENGINE), with a look at the wire in the place of a question before every request."""
