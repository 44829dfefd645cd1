"""How the demo users' passwords are hashed."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """PBKDF2-SHA256 as Django has it, with few rounds: these passwords are public, so that anybody can try the till."""

    algorithm = "pbkdf2_sha256_quick"
    iterations = 20_000
