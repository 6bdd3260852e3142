"""python -m jiazong.run.demo small: load the demonstration and print with what to sign in."""
import argparse
import os

import django

from jiazong.run import postgres

words = argparse.ArgumentParser(prog="python -m jiazong.run.demo", description="Load invented demonstration data.")
words.add_argument("scale", nargs="?", default="small", choices=["small", "district", "city"])
words.add_argument("--seed", type=int, default=7, help="another number invents other people and days")
chosen = words.parse_args()

with postgres.using() as url:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiazong.settings")
    os.environ["JIAZONG_RESOLVED_DATABASE_URL"] = str(url)
    django.setup()
    # Models can be imported only now.
    from jiazong.run.demo import command

    command.run(chosen.scale, chosen.seed)
