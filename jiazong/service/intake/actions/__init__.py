"""Writes of the desk: who came, what came of it, who gets an appointment, who takes a case."""
from jiazong.service.intake.actions.allotting import (
    AlreadyGiven,
    CaseloadChanged,
    Move,
    NotTaken,
    allot,
    bar,
    hand_over,
)
from jiazong.service.intake.actions.booking import (
    InThePast,
    NotFree,
    RoomTaken,
    WorkerAway,
    WorkerTaken,
    book,
    cancel,
    miss,
)
from jiazong.service.intake.actions.queue import AlreadyGone, attend, know, register, send_off
from jiazong.service.intake.actions.reviewing import MonthNotOver, open_drawn, review, subject_of
from jiazong.service.intake.actions.settling import Booked, NotKnown, Opened, Said, Settled, settle

__all__ = [
    "AlreadyGiven", "AlreadyGone", "Booked", "CaseloadChanged", "InThePast", "MonthNotOver", "Move", "NotFree", "NotKnown", "NotTaken", "Opened",
    "RoomTaken", "Said", "Settled", "WorkerAway", "WorkerTaken", "allot", "attend", "bar", "book", "cancel", "hand_over", "know",
    "miss", "open_drawn", "register", "review", "send_off", "settle", "subject_of",
]  # fmt: skip
