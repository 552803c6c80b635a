"""People, where they live, and where they are signed in."""

from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower, Now, Upper

from src.modules.identity import triggers
from src.platform.audit.triggers import audited
from src.platform.auth.principal import Role
from src.platform.db.models import Timestamped
from src.platform.ids import uuid7

# Nobody has shown yet that the address is theirs. (Who was forgotten has none.)
UNPROVED = Q(email_verified=False, erased_at=None)
ROLES = [(role.value, role.value.capitalize()) for role in Role]


class UserQuerySet(models.QuerySet["User"]):
    """Small filters."""

    def at(self, email: str) -> Self:
        """Whose address this is, whatever its case, as PostgreSQL sees case. Uses the unique index."""
        return self.alias(address=Lower("email")).filter(address=Lower(Value(email)))

    def never_used(self) -> Self:
        """Accounts that somebody set up with an address, and nobody ever got into."""
        entered = LoginSession.objects.filter(user=OuterRef("pk"))
        return self.filter(UNPROVED, ~Exists(entered)).exclude(role=Role.ADMIN)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people. Addresses are kept as written and compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An admin with a verified address."""
        return self.create_user(email, password, role=Role.ADMIN, email_verified=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        found: User = self.at(username or "").get()
        return found


class User(AbstractBaseUser):
    """A person who signs in by e-mail address. Sessions say when that was, so there is no `last_login` to write."""

    last_login = None

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
    # The person is gone; the row stays, because the books refer to it, and says nothing about them.
    erased_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="identity_email_unique"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="identity_role_known"),
        ]
        # What admins search by part of a word, whatever its case.
        indexes = [
            GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=f"identity_user_{field}")
            for field in ("email", "name", "shop_name")
        ] + [
            models.Index(fields=["date_joined"], name="identity_user_unproved", condition=UNPROVED),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            triggers.the_last_admin_stays,
            # Customers sign up by themselves; who can do more is somebody's decision.
            *audited(
                "role", "is_active", "seller_approved", "shop_name", "email_verified", "erased_at",
                masked=("email", "name", "phone", "password"), created="it.role <> 'customer'", beginnings=True,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.email

    @property
    def acts_as(self) -> Role:
        """A seller acts as a customer until an admin has approved."""
        if self.role == Role.SELLER and not self.seller_approved:
            return Role.CUSTOMER
        return Role(self.role)

    @property
    def is_staff(self) -> bool:
        """May this person open the admin? Django's admin asks, and asks the two below too."""
        return self.is_active and self.role == Role.ADMIN

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class LoginSession(models.Model):
    """One sign-in on one device: the family of its refresh tokens. Ended as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # Signed in at the admins' door: only these sessions get access tokens that open admin calls.
    as_admin = models.BooleanField(default=False)
    user_agent = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class RefreshToken(models.Model):
    """One link in the chain of a session. Only its hash is kept; used ones until they expire, to know them again."""

    session = models.ForeignKey(LoginSession, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Address(Timestamped):
    """Where a person gets parcels. One of a person's is the default."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    full_name = models.CharField(max_length=255)
    line1 = models.CharField(max_length=255)
    line2 = models.CharField(max_length=255, blank=True)
    city = models.CharField(max_length=255)
    region = models.CharField(max_length=255, blank=True)
    postal_code = models.CharField(max_length=32, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=32, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(fields=["user"], name="identity_one_default_address", condition=Q(is_default=True)),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.line1}, {self.city}"


class Purpose(models.TextChoices):
    """What somebody may do who brings back what we gave out."""

    VERIFY_EMAIL = "verify_email"
    CHANGE_EMAIL = "change_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    LOG_IN = "log_in"
    HAND_OVER = "hand_over"
    ENROL_TOTP = "enrol_totp"


class Proof(models.Model):
    """A key or code that we gave out. Which one, its id says (platform.auth.mailed_keys): no secret is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    # The address that it proves.
    email = models.EmailField(max_length=254)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Tally(models.Model):
    """How often something was tried or sent for one account. Kept here, so that it does not vanish with the cache.

    The key is a hash: addresses that have no account are counted in the same way, and not collected.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
