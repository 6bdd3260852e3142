"""Who sees the head of a note or a check, and whom its text opens to: one condition for lists, details and counts."""
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.queries import granted
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.people.places.permissions import centre_condition
from jiazong.people.staff.models import Worker
from jiazong.people.supervision.models import (
    Attendee,
    Check,
    CheckText,
    FollowUp,
    Note,
    NotePrivate,
    NoteText,
    Pair,
    Sitting,
    SittingText,
)
from jiazong.people.supervision.queries import CHECK, NOTE, PAIR


def in_scope(reach: Reach, path: str = "centre__") -> Q:
    """The centres a role reaches as a whole, without those where it only reaches the person's own rows."""
    return centre_condition(replace(reach, own_in=frozenset()), path)


def pairs_within(account: Account, reach: Reach) -> QuerySet[Pair]:
    """The pairs of the centres within reach, and a person's own on either side."""
    return Pair.objects.filter(in_scope(reach) | Q(supervisor=account) | Q(worker__account=account))


def notes_listed(account: Account, reach: Reach, word: str) -> QuerySet[Note]:
    """The notes whose head a person sees: in the centres within reach, about herself, or by a grant.

    Whoever a note complains about never sees it, whatever the role.
    """
    held = granted(account, PAIR, levels.HEADER, word, path="pair_id") | granted(account, NOTE, levels.HEADER, word)
    seen = in_scope(reach) | Q(pair__worker__account=account) | Q(held)
    return Note.objects.filter(seen).exclude(about__account=account)


def texts_open_to(account: Account, word: str) -> QuerySet[NoteText]:
    """What was talked about, to the worker it is about and to whoever holds a grant of level 2."""
    by_pair = granted(account, PAIR, levels.READ, word, path="note__pair_id")
    by_note = granted(account, NOTE, levels.READ, word, path="note_id")
    seen = Q(note__pair__worker__account=account) | Q(by_pair) | Q(by_note)
    return NoteText.objects.filter(seen).exclude(note__about__account=account)


def private_open_to(account: Account, word: str) -> QuerySet[NotePrivate]:
    """The supervisor's own remarks, to whoever may write in the pair's file."""
    return NotePrivate.objects.filter(granted(account, PAIR, levels.WRITE, word, path="note__pair_id")).exclude(
        note__about__account=account
    )


def pairs_to_write_in(account: Account, word: str) -> QuerySet[Pair]:
    """The pairs in whose file a person may write now."""
    return Pair.objects.filter(granted(account, PAIR, levels.WRITE, word))


def checks_listed(account: Account, reach: Reach) -> QuerySet[Check]:
    """The checks whose head a person sees: of the centres within reach, and her own."""
    return Check.objects.filter(in_scope(reach) | Q(worker__account=account))


def check_texts_open_to(account: Account, word: str) -> QuerySet[CheckText]:
    """The paper of a check, to the worker it is about and to whoever holds a grant of level 2."""
    held = granted(account, CHECK, levels.READ, word, path="record_id")
    return CheckText.objects.filter(Q(record__worker__account=account) | Q(held))


def workers_to_check(account: Account, reach: Reach) -> QuerySet[Worker]:
    """The workers whose checks a person looks after: those of the centres within reach, else only herself."""
    return Worker.objects.filter(in_scope(reach) | Q(account=account))


def sittings_listed(account: Account, reach: Reach) -> QuerySet[Sitting]:
    """The sittings whose head a person sees: of the centres within reach, her own as a supervisor, those she took part in."""
    return Sitting.objects.filter(in_scope(reach) | Q(supervisor=account) | Q(_attended(account, "pk")))


def sitting_texts_open_to(account: Account) -> QuerySet[SittingText]:
    """What a sitting was about, to its supervisor and to those who took part."""
    return SittingText.objects.filter(Q(sitting__supervisor=account) | Q(_attended(account, "sitting_id")))


def _attended(account: Account, path: str) -> Exists:
    return Exists(Attendee.objects.filter(sitting=OuterRef(path), worker__account=account))


def follow_ups_listed(account: Account, reach: Reach) -> QuerySet[FollowUp]:
    """What was agreed in the centres within reach, with herself as a supervisor, or is for her to do."""
    return FollowUp.objects.filter(in_scope(reach) | Q(supervisor=account) | Q(owner__account=account))
