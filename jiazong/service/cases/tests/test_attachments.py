"""Files of a case through its own page: added by its worker, sealed with its key, seen by nobody else."""
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from jiazong.ground.attachments.models import Content, File
from jiazong.ground.privacy import sealing
from jiazong.service.cases.tests import factories as make

pytestmark = pytest.mark.django_db


def photo(name="朱鹮.jpg"):
    target = BytesIO()
    Image.new("RGB", (9, 9)).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue())


@pytest.fixture
def ours():
    return make.house()


@pytest.fixture
def case(ours):
    return make.a_case(ours)


def test_a_worker_adds_files_to_her_case_and_they_are_sealed_with_its_key(client, ours, case):
    client.force_login(ours.people["social_worker"])
    answer = client.post(reverse("cases:attach", args=[case.pk]), {"files": [photo(), SimpleUploadedFile("报告.pdf", _pdf())]}, follow=True)
    assert answer.status_code == 200 and "朱鹮.jpg" in answer.content.decode()
    assert sorted(File.objects.values_list("kind", flat=True)) == ["jpg", "pdf"]
    file = File.objects.get(kind="jpg")
    assert (file.sealed_for, file.subject_id) == (f"case:{case.pk}", str(case.pk))
    assert sealing.agency_of(bytes(File.objects.values_list("name", flat=True).get(pk=file.pk).raw)) == case.sealed_for
    assert client.get(reverse("attachments:file", args=[file.pk])).content.startswith(b"\xff\xd8\xff")


def test_a_file_that_cannot_be_kept_is_said_by_name_and_the_others_wait(client, ours, case):
    client.force_login(ours.people["social_worker"])
    bad = SimpleUploadedFile("假.pdf", b"PK\x03\x04")
    answer = client.post(reverse("cases:attach", args=[case.pk]), {"files": [photo(), bad]})
    assert answer.status_code == 422 and "假.pdf" in answer.content.decode()
    assert not File.objects.exists()
    assert client.post(reverse("cases:attach", args=[case.pk]), {}).status_code == 422


@pytest.mark.parametrize("who", ["reception", "supervisor", "centre_director", "colleague"])
def test_nobody_else_sees_or_adds_files(client, ours, case, who):
    client.force_login(ours.people["social_worker"])
    client.post(reverse("cases:attach", args=[case.pk]), {"files": [photo()]})
    client.force_login(ours.people[who])
    assert client.get(reverse("cases:files", args=[case.pk])).status_code == 404
    assert client.post(reverse("cases:attach", args=[case.pk]), {"files": [photo("二.jpg")]}).status_code == 404
    assert client.get(reverse("attachments:file", args=[File.objects.get().pk])).status_code == 404
    assert Content.objects.count() == 1


def _pdf():
    with pikepdf.new() as made:
        made.add_blank_page()
        target = BytesIO()
        made.save(target)
    return target.getvalue()
