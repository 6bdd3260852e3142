"""Accounts, memberships and what happened stand behind the second layer; apps above add their own ways to rows of theirs."""
from django.db import migrations

from jiazong.ground.access.protection import protect

ME = "(SELECT app.account())"
# Before it is known who asks, the account is looked up by its login or by the session, and the sign-in is written down.
AT_THE_DOOR = "(SELECT app.purpose()) = 'door'"


class Migration(migrations.Migration):
    dependencies = [("access", "0005_grants_protected"), ("accounts", "0003_sessions_and_devices"), ("chronicle", "0001_start")]
    operations = [
        protect(
            "accounts_account", select=f"id = {ME} OR {AT_THE_DOOR}", update=f"id = {ME} OR {AT_THE_DOOR}",
            seen_by_functions=True,
        ),
        protect("access_membership", select=f"account_id = {ME}", seen_by_functions=True),
        protect("chronicle_entry", select=f"actor_id = {ME}", insert=f"actor_id = {ME} OR actor_id IS NULL AND {AT_THE_DOOR}"),
    ]
