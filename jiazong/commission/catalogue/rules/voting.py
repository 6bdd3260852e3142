"""What the votes of a panel on a proposal come to."""
from collections.abc import Sequence

from jiazong.commission.catalogue.rules.rounds import is_carried

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
CHOICES = (FOR, AGAINST, ABSTAIN)


def counted(votes: Sequence[str]) -> tuple[int, int]:
    """How many voted for and against; who abstains took part and counts for neither."""
    return votes.count(FOR), votes.count(AGAINST)


def carried(votes: Sequence[str], *, seats: int, quorum_percent: int) -> bool | None:
    """Whether a proposal is carried: more for than against; None where not more than the quorum of the panel took part."""
    if len(votes) * 100 <= seats * quorum_percent:
        return None
    return is_carried(*counted(votes))
