"""Requests in earnest: wrk where it is installed, light enough not to take the processors from what is measured."""
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "wrk"
# Each request takes the next cookie and the next address or form; one thread, so that their order is known.
SCRIPT = """
local cookies = {{{cookies}}}
local paths = {{{paths}}}
local bodies = {{{bodies}}}
local n, bad = 0, 0
local others = {{}}
function request()
  n = n + 1
  local headers = {{["Cookie"] = cookies[n % #cookies + 1], ["Accept-Language"] = "zh-CN", ["Accept-Encoding"] = "gzip"}}
  if #bodies == 0 then return wrk.format("GET", paths[n % #paths + 1], headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  local key = string.format("{run:08x}-0000-4000-8000-%012x", n)
  local body = bodies[n % #bodies + 1]:gsub("KEY", key):gsub("DAY", days[math.floor(n / #cookies) % #days + 1])
  return wrk.format("POST", paths[1], headers, body)
end
function response(status, headers, body)
  if status ~= {wanted} or ({wanted} == 302 and not string.find(headers["Location"] or headers["location"] or "", "saved", 1, true)) then
    print("WRONG " .. status .. " " .. (headers["Location"] or headers["location"] or ""))
  end
end
function done(summary, latency, requests)
  print(string.format('DONE {{"requests": %d, "seconds": %f, "p50": %f, "p95": %f, "p99": %f, "errors": %d}}', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.connect + summary.errors.read + summary.errors.timeout + summary.errors.status))
end
"""


class LoadFailed(RuntimeError):
    """The server answered something else than what was measured, or wrk did not run."""


@dataclass(frozen=True)
class Loaded:
    """What was answered: how many requests in how many seconds; times in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def is_there() -> bool:
    """Whether wrk is installed here."""
    return shutil.which(PROGRAM) is not None


def drive(
    address: str, *, cookies: Sequence[str], paths: Sequence[str], seconds: float, clients: int, folder: Path,
    bodies: Sequence[str] = (), days: Sequence[str] = (), run: int = 0,
) -> Loaded:  # fmt: skip
    """So many connections ask without a pause; with `bodies`, forms are sent, KEY and DAY in them new each time."""
    script = folder / "load.lua"
    filled = SCRIPT.format(
        cookies=_listed(cookies), paths=_listed(paths), bodies=_listed(bodies), wanted=302 if bodies else 200, run=run
    )
    script.write_text(f"local days = {{{_listed(days)}}}\n{filled}")
    command = [PROGRAM, "-t1", f"-c{clients}", f"-d{max(round(seconds), 1)}s", "--timeout", "20s", "-s", script, address]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)
    wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    told = next((line for line in done.stdout.splitlines() if line.startswith("DONE")), "")
    if wrong or not told:
        raise LoadFailed(f"{len(wrong)} wrong answers {wrong[:1]} {done.stderr[-300:]} {done.stdout[-300:] if not told else ''}")
    found = json.loads(told[5:])
    if found.pop("errors"):
        raise LoadFailed(f"errors on the way: {told}")
    return Loaded(**found)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"[==[{word}]==]" for word in words)
