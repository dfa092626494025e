"""What opens an account, and where it is open. Secrets are derived, encrypted or hashed: a copy of these tables
opens nothing without the secret key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from comptoir.kit.ids import uuid7


class Session(models.Model):
    """One browser in which an account is open. `strong_at` is when a second factor was shown in it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=12)
    agent = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proved_at = models.DateTimeField()
    strong_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["account"], name="session_open", condition=models.Q(ended_at=None)),
            models.Index(fields=["seen_at"], name="session_seen"),
        ]


class MailedCode(models.Model):
    """A code and a link that were sent to an e-mail. Neither stands here: both follow from id and secret key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=8)
    email = models.EmailField()
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+", null=True)
    locale = models.CharField(max_length=5)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(purpose__in=("enter", "email")), name="mailed_code_purpose"),
            models.CheckConstraint(
                condition=models.Q(purpose="enter") | models.Q(account__isnull=False), name="mailed_code_whose"
            ),
        ]


class Factor(models.Model):
    """A passkey, or an authenticator (RFC 6238) whose secret is encrypted. `last_step` refuses a code's second use."""

    class Kind(models.TextChoices):
        PASSKEY = "passkey"
        TOTP = "totp"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=60, blank=True)
    secret = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=0)
    credential = models.BinaryField(null=True)
    public_key = models.BinaryField(null=True)
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["credential"], name="passkey_once"),
            models.UniqueConstraint(fields=["account"], condition=models.Q(kind="totp"), name="one_authenticator"),
            models.CheckConstraint(
                condition=models.Q(kind="totp", credential=None) | models.Q(kind="passkey", public_key__isnull=False),
                name="factor_is_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account"], name="factor_of_account")]


class RecoveryCode(models.Model):
    """Opens once when the telephone is lost. Only the SHA-256 is kept: 50 random bits behind a brake."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey("org.Account", on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]
