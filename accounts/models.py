"""People who work with Tiku, and the trail of what they do. Candidates have no account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import CAPABILITIES, Capability, Role

ROLE_NAMES = {
    Role.HR: _("HR"),
    Role.REVIEWER: _("Reviewer"),
    Role.LEADER: _("Marking leader"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, password, **{"role": Role.ADMINISTRATOR, "name": username, **fields})


class User(AbstractBaseUser):
    """One display name, as Chinese names need; what a user may do follows from the role."""

    username = models.CharField(_("user name"), max_length=150, unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(
        pgettext_lazy("of a person", "role"),
        max_length=20,
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES[Role(self.role)]

    def can(self, capability: Capability) -> bool:
        return self.is_active and capability in self.capabilities


class AuditEvent(models.Model):
    """One deed: who, when, what, to which object. Rows are only ever added."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_label = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"

    if not TYPE_CHECKING:

        def save(self, *args: Any, **kwargs: Any) -> None:
            if self.pk is not None:
                raise TypeError("An audit event is never changed.")
            super().save(*args, **kwargs)

        def delete(self, *args: Any, **kwargs: Any) -> None:
            raise TypeError("An audit event is never deleted.")


class SignInFailure(models.Model):
    """A refused password, kept for as long as it counts against the user name (accounts/signing_in.py)."""

    username = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["username", "at"], name="sign_in_failure")]

    def __str__(self) -> str:
        return self.username
