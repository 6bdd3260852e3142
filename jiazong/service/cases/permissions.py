"""Which cases a person knows of and which open to her: by grant; the head alone to whoever oversees the centre."""
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.queries import granted, live, purposes_of
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.people.places.permissions import centre_condition
from jiazong.service.cases.models import Case

KIND = "case"


def overseen(reach: Reach) -> QuerySet[Case]:
    """The heads of all cases of the centres within reach: codes, stages, colours, workers; nobody's name."""
    return Case.objects.filter(centre_condition(reach, "centre__"))


def known_to(account: Account, word: str) -> QuerySet[Case]:
    """The cases of which a person holds any live grant that counts under a word."""
    return Case.objects.filter(granted(account, KIND, levels.HEADER, word))


def open_to(account: Account, word: str) -> QuerySet[Case]:
    """The cases whose file a person may read under a word."""
    return _at_level(account, word, levels.READ, levels.READ_RESTRICTED)


def writable_by(account: Account, word: str) -> QuerySet[Case]:
    """The cases in whose file a person may write under a word."""
    return _at_level(account, word, levels.WRITE, levels.WRITE_RESTRICTED)


def _at_level(account: Account, word: str, ordinary: int, restricted: int) -> QuerySet[Case]:
    plain = Q(is_restricted=False) & Q(granted(account, KIND, ordinary, word))
    return Case.objects.filter(plain | Q(granted(account, KIND, restricted, word)))


def held_by(account: Account, word: str) -> QuerySet[Case]:
    """The same cases as `known_to`, found from the grants: a list of somebody's own among many stays quick (trust.md §3.4).

    The keys are read first: behind a policy no index is asked by a value that is worked out in the same statement.
    """
    sights = Grant.objects.filter(
        live(), account=account, subject_type=KIND, level__gte=levels.HEADER, purpose__in=purposes_of(word)
    )
    return Case.objects.filter(pk__in={UUID(key) for key in sights.values_list("subject_id", flat=True)})


def open_among_held(account: Account, word: str) -> QuerySet[Case]:
    """The same cases as `open_to`, found from the grants, for lists."""
    return open_to(account, word) & held_by(account, word)


def of_own_case(account: Account, path: str) -> Exists:
    """Whether a row about a file, by `path` to its key, is about a case the person works on herself; twin of `app.works_on_case`."""
    own = Case.objects.annotate(key=Cast("pk", CharField())).filter(worker__account=account, key=OuterRef(path))
    return Exists(own)
