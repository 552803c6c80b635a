"""People and their sessions."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from src.platform.auth.principal import Role
from src.platform.ids import uuid7

ROLES = [(role.value, role.value.capitalize()) for role in Role]


class UserManager(BaseUserManager["User"]):
    """Makes people. Addresses are kept as written and compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An admin with a verified address."""
        return self.create_user(email, password, role=Role.ADMIN, email_verified=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    email_verified = models.BooleanField(default=False)
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    role = models.CharField(max_length=16, choices=ROLES, default=Role.CUSTOMER)
    shop_name = models.CharField(max_length=150, blank=True)
    seller_approved = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="identity_email_unique"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="identity_role_known"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """May this person open the admin?"""
        return self.role == Role.ADMIN

    @property
    def acts_as(self) -> Role:
        """A seller acts as a customer until an admin has approved."""
        if self.role == Role.SELLER and not self.seller_approved:
            return Role.CUSTOMER
        return Role(self.role)


class RefreshSession(models.Model):
    """One refresh token of a family (one sign-in on one device). Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    family = models.UUIDField(db_index=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    as_admin = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.pk)
