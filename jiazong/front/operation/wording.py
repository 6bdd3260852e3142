"""How the product is doing, in sentences: what is seen, how good that is, and what to do where it is not."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiazong.front.operation import rules
from jiazong.front.operation.queries import Status
from jiazong.ground.ui.formats import number

MINUTE, HOUR, DAY = 60, 3600, 86400
MEGABYTE, GIGABYTE = 2**20, 2**30


@dataclass(frozen=True)
class Fact:
    """One thing of the operation: its name for programs, its label, state, sentence, and what to do."""

    name: str
    label: str
    state: str
    text: str
    todo: str = ""


def facts(found: Status) -> list[Fact]:
    """Everything the status page tells, each with its state."""
    return [*_jobs(found), *_backups(found), *_disks(found), *_evidence(found), *_database(found), *_pages(found)]


def headline(told: list[Fact]) -> tuple[str, str]:
    """The whole in one sentence and its state."""
    states = [fact.state for fact in told]
    bad, warned = states.count(rules.BAD), states.count(rules.WARNING)
    if bad:
        return ngettext("%(n)s thing is wrong.", "%(n)s things are wrong.", bad) % {"n": bad}, rules.BAD
    if warned:
        return ngettext("%(n)s thing wants attention.", "%(n)s things want attention.", warned) % {"n": warned}, rules.WARNING
    return _("Everything is in order."), rules.GOOD


def lasting(seconds: float) -> str:
    """A length of time, roughly, for a person."""
    if seconds < 2 * MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", round(seconds)) % {"n": number(max(round(seconds), 0))}
    if seconds < 2 * HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", round(seconds / MINUTE)) % {"n": number(round(seconds / MINUTE))}
    if seconds < 2 * DAY:
        return ngettext("%(n)s hour", "%(n)s hours", round(seconds / HOUR)) % {"n": number(round(seconds / HOUR))}
    return ngettext("%(n)s day", "%(n)s days", round(seconds / DAY)) % {"n": number(round(seconds / DAY))}


def size(count: int) -> str:
    """Bytes for a person."""
    return f"{count / GIGABYTE:,.1f} GB" if count >= GIGABYTE else f"{count / MEGABYTE:,.1f} MB"


def _jobs(found: Status) -> Iterator[Fact]:
    jobs, limits = found.jobs, found.limits
    silent = limits["worker_silent_seconds"].state(jobs.silent_seconds)
    if jobs.silent_seconds is None:
        text = _("No worker has ever reported.")
    else:
        text = _("Last heard of %(ago)s ago.") % {"ago": lasting(jobs.silent_seconds)}
    yield Fact("worker", _("Background process"), silent, text, _("Start the product again: jiazong down, then jiazong up."))
    said = _("%(waiting)s waiting, %(doing)s under way.") % {"waiting": number(jobs.waiting), "doing": number(jobs.doing)}
    state = rules.GOOD
    if jobs.oldest_seconds is not None:
        state = limits["queue_seconds"].state(jobs.oldest_seconds)
        said += _(" The oldest has waited %(ago)s.") % {"ago": lasting(jobs.oldest_seconds)}
    yield Fact("queue", _("Jobs that wait"), state, said, _("See whether the worker is alive; a large import may take minutes."))
    last = jobs.failures[0] if jobs.failures else None
    said = _("None failed.") if not last else _("%(n)s failed, the last with %(error)s.") % {
        "n": number(jobs.failed), "error": last.error or _("an unknown error")}  # fmt: skip
    yield Fact("failed_jobs", _("Jobs that failed"), limits["failed_jobs"].state(jobs.failed), said,
               _("Try them once more below; if they fail again, hand the number of the job to a technician."))  # fmt: skip


def _backups(found: Status) -> Iterator[Fact]:
    hours, limits, kept = found.backup_hours, found.limits, found.backup
    if kept is None or hours is None:
        said = _("There is none yet.")
    else:
        said = _("Made %(ago)s ago: %(size)s in %(took)s.") % {
            "ago": lasting(hours * HOUR), "size": size(kept.size_bytes), "took": lasting(kept.seconds)}  # fmt: skip
    if found.last_try and not found.last_try.is_good:
        said += _(" The last try failed with %(error)s.") % {"error": found.last_try.error}
    yield Fact("backup", _("Backup"), limits["backup_hours"].state(hours), said, _("Make one now: jiazong backup."))
    days, trial = found.trial_days, found.trial
    if trial is None or days is None:
        said = _("No backup has been restored for a trial yet.")
    else:
        said = _("%(file)s was restored %(ago)s ago and found good.") % {"file": trial.file, "ago": lasting(days * DAY)}
    yield Fact("trial", _("Trial of a backup"), limits["trial_days"].state(days), said, _("Try one now: jiazong restore --check."))


def _disks(found: Status) -> Iterator[Fact]:
    labels = {"data": _("Data folder"), "backups": _("Backup folder")}
    for pulse in found.pulses:
        for name, label in labels.items():
            room = (pulse.facts.get("disks") or {}).get(name)
            if room is None:
                continue
            said = _("%(free)s free of %(whole)s on %(machine)s.") % {
                "free": size(room["free"]), "whole": size(room["whole"]), "machine": pulse.machine}  # fmt: skip
            state = found.limits["disk_free_gb"].state(room["free"] / GIGABYTE)
            yield Fact(f"disk_{name}", label, state, said, _("Free some space on that disk or give it a larger one."))


def _evidence(found: Status) -> Iterator[Fact]:
    log = found.evidence
    state = found.limits["evidence_seconds"].state(log.waiting_seconds if log.waiting != 0 else 0)
    if log.waiting is None:
        said = _("%(size)s entries are sealed; how many wait has not been told.") % {"size": number(log.size)}
    elif not log.size and not log.waiting:
        said = _("Nothing has been entered yet.")
    else:
        said = _("%(size)s entries are sealed, %(waiting)s wait.") % {"size": number(log.size), "waiting": number(log.waiting)}
        said += _(" %(n)s witnesses have signed the newest checkpoint.") % {"n": log.witnesses}
    yield Fact("evidence", _("Evidence log"), state, said, _("See whether the worker is alive; then run jiazong ledger verify."))


def _database(found: Status) -> Iterator[Fact]:
    database, limits = found.database, found.limits
    share = database.connections / max(database.most_connections, 1)
    said = _("PostgreSQL %(version)s, %(size)s, %(used)s of %(most)s connections.") % {
        "version": database.version.split(" ")[0], "size": size(database.size_bytes),
        "used": database.connections, "most": database.most_connections}  # fmt: skip
    yield Fact("database", _("Database"), limits["connections_share"].state(share), said,
               _("See who holds the connections; each web process needs one."))  # fmt: skip
    skew = abs(database.skew_seconds)
    said = _("This machine and the database differ by %(n)s seconds.") % {"n": f"{skew:.1f}"}
    yield Fact("clock", _("Clock"), limits["clock_seconds"].state(skew), said, _("Let both machines take their time from the same source (NTP)."))


def _pages(found: Status) -> Iterator[Fact]:
    said = _("In the last 24 hours %(failed)s failed and %(slow)s were slow.") % {
        "failed": number(found.failed_pages), "slow": number(found.slow_pages)}  # fmt: skip
    state = rules.worst([
        found.limits["failed_pages"].state(found.failed_pages), found.limits["slow_pages"].state(found.slow_pages),
    ])  # fmt: skip
    yield Fact("pages", _("Web pages"), state, said, _("Look for the lines with status 500 in the log and hand their number to a technician."))
    sessions = [pulse.facts["sessions"] for pulse in found.pulses if "sessions" in pulse.facts]
    if sessions:
        yield Fact("sessions", _("Signed in"), rules.GOOD, _("%(n)s sessions are open.") % {"n": number(max(sessions))})


def document(found: Status, told: list[Fact]) -> Mapping[str, object]:
    """The same for a program."""
    jobs, backup, log = found.jobs, found.backup, found.evidence
    return {
        "state": rules.worst([fact.state for fact in told]), "at": found.at.isoformat(),
        "jobs": {"waiting": jobs.waiting, "doing": jobs.doing, "failed": jobs.failed,
                 "oldest_seconds": jobs.oldest_seconds, "worker_silent_seconds": jobs.silent_seconds},
        "backup": backup and {"file": backup.file, "made": backup.made_at.isoformat(), "bytes": backup.size_bytes,
                              "seconds": backup.seconds, "hours": found.backup_hours, "trial_days": found.trial_days},
        "evidence": {"size": log.size, "waiting": log.waiting, "waiting_seconds": log.waiting_seconds, "witnesses": log.witnesses},
        "database": {"version": found.database.version, "bytes": found.database.size_bytes,
                     "connections": found.database.connections, "skew_seconds": round(found.database.skew_seconds, 3)},
        "pages": {"failed": found.failed_pages, "slow": found.slow_pages},
        "facts": [{"name": fact.name, "state": fact.state, "what": fact.text, "do": "" if fact.state == rules.GOOD else fact.todo} for fact in told],
    }  # fmt: skip
