"""Attachments under the database alone and through the web: by grant, by level, logged, sealed, gone when removed."""
import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from PIL import Image

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.attachments import actions, queries
from jiazong.ground.attachments.actions import Cleaned
from jiazong.ground.attachments.forms import FilesField
from jiazong.ground.attachments.models import Content, File

BODY = "%PDF-1.4 朱鹮的离婚协议".encode()
NAME = "朱鹮协议.pdf"


CENTRE = "qinghe"


@pytest.fixture
def subject(db):
    return Subject("case", str(uuid.uuid4()), CENTRE)


def somebody(name="周敏仪"):
    return Account.objects.create(login=f"person-{uuid.uuid4().hex[:8]}", name=name)


def a_worker():
    account = somebody("陈静")
    access.admit(account, role="social_worker", scope_kind="centre", scope_code=CENTRE, by=None, on=date(2025, 1, 1))
    return account


def holds(account, subject, level, purpose="casework"):
    source = levels.ASSIGNMENT
    approver = somebody("何慧芳") if level >= levels.READ_RESTRICTED else None
    grants.give(account, subject, level=level, purpose=purpose, source=source, by=None, approver=approver)
    return account


def attached(subject, **more):
    return actions.attach(subject, Cleaned(NAME, "pdf", BODY), sealed_for=f"case:{subject.id}", by=None, **more)


@pytest.mark.parametrize(("level", "restricted", "sees", "writes"), [
    (1, False, 0, False), (2, False, 1, False), (3, False, 1, True),
    (2, True, 0, False), (3, True, 0, False), (4, True, 1, False), (5, True, 1, True),
])  # fmt: skip
def test_the_database_shows_and_takes_files_by_the_level_of_the_grant(subject, level, restricted, sees, writes):
    attached(subject, is_restricted=restricted)
    account = holds(a_worker(), subject, level)
    with acting(account, "attachments.read"):
        assert (File.objects.count(), Content.objects.count()) == (sees, sees)
    with acting(account, "attachments.write"):
        assert _may_add(subject, account, restricted) == writes


def _may_add(subject, account, restricted):
    try:
        with transaction.atomic():
            cleaned = Cleaned("新.pdf", "pdf", b"%PDF-1.4 new")
            actions.attach(subject, cleaned, sealed_for=f"case:{subject.id}", by=account, is_restricted=restricted)
    except DatabaseError:
        return False
    return True


def test_a_grant_on_another_record_opens_nothing(subject):
    attached(subject)
    account = holds(a_worker(), Subject("case", str(uuid.uuid4()), CENTRE), 3)
    with acting(account, "attachments.read"):
        assert not File.objects.exists() and not Content.objects.exists()


def test_the_name_and_the_bytes_lie_sealed(subject):
    file = attached(subject)
    with connection.cursor() as cursor:
        cursor.execute("SELECT f.name, c.body, f::text FROM attachments_file f JOIN attachments_content c ON c.file_id = f.id")
        name, body, row = cursor.fetchone()
    for raw in (bytes(name), bytes(body), row.encode()):
        assert "朱鹮".encode() not in raw
    assert actions.read(file, by=somebody(), word="tests", grant=None) == BODY


def test_the_same_file_sent_twice_is_one_and_after_removal_may_come_again(subject):
    first = attached(subject)
    assert attached(subject) == first
    actions.remove(first, by=None)
    actions.remove(first, by=None)
    assert attached(subject) != first
    assert queries.files_of(subject).count() == 1


def test_a_removed_file_has_no_bytes_left(subject):
    file = attached(subject)
    actions.remove(file, by=None)
    assert bytes(Content.objects.values_list("body", flat=True).get(file=file).raw) == b""
    assert not queries.files_of(subject).exists()


def test_opening_a_file_is_a_read_and_comes_in_headers_that_let_nothing_run(client, subject):
    file = attached(subject)
    account = holds(a_worker(), subject, 2)
    client.force_login(account)
    answer = client.get(reverse("attachments:file", args=[file.pk]))
    assert answer.content == BODY and answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment") and answer["Cache-Control"] == "no-store"
    read = Read.objects.get(account=account)
    assert (read.subject_id, read.what, read.purpose) == (subject.id, "attachment", "casework")


@pytest.mark.parametrize("level", [None, 1])
def test_without_a_grant_that_reads_the_file_does_not_exist(client, subject, level):
    file, account = attached(subject), a_worker()
    if level:
        holds(account, subject, level)
    client.force_login(account)
    for name in ("file", "remove"):
        assert client.get(reverse(f"attachments:{name}", args=[file.pk])).status_code == 404
    assert not Read.objects.exists()


def test_a_file_is_removed_through_the_web_by_whoever_writes(client, subject):
    file = attached(subject)
    client.force_login(holds(a_worker(), subject, 3))
    page = client.get(reverse("attachments:remove", args=[file.pk]))
    assert page.status_code == 200 and NAME in page.content.decode()
    assert client.post(reverse("attachments:remove", args=[file.pk])).status_code == 200
    file.refresh_from_db()
    assert file.removed_at is not None


def test_a_list_of_files_asks_the_database_once_whatever_its_length(subject, django_assert_num_queries):
    for number in range(3):
        actions.attach(subject, Cleaned(f"{number}.pdf", "pdf", f"%PDF {number}".encode()), sealed_for="case:x", by=None)
    with django_assert_num_queries(1):
        assert len(list(queries.files_of(subject))) == 3


def test_the_field_says_of_each_file_why_it_cannot_be_kept():
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG")
    field = FilesField()
    good = SimpleUploadedFile("好.jpg", target.getvalue())
    assert [one.kind for one in field.clean([good])] == ["jpg"]
    bad = [SimpleUploadedFile("空.pdf", b""), SimpleUploadedFile("假.docx", b"%PDF-1.4"), good]
    with pytest.raises(Exception) as caught:
        field.clean(bad)
    assert len(caught.value.messages) == 2 and "空.pdf" in caught.value.messages[0]
    assert field.clean([]) == []
