"""Who waits since when; the times are of one clock, the database's."""
from dataclasses import dataclass
from datetime import datetime

WAITING, SERVED, GONE = "waiting", "served", "gone"
STATES = (WAITING, SERVED, GONE)


@dataclass(frozen=True)
class Stay:
    """Somebody's time at the desk: came, was attended to, went; what has not happened yet is none."""

    came_at: datetime
    served_at: datetime | None = None
    gone_at: datetime | None = None

    @property
    def state(self) -> str:
        if self.gone_at:
            return GONE
        return SERVED if self.served_at else WAITING

    def minutes_waited(self, now: datetime) -> int:
        """Whole minutes from coming until being attended to, until leaving, or until now; never below 0."""
        until = self.served_at or self.gone_at or now
        return max(int((until - self.came_at).total_seconds()) // 60, 0)

    def is_long(self, now: datetime, limit: int) -> bool:
        """Whether somebody still waits and has waited this many minutes or more."""
        return self.state == WAITING and self.minutes_waited(now) >= limit
