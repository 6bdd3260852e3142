"""The forms of a case on paper (文书, domain D1): what was entered once, printed in all."""
from jiazong.service.cases.papers.heads import head_of
from jiazong.service.cases.papers.parts import FORMS, NothingToPrint, part_of
from jiazong.service.cases.papers.whole import contents_of, cover_of, whole

__all__ = ["FORMS", "NothingToPrint", "contents_of", "cover_of", "head_of", "part_of", "whole"]
