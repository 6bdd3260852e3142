from jiazong.ground.ui import checks


def test_a_rail_entry_without_a_screen_is_named():
    assert [concern.msg for concern in checks.the_rail_leads_somewhere()] == [
        "JIAZONG_RAIL names the screen elsewhere:not-built, which does not exist; it is left out."
    ]


def test_a_rail_whose_screens_exist_is_quiet(settings):
    settings.JIAZONG_RAIL = settings.JIAZONG_RAIL[:3]
    assert checks.the_rail_leads_somewhere() == []
