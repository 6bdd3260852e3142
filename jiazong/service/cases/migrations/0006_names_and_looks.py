"""Names of the people of her cases are asked one by one, not by gathering all cases; one look at a case by a second person.

Gathered, the people of 200,000 cases would be sought for each name a supervisor sees. What the privacy officer says yes to
may be a restricted case (D5): she is the second person the law asks for (trust.md §3.2).
"""
from django.db import migrations

from jiazong.ground.access.protection import also, within

ME = "(SELECT app.account())"
BEFORE = "id IN (SELECT party.person_id FROM cases_party party UNION ALL SELECT more.person_id FROM cases_involved more)"
ONE_BY_ONE = """EXISTS (SELECT FROM cases_party party WHERE party.person_id = residents_person.id)
  OR EXISTS (SELECT FROM cases_involved more WHERE more.person_id = residents_person.id)"""
CHANGE = """DROP POLICY of_her_cases ON residents_person;
CREATE POLICY of_her_cases ON residents_person FOR SELECT TO jiazong_app USING ({condition});"""
ONE_LOOK = f"""source = 'approval_step' AND purpose = 'approval' AND subject_type = 'case' AND level IN (2, 4)
  AND created_by_id = {ME} AND approver_id = {ME} AND account_id <> {ME}
  AND {within("access_grant.centre", "centres", "grants.decide")}"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_home_visits")]
    operations = [
        migrations.RunSQL(CHANGE.format(condition=ONE_BY_ONE), CHANGE.format(condition=BEFORE)),
        also("access_grant", "cases_one_look", "insert", ONE_LOOK),
    ]
