"""A file kept with a record of each person's own, which opens by that person's grant alone; a template of an agency's own."""
import uuid

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.attachments import actions
from jiazong.ground.attachments.models import File
from jiazong.ground.papers import actions as papers
from jiazong.ground.papers import register
from jiazong.ground.papers.form_word import built_in_template
from jiazong.ground.papers.models import OwnTemplate
from jiazong.people.places.models import Centre


def attach(centre: Centre, account: Account | None, canary: str) -> File:
    """A file with the canary in its name and its bytes; without an account nobody holds a grant on its record."""
    subject = Subject("record", str(uuid.uuid4()), centre.pk)
    if account:
        grants.give(account, subject, level=levels.WRITE, purpose="casework", source=levels.ASSIGNMENT, by=None)
    cleaned = actions.Cleaned(f"{canary}照片.png", "png", f"PNG {canary}".encode())
    return actions.attach(subject, cleaned, sealed_for=f"record:{subject.id}", by=account)


def keep_template(centre: Centre, canary: str) -> OwnTemplate:
    """The agency's own template of a form, with the canary in its name."""
    content = built_in_template(register.form("note"))
    return papers.keep_template(centre.agency_id, "note", name=f"{canary}模板.docx", content=content, by=None)
