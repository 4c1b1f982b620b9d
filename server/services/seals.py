"""What stands in the database for a random secret that only a browser or a sheet of paper holds."""

from hashlib import sha256


def seal(secret: str) -> str:
    """Give the SHA-256 of a secret, in hexadecimal: nobody can come back from it, and a random one needs no salt."""
    return sha256(secret.encode()).hexdigest()
