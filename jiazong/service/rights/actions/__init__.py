"""Writes of rights."""
from jiazong.service.rights.actions.forgetting import forget_case, forget_person, give_free, lock
from jiazong.service.rights.actions.requests import Asked, ask, decide
from jiazong.service.rights.actions.working import carry_out, work

__all__ = ["Asked", "ask", "carry_out", "decide", "forget_case", "forget_person", "give_free", "lock", "work"]
