from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Leaf(models.Model):
    """What is kept of a deed: its salted hash, written in the transaction of the deed.

    `facts` and `private` are canonical JSON where no row of another table holds them. The column `xid`, the number of the
    transaction, is the database's own affair: see `actions.sequencing`. A trigger refuses UPDATE and DELETE.
    """

    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=120)
    adopted = models.BooleanField(default=False)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    salt = models.BinaryField(max_length=16)
    hash = models.BinaryField(max_length=32)
    # NULL says that the content lies in the row itself; an empty text would be a content.
    facts = models.TextField(null=True)  # noqa: DJ001
    private = models.TextField(null=True)  # noqa: DJ001

    class Meta:
        indexes = [models.Index(fields=["subject"], name="transparency_by_subject")]

    def __str__(self) -> str:
        return self.subject


class Log(models.Model):
    """A life of the log: under which name and key it signs, and why it was opened; the newest one counts."""

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    origin = models.CharField(max_length=200)
    key = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.origin} {self.number}"


class Adoption(models.Model):
    """A kind of row has its leaves from this moment on; what was there before was adopted into the log then."""

    kind = models.CharField(max_length=30, primary_key=True)
    leaves = models.BigIntegerField()
    adopted_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.kind


class Entry(models.Model):
    """The place of a leaf in the tree, without gaps from 0; the hash as it was when the place was given."""

    index = models.BigIntegerField(primary_key=True)
    # No foreign key: a leaf that somebody removes must be missed and named, not forbidden by one more trigger to switch off.
    leaf_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.index)


class Node(models.Model):
    """The root of a whole subtree of 256**level leaves, so that no proof ever needs the whole tree again."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="transparency_node_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """The root of the tree at one size, signed; sizes only grow and none is signed twice.

    `edge` is the compact range at this size. `horizon`: every transaction older than this one had ended when the leaves
    were gathered. `cluster`: the database server whose transaction numbers these are.
    """

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    edge = models.BinaryField()
    horizon = models.BigIntegerField()
    cluster = models.CharField(max_length=30)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number__gte=1, size__gte=1), name="transparency_checkpoint_not_empty")]

    def __str__(self) -> str:
        return f"{self.number}: {self.size}"


class Witness(models.Model):
    """Somebody outside who signs that a checkpoint contains the ones before; known by a public key."""

    STREET, BUREAU, AGENCY, EVALUATOR = "street", "bureau", "agency", "evaluator"
    ROLES = [(STREET, STREET), (BUREAU, BUREAU), (AGENCY, AGENCY), (EVALUATOR, EVALUATOR)]

    key = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=ROLES)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Cosignature(models.Model):
    """One line of a witness under one checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures", db_index=False)
    line = models.TextField()
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["witness", "checkpoint"], name="transparency_cosigned_once")]

    def __str__(self) -> str:
        return f"{self.witness_id} {self.checkpoint_id}"
