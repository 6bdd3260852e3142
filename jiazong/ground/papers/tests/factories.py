"""Papers to test with; every name is invented."""
from datetime import date

from jiazong.ground.papers.document import Block, Column, Document, Heading, Paragraph, Signatures, Table

# No punctuation and no figures: each character fills its cell of the grid.
PLAIN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"
INJECTIONS = ("=cmd()", "#set page(width: 1pt)", "$x$", "\\", "*", "@", "]", "{{ 1 }}", "{% raw %}", "<w:p/>", "_x0041_", "//", "`a`")


def paper(*blocks: Block, **changes: object) -> Document:
    """A plain paper of the given blocks."""
    parts: dict[str, object] = {"title": "测试报告", "issuing_body": "青禾社工服务中心", "date": date(2026, 10, 12)}
    return Document(**(parts | changes), blocks=blocks)


def long_paper() -> Document:
    """A paper of several full pages of plain characters."""
    return paper(Paragraph(PLAIN * 80))


def whole_paper() -> Document:
    """A paper with everything a paper can have."""
    return paper(
        Paragraph("现将第三季度服务情况报告如下。"),
        Heading("一、总体进度"),
        Paragraph("至9月30日，九项合同指标中七项达到计划进度。"),
        Heading("（一）重点人群", 2),
        Table(
            (Column("序号", "center", 0.5), Column("指标", "left", 2), Column("完成", "right")),
            tuple((str(number), "入户探访", "1,066") for number in range(1, 61)),
            caption="表1　指标",
        ),
        Signatures(("机构负责人（签字）", "购买方代表（签字）")),
        addressee="青禾街道办事处", letterhead="青禾街道家庭综合服务中心", reference_number="青家综〔2026〕18号",
        signer="周敏仪", attachments=("目录", "合同进度摘要"),
    )
