"""What is known of people. Personal values of the stream live here and in `customers`, nowhere else."""

from __future__ import annotations

from django.db import models

JOINED, REFUSED, REVOKED = "joined", "refused", "revoked"


class Heard(models.Model):
    """A personal value that was taken out of an event on entry: a trait, or an identifier in clear.

    `kind` is `trait` or `identifier`, `name` the trait's name or the identifier's kind (email, phone, user).
    """

    event_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    value = models.JSONField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event_id", "kind", "name"), name="profiles_heard_once"),)
        default_permissions = ()


class Illegal(models.Model):
    """A value that names nobody, besides those that `rules` knows: the e-mail that a till types for everybody.
    An empty kind means every kind."""

    kind = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "value"), name="profiles_illegal_once"),)
        default_permissions = ()


class Forgotten(models.Model):
    """An identifier that was erased, as a keyed digest: nothing that happened until `at` is told of it again, also when
    people are made anew from the journal."""

    digest = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()


class Person(models.Model):
    """One row per set of identifiers. Its id follows from its strongest identifier, so it can be written anew."""

    id = models.UUIDField(primary_key=True)
    known = models.BooleanField()
    first_at = models.DateTimeField()
    identifiers = models.IntegerField()

    class Meta:
        default_permissions = ("view", "change")
        indexes = (models.Index(fields=["-first_at", "id"], name="profiles_person_latest"),)


class Identifier(models.Model):
    """A name by which somebody was met: a device, a customer, a user of a source, a pseudonym of an e-mail.
    `person` is a projection of the links; a plain id, since people are written after their identifiers."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    known = models.BooleanField()
    first_at = models.DateTimeField()
    person_id = models.UUIDField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "value"), name="profiles_identifier_once"),)
        indexes = (models.Index(fields=["person_id"], name="profiles_of_person"),)
        default_permissions = ()


class Link(models.Model):
    """Two identifiers were met in one event: the earliest that said so is the evidence. `state` says what came of it;
    `reason` why it was refused. One that staff revoked stays so, whatever is heard later."""

    id = models.BigAutoField(primary_key=True)
    a = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+", db_index=False)
    b = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event_id = models.UUIDField()
    word = models.CharField(max_length=80)
    channel = models.CharField(max_length=40)
    state = models.CharField(max_length=8)
    reason = models.CharField(max_length=40, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    revoked_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("a", "b"), name="profiles_link_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="profiles_link_one_way"),
            models.CheckConstraint(
                condition=models.Q(state__in=(JOINED, REFUSED, REVOKED)), name="profiles_link_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state=REVOKED, revoked_at__isnull=False)
                | ~models.Q(state=REVOKED) & models.Q(revoked_at=None),
                name="profiles_link_revoked",
            ),
        )
        default_permissions = ()


class Touched(models.Model):
    """People that something new is known of, or who are another set of identifiers now, for whoever keeps something
    by person; taken by `profiles.take_touched`."""

    person_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["at"], name="profiles_touched_at"),)
        default_permissions = ()


class About(models.Model):
    """Whose an order or a promise is: what is said of it later names nobody by itself."""

    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=200)
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "subject_id"), name="profiles_about_once"),)
        default_permissions = ()


class Moment(models.Model):
    """Something that happened, under the strongest identifier that its event names. Without one it waits for what it
    is about (`about_kind`, `about_id`) to be somebody's. `payload` is bounded."""

    id = models.BigAutoField(primary_key=True)
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=200, blank=True)
    occurred_at = models.DateTimeField()
    event_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=80)
    event = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=40)
    lane = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=200)
    payload = models.JSONField()

    class Meta:
        indexes = (
            models.Index(fields=["identifier", "-occurred_at"], name="profiles_moments_of"),
            models.Index(
                fields=["about_kind", "about_id"],
                name="profiles_moments_waiting",
                condition=models.Q(identifier__isnull=True),
            ),
        )
        default_permissions = ()


class Trait(models.Model):
    """What is said of somebody, by identifier: stated by a source, or computed from what they did."""

    id = models.BigAutoField(primary_key=True)
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=100)
    value = models.JSONField()
    at = models.DateTimeField()
    source = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("identifier", "name", "source"), name="profiles_trait_once"),)
        indexes = (models.Index(fields=["name"], name="profiles_trait_named"),)
        default_permissions = ()


class Bought(models.Model):
    """An order as the traits need it: what it comes to now, and whether it still stands."""

    order_id = models.UUIDField(primary_key=True)
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    stands = models.BooleanField()
    channel = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    total_minor = models.BigIntegerField()
    pieces = models.IntegerField()
    delivery_method = models.CharField(max_length=60)

    class Meta:
        default_permissions = ()


class Taste(models.Model):
    """How often somebody turned to something: a category, a size, a reduced price. Sums, so that those of a person are
    the sums of its identifiers'."""

    id = models.BigAutoField(primary_key=True)
    identifier = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+", db_index=False)
    of = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    times = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("identifier", "of", "value"), name="profiles_taste_once"),)
        default_permissions = ()
