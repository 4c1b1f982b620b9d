"""Column types that mean the same on SQLite and PostgreSQL."""

from sqlalchemy import BigInteger, Text

# Ids, scopes and instants are compared byte by byte, whatever language the database was set up in.
KEY = Text().with_variant(Text(collation="C"), "postgresql")
WORDS = Text()
NUMBER = BigInteger()
