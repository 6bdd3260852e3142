"""Witnesses: who they are, and their signatures under the log's checkpoints."""
from datetime import UTC, datetime

from django.db import transaction

from jiazong.ground.transparency import notes
from jiazong.ground.transparency.actions.appending import append
from jiazong.ground.transparency.models import Checkpoint, Cosignature, Witness


@transaction.atomic
def add_witness(key: notes.Key, role: str) -> Witness:
    """Register a witness by the public key; the log itself keeps that it did. Raises BadNote for a key of another kind."""
    if key.kind != notes.WITNESS_KEY:
        raise notes.BadNote("not the key of a witness")
    witness, is_new = Witness.objects.get_or_create(key=str(key), defaults={"name": key.name, "role": role})
    if is_new:
        append("witness", f"witness:{witness.pk}", {"key": witness.key, "role": role})
    return witness


@transaction.atomic
def take_cosignatures(note: str) -> int:
    """Keep the signatures of known witnesses under one of our checkpoints; answers how many are new.

    Raises BadNote where the note is none of ours or a known witness's signature is false, or none of them is known.
    """
    read = notes.Checkpoint.parse(note)
    checkpoint = Checkpoint.objects.filter(size=read.size).first()
    if checkpoint is None or notes.Checkpoint.parse(checkpoint.note).body != read.body:
        raise notes.BadNote("not a checkpoint of this log")
    known = {(key.name, key.number): (key, one) for one in Witness.objects.all() for key in [notes.Key.parse(one.key)]}
    signed = [(line, *known[line.name, line.number]) for line in read.lines if (line.name, line.number) in known]
    if not signed:
        raise notes.BadNote("no known witness")
    taken = 0
    for line, key, witness in signed:
        when = notes.check_cosignature(read.body, line, key)
        _, is_new = Cosignature.objects.get_or_create(
            checkpoint=checkpoint, witness=witness,
            defaults={"line": line.text + "\n", "signed_at": datetime.fromtimestamp(when, UTC)},
        )  # fmt: skip
        taken += is_new
    return taken
