import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve

from jiazong.ground.ui import frame


def asked(path: str = "/", **attributes):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    request.user = AnonymousUser()
    for name, value in attributes.items():
        setattr(request, name, value)
    return request


def names(entries):
    return [entry.name for entry in entries]


def test_the_rail_follows_the_setting_and_leaves_out_screens_that_do_not_exist():
    assert names(frame.entries(asked())) == ["home", "hours", "notes"]


def test_the_rail_shows_only_what_this_person_may_open():
    request = asked(may_open=lambda name: name != "hours")
    assert names(frame.entries(request)) == ["home", "notes"]


def test_who_may_open_what_can_be_asked_through_the_settings(settings):
    settings.JIAZONG_MAY_OPEN = "jiazong.ground.ui.tests.test_frame.only_hours"
    assert names(frame.entries(asked())) == ["hours"]


def only_hours(request, url_name):
    return url_name == "hours"


@pytest.mark.parametrize(("path", "current"), [("/hours/", "hours"), ("/notes/open/3", "notes"), ("/", "home")])
def test_one_entry_is_current_the_nearest_one_above_the_page(path, current):
    assert [entry.name for entry in frame.entries(asked(path)) if entry.is_current] == [current]


def test_counts_come_from_the_facts():
    request = asked(frame_facts=frame.Facts(counts={"hours": 2}))
    assert {entry.name: entry.count for entry in frame.frame_of(request).entries}["hours"] == 2


def test_the_action_stands_in_the_middle_of_the_phone_bar():
    assert names(frame.frame_of(asked()).bottom) == ["home", "hours", "notes", "notes"]
    assert frame.frame_of(asked()).bottom[2].label == "记一笔"


def test_a_visitor_has_no_name_and_no_key_for_drafts():
    drawn = frame.frame_of(asked())
    assert (drawn.person, drawn.person_key) == ("", "")


def test_a_frame_without_a_request_has_defaults():
    drawn = frame.frame_of(None)
    assert drawn.preferences.theme == "auto"
    assert drawn.sentences == []
    assert drawn.here == "/"


def test_the_page_carries_rail_person_and_language(client):
    page = client.get("/notes").content.decode()
    assert '<html lang="zh-Hans" data-theme="auto" data-size="normal"' in page
    assert 'href="/hours/"' in page and "我的工时" in page and '<span class="count">2</span>' in page
    assert "周敏仪" in page and "中心主任" in page
    assert page.count('aria-current="page"') == 3  # rail, and twice in the phone bar: entry and action
    assert "今天\u00a04\u00a0件事" in page


def test_every_request_of_htmx_carries_the_token(client):
    client.get("/notes")
    page = client.get("/notes").content.decode()
    assert "hx-headers:inherited='{\"X-CSRFToken\": \"" in page


def test_a_form_with_errors_says_so_in_title_and_summary(client):
    answer = client.post("/notes", {"note": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：笔记 · 青禾街道家综</title>" in page
    assert "有 1 处需要修改" in page
    assert '<a href="#id_note">补一句：这一项要填。</a>' in page
    assert 'aria-describedby="id_note-error"' in page and 'aria-invalid="true"' in page


def test_what_was_done_is_said_once_with_a_way_back(client):
    page = client.post("/notes", {"note": "平稳"}, follow=True).content.decode()
    assert "已记下这一笔" in page and 'action="/undo"' in page and "data-saved" in page
    assert "已记下这一笔" not in client.get("/notes").content.decode()


def test_warnings_and_refusals_stand_at_the_head_of_the_page(client):
    page = client.post("/undo", follow=True).content.decode()
    assert page.index("已经撤销") < page.index("下一笔没有撤销") < page.index('class="verdict"')
    assert "data-saved" not in page


def test_the_frame_takes_no_name_away_from_a_page_but_its_own(jinja):
    page = jinja.from_string(
        '{% extends "ui/frame.html" %}{% block title %}x{% endblock %}{% block verdict %}{{ verdict }}{% endblock %}'
        "{% block main %}[{{ verdict }} {{ actions }} {{ menu }} {{ lede }}]{% endblock %}"
    )
    context = {"request": asked(), "csrf_token": "t", "csrf_input": "", "verdict": 1, "actions": 2, "menu": 3, "lede": 4}
    assert "[1 2 3 4]" in page.render(context)


def test_a_fault_in_the_facts_is_named_and_not_hidden(settings):
    settings.JIAZONG_FRAME_FACTS = "jiazong.ground.ui.tests.test_frame.faulty_facts"
    with pytest.raises(RuntimeError, match="faulty_facts failed for /"):
        _ = frame.frame_of(asked()).brand


def faulty_facts(request):
    return request.nobody_set_this
