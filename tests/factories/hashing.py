"""Passwords in tests."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickPBKDF2(PBKDF2PasswordHasher):
    """Few rounds: the real number costs a quarter of a second a log-in."""

    algorithm = "pbkdf2_quick"
    iterations = 1
