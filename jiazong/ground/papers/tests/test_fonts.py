import pytest

from jiazong.ground.papers.fonts import NoChineseFont, find_fonts


def test_a_folder_without_chinese_typefaces_is_told_what_to_install(tmp_path):
    with pytest.raises(NoChineseFont, match="fonts-noto-cjk"):
        find_fonts(tmp_path, system=False)


def test_the_folder_of_the_setting_is_searched(tmp_path, monkeypatch):
    monkeypatch.setenv("JIAZONG_FONTS", str(tmp_path))
    with pytest.raises(NoChineseFont):
        find_fonts(system=False)


def test_the_machine_has_a_typeface_for_every_role():
    fonts = find_fonts()
    assert all(face.names for face in (fonts.body, fonts.heading, fonts.subheading, fonts.title))
