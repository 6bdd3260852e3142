"""Five thousand hostile strings, made by rule and always the same: what a form must take, refuse or say again without harm.

Each is bytes as they travel, for some are no UTF-8. MARK stands in every one that would become part of a page.
"""
from collections.abc import Iterator
from functools import cache
from itertools import chain, product

MARK = "zq7x"
WANTED = 5000

_TAGS = [
    "<{m}>", "<{m} a=1>", "</textarea><{m}>", "</title><{m}>", "</script><{m}>", "-->< {m}>", "--><{m}>", "]]><{m}>",
    "<img src=x onerror={m}()>", "<svg onload={m}()>", "<svg/onload={m}()>", "<script>{m}()</script>", "<scr<script>ipt>{m}()</script>",
    "<a href=javascript:{m}()>x</a>", "<iframe srcdoc='<{m}>'>", "<math><mi//xlink:href='data:x,<{m}>'>", "<details open ontoggle={m}()>",
    "<form action=javascript:{m}()><button>", "<base href=//{m}.example>", "<meta http-equiv=refresh content='0;url=javascript:{m}()'>",
    "<input autofocus onfocus={m}()>", "<body onload={m}()>", "<style>@import'{m}'</style>", "<template><{m}></template>", "<x-{m} onclick={m}()>",
    "{{{{ '<{m}>'|safe }}}}", "{{% raw %}}<{m}>{{% endraw %}}", "<!--<{m}>", "<?{m} ?>", "<![CDATA[<{m}>]]>", "<noscript><p title='</noscript><{m}>'>",
]  # fmt: skip
_OPENERS = ["", "\"", "'", "\">", "'>", "`", "\" ", "' ", "\"/>", "'/>", "\\\"", "\\'", "&quot;>", "&#34;>", "%22%3E", "\u2028", "＂＞", "\">\n"]
_ATTRIBUTES = [
    "{q} {m}={q}1", "{q} onfocus={q}{m}()", "{q} autofocus onfocus={m}() x={q}", "{q} style={q}x:expression({m}())", "{q}onmouseover={m}() ",
    "{q}/{m}/", "{q}\t{m}\t=\t{q}", "{q}\n{m}\n", "{q}\x0c{m}=1", "{q} hx-get=//{m} {q}", "{q} hx-on:click={q}{m}()", "{q} srcdoc={q}<{m}>",
]  # fmt: skip
_ADDRESSES = [
    "javascript:{m}()", "JaVaScRiPt:{m}()", "java\tscript:{m}()", "java\nscript:{m}()", "\x01javascript:{m}()", "data:text/html,<{m}>",
    "vbscript:{m}", "//{m}.example/", "https://{m}.example/", "/\\{m}.example", "\\\\{m}\\share", "file:///etc/{m}", "http://127.0.0.1:1/{m}",
]  # fmt: skip
_SQL = [
    "' OR '1'='1", "' OR 1=1--", "'; DROP TABLE accounts_account;--", "' UNION SELECT NULL,NULL,version()--", "1; SELECT pg_sleep(9)--", "' AND 1=(SELECT COUNT(*) FROM pg_user)--",
    "$$; SELECT 1; $$", "E'\\'", "%' ESCAPE '!", "_%_%", "') OR ('a'='a", "\\'; --", "1/0", "0x31303235", "CHAR(39)", "' || pg_read_file('/etc/passwd') || '", "COPY x TO PROGRAM 'id'",
    "admin'/*", "*/ OR 1=1 /*", "'::int", "%s", "%(x)s", "%%", "{0}", "${jndi:ldap://x}", "1 AND SLEEP(5)", "ORDER BY 999", "LIMIT -1", "; SET ROLE postgres; --", "'; RESET ROLE; --",
]  # fmt: skip
_PATHS = [
    "../../../../etc/passwd", "..\\..\\..\\windows\\win.ini", "/etc/passwd%00.csv", "....//....//etc/passwd", "%2e%2e%2f%2e%2e%2fetc", "..%c0%af..%c0%afetc", "C:\\boot.ini", "file.csv/../../x",
    "~root", "/dev/zero", "/proc/self/environ", "CON", "NUL.txt", "a" * 300 + ".csv", ".", "..", "/", "\\", "-rf", "--help", "|id", "$(id)", "`id`", ";id", "&& id", "\nid\n", "a\r\nSet-Cookie: b=c", "a%0d%0aX: y",
]  # fmt: skip
_FORMATS = [
    "{}", "{0.__class__}", "{0.__class__.__mro__[1].__subclasses__}", "%n%n%n%n", "%x%x%x", "{{7*7}}", "{%import os%}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{config}}", "{{''.__class__}}", "@(1+1)", "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/C calc'!A0", "=HYPERLINK(\"//x\")", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "|a", "^a", "$a$",
]  # fmt: skip
_NUMBERS = [
    "0", "-0", "-1", "1e9", "1e308", "1e-400", "NaN", "Infinity", "-Infinity", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1" * 40, "0x7fffffff", "1_000",
    "1,000", "1.0.0", "½", "Ⅷ", "٣", "३", "１２", "十二", "〇", "1\u00a0000", "+5", "--5", "5-", ".", "0.1e", "1/0", "٫5", "true", "null", "undefined", "[]", "{}", "1\u0000", "00000000000000000000001", "4_2", "௧௨",
]  # fmt: skip
_DAYS = [
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2025-02-30", "2025-13-01", "2025-1-1", "2025/01/01", "２０２５-01-01", "٢٠٢٥-01-01", "2025-01-01T00:00", "2025-W01-1", "-2025-01-01", "1e3-01-01", "2025-01-01\n", "明天", "2025年1月1日", "24:00", "25:61", "00:00:60", "12:00 AM", "-1:00", "2025-00", "2025-99", "0000-01", "99999-01",
]  # fmt: skip
_ODD = [
    "\u202e\u202dabc", "\u2066abc\u2069", "\u200b\u200c\u200d", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "e" + "\u0301" * 60, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L", "ﷺ" * 30, "ﬃ", "İ", "ß", "ſ", "K", "👨‍👩‍👧‍👦", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🇨🇳" * 40,
    "😀" * 200, "𠮷𠀋𡈽", "㐀㐁䶵", "〇々〆", "𰻝", "⿰亻乐", "\u3000", "\u00ad", "\u2060", "\u180e", "ｈａｌｆ", "ﾊﾝｶｸ", "가각", "ไทย", "नमस्ते", "עברית", "العربية", "ꙮ", "\u0085", "\u2028\u2029", "\x00", "a\x00b", "\x01\x02\x03", "\x1b[31m", "\x7f", "\x08" * 9, "\t", "\n", "\r\n", "\v\f", " ", "", "　　", "\u00a0",
]  # fmt: skip
_RAW = [
    b"\xff", b"\xfe\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xe4\xb8", b"\x80", b"\xc3\x28", b"\x84\x31\xa4\x37", b"\x81\x30\x81\x30", b"\x95\x32\x82\x36",
    "镕喆堃".encode("gb18030"), "㐀𠮷".encode("gb18030"), "家综".encode("utf-16"), "家綜".encode("big5"), b"\x1b$B", b"+ADw-zq7x+AD4-", b"\xa1\xa1" * 50, b"\xff" * 500, b"%", b"%zz", b"%u0041", b"a%00", b"&a=b", b"a=b&c", b";a",
]  # fmt: skip
_LONG = [("a", 10_000), ("家", 5_000), ("<", 3_000), ("\"", 3_000), ("&", 3_000), (" ", 4_000), ("\n", 3_000), ("😀", 2_000), ("1", 5_000), ("<b>", 2_000), ("../", 1_000), ("%", 3_000), ("\\", 3_000), ("\u0301", 3_000), ("()", 3_000)]


