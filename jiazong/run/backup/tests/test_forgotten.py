"""What was thrown away stays so, whatever older backup is put back."""
from pathlib import Path

import pytest
from django.utils import timezone
from psycopg import sql

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.custody import forgetting
from jiazong.ground.privacy.rules import envelope
from jiazong.run.backup import restoring
from jiazong.run.backup.source import Source
from jiazong.run.backup.tests.test_backup import make
from jiazong.service.cases.models import FollowUp
from jiazong.service.cases.tests import factories as cases

pytestmark = pytest.mark.xdist_group("backup")


def _key_of_the_note(line: object) -> tuple:
    """The state of the key that sealed the note, and whether the key is there, as a database has it."""
    words = line.execute("SELECT words FROM cases_followup").fetchone()[0]
    kid = envelope.read_head(bytes(words)).kid
    return line.execute("SELECT state, wrapped IS NOT NULL FROM privacy_key WHERE id = %s", [kid]).fetchone()


def test_a_note_that_was_deleted_does_not_open_from_a_backup_made_before(product: Source, tmp_path: Path, scratch_name: str):
    house = cases.house()
    case, other = cases.a_case(house), cases.a_case(house)
    FollowUp.objects.create(case=case, day=timezone.localdate(), mode="phone", words="说过的话")
    made = make(product, tmp_path / "kept")
    with acting_as_system("tests"):
        forgetting.forget(case.sealed_for)
    assert FollowUp.objects.get().words == ""

    with product.connect(autocommit=True) as line:
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(scratch_name)))
    try:
        restoring.fill(product, made.path, scratch_name, on_progress=lambda done, whole: None)
        with product.connect(database=scratch_name) as line:
            assert _key_of_the_note(line) == ("active", True), "the older copy brings the key back"
        assert restoring.throw_away_again(product, scratch_name) == 1
        with product.connect(database=scratch_name) as line:
            assert _key_of_the_note(line) == ("destroyed", False)
            found = line.execute("SELECT count(*) FROM privacy_key WHERE agency = %s AND wrapped IS NOT NULL", [other.sealed_for])
            assert found.fetchone()[0] == 1
    finally:
        with product.connect(autocommit=True) as line:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(scratch_name)))
