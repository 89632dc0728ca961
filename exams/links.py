"""Secret links. Pure: no Django. 256 random bits in the address, only their hash in the database."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Hex SHA-256. The token is random, so no salt and no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
