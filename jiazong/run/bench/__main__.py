"""python -m jiazong.run.bench [PART …] [--quick] [--minutes N] [--json FILE]: measure in a home of its own that is thrown away afterwards."""
import argparse
import contextlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import django
from psycopg.conninfo import make_conninfo

from jiazong.run import postgres
from jiazong.run.settings_from_home import OWNER, RESOLVED

words = argparse.ArgumentParser(prog="script/bench", description="Measure the product beside the physical limit.")
words.add_argument("parts", nargs="*", metavar="PART", help="import, list, save, mixed, report, people, casework, tenders, soak; without any, all but soak")
words.add_argument("--minutes", type=float, metavar="N", help="how long the soak goes on, 30 if not said")
words.add_argument("--rounds", type=int, metavar="N", help="how many rounds of the import, 3 if not said")
words.add_argument("--seconds", type=float, metavar="N", help="how long the server is asked, 15 if not said")
words.add_argument("--quick", action="store_true", help="10,000 rows and eight centres, about a minute")
words.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
words.add_argument("--database", metavar="URL", help="an empty database to measure in, instead of the built-in one")
chosen = words.parse_args()

with contextlib.ExitStack() as stack:
    home = stack.enter_context(tempfile.TemporaryDirectory(prefix="jiazong-bench-"))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jiazong-bench-files-")))
    os.environ.pop(postgres.ENVIRONMENT, None)
    os.environ.pop(RESOLVED, None)
    os.environ["JIAZONG_HOME"] = home
    if chosen.database:
        os.environ[postgres.ENVIRONMENT] = chosen.database
    owner = stack.enter_context(postgres.using())
    # The owner's login in the role of the command line: what the product is compared with needs tables of its own.
    os.environ |= {OWNER: str(owner), RESOLVED: make_conninfo(owner, options="-c role=jiazong_system -c app.purpose=bench")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "jiazong.settings"
    django.setup()
    # Models can be imported only now.
    from django.db import connections

    from jiazong.run.bench import grounds, running

    if unknown := set(chosen.parts) - set(running.PARTS):
        words.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(running.PARTS)}")
    stack.callback(connections.close_all)
    size = grounds.QUICK if chosen.quick else grounds.FULL
    said = {name: getattr(chosen, name) for name in ("minutes", "rounds", "seconds") if getattr(chosen, name)}
    target = chosen.json and chosen.json.absolute()
    running.run(replace(size, **said), parts=chosen.parts or running.USUAL, folder=folder, target=target)