@cache
def hostile() -> tuple[bytes, ...]:
    """All strings, each once, five thousand of them; the kinds are spread evenly, so that any part is a fair sample."""
    kinds = [list(dict.fromkeys(kind)) for kind in (_pages(), _attributes(), _plain(_SQL), _plain(_PATHS), _plain(_FORMATS), _plain(_NUMBERS), _plain(_DAYS), _plain(_ODD), iter(_RAW), _long(), _mixed())]
    found: dict[bytes, None] = {}
    while len(found) < WANTED and any(kinds):
        for kind in kinds:
            if kind:
                found[kind.pop(0)] = None
    return tuple(found)[:WANTED]


def _sent(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _pages() -> Iterator[bytes]:
    return (_sent(opener + tag.format(m=MARK)) for tag, opener in product(_TAGS, _OPENERS))


def _attributes() -> Iterator[bytes]:
    quoted = (_sent(one.format(q=quote, m=MARK)) for one, quote in product(_ATTRIBUTES, ["\"", "'", "`", "", "&#39;", "\u2019"]))
    return chain(quoted, (_sent(before + one.format(m=MARK)) for one, before in product(_ADDRESSES, ["", " ", "\n", "/", "?next="])))


def _plain(words: list[str]) -> Iterator[bytes]:
    around = ["{}", "甲{}", "{}乙", " {} ", "\"{}\"", "'{}", "<{}>", "{}\x00", "\ufeff{}", "{}\n{}"]
    return (_sent(frame.replace("{}", word)) for word, frame in product(words, around))


def _long() -> Iterator[bytes]:
    return (_sent(sign * (times // part) + tail) for part, (sign, times), tail in product((1, 7, 50), _LONG, ("", f"<{MARK}>", "尾")))


def _mixed() -> Iterator[bytes]:
    harmful = [tag.format(m=MARK) for tag in _TAGS]
    return (_sent(f"{one}{other}{tag}") for one, other, tag in product(_SQL + _NUMBERS, ["", "家综", "\u202e", "\x00"], harmful))
