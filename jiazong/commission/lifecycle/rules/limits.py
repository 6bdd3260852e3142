"""How much may be added, deposited and employed under a contract: shares in whole percent, money in fen; pure (A3, A5, B6)."""
from collections.abc import Iterable


class LimitPassed(ValueError):
    """An amount lies above what the rule allows; `limit_fen` is the most that is allowed, `percent` the rule."""

    def __init__(self, amount_fen: int, limit_fen: int, percent: int) -> None:
        super().__init__(f"{amount_fen} fen is more than {limit_fen} fen ({percent} %)")
        self.amount_fen, self.limit_fen, self.percent = amount_fen, limit_fen, percent


class AmendmentTooLarge(LimitPassed):
    """What is bought in addition passes the share of the original contract (政府采购法 49)."""


class BondTooLarge(LimitPassed):
    """The performance bond passes its share of the contract (实施条例 48)."""


def share_of(whole_fen: int, percent: int) -> int:
    """A share in whole fen, rounded down, so that a limit is never passed by rounding."""
    return whole_fen * percent // 100


def room_for_amendments(original_fen: int, agreed: Iterable[int], percent: int) -> int:
    """How much more may still be bought in addition; what was taken away from the contract gives no room back."""
    return share_of(original_fen, percent) - sum(one for one in agreed if one > 0)


def check_amendment(amount_fen: int, *, original_fen: int, agreed: Iterable[int], percent: int) -> None:
    """Refuse an amendment that, with those before, passes the share of the original; raises AmendmentTooLarge."""
    room = room_for_amendments(original_fen, agreed, percent)
    if amount_fen > 0 and amount_fen > room:
        raise AmendmentTooLarge(amount_fen, max(room, 0), percent)


def check_bond(amount_fen: int, *, contract_fen: int, percent: int) -> None:
    """Refuse a performance bond above its share of the contract; raises BondTooLarge."""
    limit = share_of(contract_fen, percent)
    if amount_fen > limit:
        raise BondTooLarge(amount_fen, limit, percent)


def extra_workers(fund_fen: int, *, base_fen: int, step_fen: int) -> int:
    """How many professionals more than the base the money allows: one for each whole step above the base (A3 item 5)."""
    return max(fund_fen - base_fen, 0) // step_fen


def raised(fund_fen: int, percent: int) -> int:
    """The money after a general raise by so many percent: 200万 and 20 are 240万."""
    return fund_fen + share_of(fund_fen, percent)
