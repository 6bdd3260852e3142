"""Who may see and decide what is asked for: administrators by the words of the table, and nobody about herself.

The tables of accounts and roles lie on the floor beneath; an administrator's words for them are known here, so the
policies that let her see all accounts and carry out what was granted stand here too, beside the ones over there.
"""
from django.db import migrations

from jiazong.ground.access.protection import protect

MANAGES = "EXISTS (SELECT 1 FROM app.held('accounts.manage') held WHERE held.scope_kind = 'everywhere')"
ASKS = "EXISTS (SELECT 1 FROM app.held('roles.ask') held WHERE held.scope_kind = 'everywhere')"
DECIDES = "EXISTS (SELECT 1 FROM app.held('roles.approve') held WHERE held.scope_kind = 'everywhere')"
BESIDE = f"""
CREATE POLICY admission_select ON accounts_account FOR SELECT TO jiazong_app USING ((SELECT {MANAGES}));
CREATE POLICY admission_insert ON accounts_account FOR INSERT TO jiazong_app WITH CHECK ((SELECT {MANAGES}));
CREATE POLICY admission_update ON accounts_account FOR UPDATE TO jiazong_app USING ((SELECT {MANAGES}));
CREATE POLICY admission_select ON access_membership FOR SELECT TO jiazong_app USING ((SELECT {MANAGES}));
CREATE POLICY admission_insert ON access_membership FOR INSERT TO jiazong_app WITH CHECK ((SELECT {DECIDES}));
CREATE POLICY admission_update ON access_membership FOR UPDATE TO jiazong_app USING ((SELECT {DECIDES}));
CREATE POLICY admission_delete ON access_membership FOR DELETE TO jiazong_app USING ((SELECT {DECIDES}));
CREATE POLICY admission_select ON chronicle_entry FOR SELECT TO jiazong_app
  USING (subject_type = 'accounts.account' AND (SELECT {MANAGES}));
CREATE POLICY admission_insert ON chronicle_entry FOR INSERT TO jiazong_app
  WITH CHECK (subject_type IN ('accounts.account', 'access.membership', 'admission.roleask') AND actor_id = (SELECT app.account()));
"""
BACK = """
DROP POLICY admission_select ON accounts_account;
DROP POLICY admission_insert ON accounts_account;
DROP POLICY admission_update ON accounts_account;
DROP POLICY admission_select ON access_membership;
DROP POLICY admission_insert ON access_membership;
DROP POLICY admission_update ON access_membership;
DROP POLICY admission_delete ON access_membership;
DROP POLICY admission_select ON chronicle_entry;
DROP POLICY admission_insert ON chronicle_entry;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("admission", "0001_start"),
        ("access", "0002_second_layer"),
        ("accounts", "0003_sessions_and_devices"),
        ("chronicle", "0001_start"),
    ]
    operations = [
        protect(
            "admission_roleask",
            select=f"(SELECT {MANAGES}) OR (SELECT {DECIDES})",
            insert=f"(SELECT {ASKS}) AND asked_by_id = (SELECT app.account()) AND decision = ''",
            update=f"(SELECT {DECIDES})",
            check=f"(SELECT {DECIDES}) AND decided_by_id = (SELECT app.account())",
        ),
        migrations.RunSQL(BESIDE, BACK),
    ]
