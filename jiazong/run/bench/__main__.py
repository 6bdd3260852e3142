"""python -m jiazong.run.bench [--quick] [--json FILE]: measure in a home of its own that is thrown away afterwards."""
import argparse
import contextlib
import os
import tempfile
from pathlib import Path

import django
from psycopg.conninfo import make_conninfo

from jiazong.run import postgres
from jiazong.run.settings_from_home import OWNER, RESOLVED

words = argparse.ArgumentParser(prog="script/bench", description="Measure the product beside the physical limit.")
words.add_argument("--quick", action="store_true", help="10,000 rows and four centres, under a minute")
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

    from jiazong.run.bench import running

    stack.callback(connections.close_all)
    running.run(running.QUICK if chosen.quick else running.FULL, folder=folder, target=chosen.json and chosen.json.absolute())
