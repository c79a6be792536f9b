# SPDX-License-Identifier: MIT
"""Documents that are cut, hostile, in the wrong letters or not what they say: what came whole before the fault is kept and
counted, the message says file, line and reason, the exit status follows product's one rule (something came out: 0 or 3;
nothing: the cause's own). What a document should have given is told by Python's own expat, json, codecs and gzip."""
import bz2
import codecs
import gzip
import json
import lzma
import os
import re
import threading
import xml.parsers.expat
import zlib

from tap import DIGEST, SANITIZED, case, done, equal, run, scratch

FOLDER = scratch()
NAMED = os.path.join(FOLDER, "x")      # every document goes here: messages are the same but for the line
HEAD = ('<?xml version="1.0" encoding="UTF-8"?>\n<rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">\n<channel>\n<title>cs.CL updates on arXiv.org</title>\n'
        "<link>http://rss.arxiv.org/rss/cs.CL</link>\n")
TAIL = "</channel>\n</rss>\n"
ITEM_AT = HEAD.count("\n") + 1          # the line of the first item
API = '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>\n'


def item(n, title="A title", more=""):
    return (f"<item>\n<title>{title} {n}</title>\n<link>https://arxiv.org/abs/2611.{n:05}</link>\n"
            f"<description>arXiv:2611.{n:05}v1 Announce Type: new \nAbstract: Caf\u00e9 &amp; more.</description>\n"
            f'<guid isPermaLink="false">oai:arXiv.org:2611.{n:05}v1</guid>\n<category>cs.CL</category>\n'
            "<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>\n"
            f"<arxiv:announce_type>new</arxiv:announce_type>{more}</item>\n")


ITEM_LINES = item(1).count("\n")


def feed(*items):
    return HEAD + "".join(items) + TAIL


def record(n, **more):
    return json.dumps(dict({"id": f"2611.{n:05}", "title": f"T {n}"}, **more), ensure_ascii=False) + "\n"


def as_bytes(document):
    return document if isinstance(document, bytes) else document.encode()


def check(name, document, ids, *says, status=None, limit_kib=None, args=(), stdin=b""):
    """DOCUMENT read by fetch: the papers IDS come out, whole records all of them, and standard error is SAYS: regular
    expressions, "{}" in them is the document's name. STATUS, if it is not what IDS and SAYS make it."""
    where = "standard input"
    if document is not None:
        with open(NAMED, "wb") as f:
            f.write(as_bytes(document))
        where, args = NAMED, ("--input", NAMED)
    r = run("fetch", "--store", "none", "--json", *args, stdin=stdin)
    records = [json.loads(line) for line in r.out.decode("utf-8").splitlines()]
    equal(f"{name}: what came whole is kept", [int(x["id"].partition(".")[2]) for x in records], list(ids))
    lines, want = r.msg.splitlines(), [f"digest: {s}".replace("{}", re.escape(where)) for s in says]
    case(f"{name}: says so", len(lines) == len(want) and all(re.fullmatch(w, x) for w, x in zip(want, lines)),
         "\n".join(["got:"] + lines + ["want:"] + want))
    equal(f"{name}: exit status", r.status, status if status is not None else 0 if not says else 3 if records else 65)
    if limit_kib and not SANITIZED:
        case(f"{name}: at most {limit_kib} KiB", r.rss <= limit_kib, f"{r.rss} KiB")
    return records


# ---- Cut off ----

class Reading:
    """What expat makes of the beginning of a document: whole items, the element that is open and where it ends."""

    def __init__(self, data):
        p = xml.parsers.expat.ParserCreate()
        self.open, self.items, self.failed = [], 0, False
        p.StartElementHandler = lambda name, _: self.open.append(name)
        p.EndElementHandler = self.end
        try:
            p.Parse(data, False)
        except xml.parsers.expat.ExpatError:
            self.failed = True

    def end(self, name):
        self.open.pop()
        self.items += name in ("item", "entry")


def cut():
    whole = as_bytes(feed(*[item(n) for n in range(1, 8)]))
    tail = whole.rindex(b"</rss>")
    char = whole.index("\u00e9".encode(), len(whole) // 2) + 1
    places = [len(whole) * i // 18 for i in range(1, 17)] + [3, len(HEAD) + 3, tail + 5, char]
    for at in sorted(places):
        data = whole[:at]
        seen, lines = Reading(data), data.count(b"\n") + 1
        if data[-1] & 0x80 and at == char:
            why = "cut off within a character"
        elif not seen.open:
            why = "cut off: the document has no element"
        else:
            why = f"cut off: the document ends within <{seen.open[-1].rpartition(':')[2]}>"
        case(f"cut at {at}: expat follows", not seen.failed)
        # The line is where the last whole piece ends: a tag that is begun has not been seen.
        begun = data.rindex(b"<") if b">" not in data[data.rindex(b"<"):] else at
        first = data[:begun].count(b"\n") + 1
        number = str(lines) if first == lines else f"({'|'.join(map(str, range(first, lines + 1)))})"
        check(f"cut at {at}", data, range(1, seen.items + 1), f"{{}}:{number}: {re.escape(why)}")
    lines = "".join(record(n) for n in range(1, 6))
    for at in (len(lines) * 2 // 3, len(lines) - 3):
        n = lines[:at].count("\n")
        check(f"records cut at {at}", lines[:at], range(1, n + 1), f"{{}}:{n + 1}: not JSON: .* \\(column \\d+\\)")
    packed = gzip.compress(whole)
    for at in (2, 7, 12, len(packed) - 1):
        inflated = zlib.decompressobj(31).decompress(packed[:at])
        check(f"gzip cut at {at}", packed[:at], range(1, inflated.count(b"</item>") + 1), "{}: the gzip data ends early")


# ---- XML that is hostile ----

def bombs():
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">\n' for i in range(1, 10))
    check("entity bomb", f'<?xml version="1.0"?>\n<!DOCTYPE rss [\n<!ENTITY a0 "aaaaaaaaaa">\n{levels}]>\n<rss version="2.0">&a9;</rss>', [],
          r"{}:2: a document type declaration \(<!DOCTYPE rss>\): not read", limit_kib=32 * 1024)
    check("entity bomb of one long entity", '<!DOCTYPE rss [<!ENTITY a "' + "a" * 100000 + '">]>\n<rss>' + "&a;" * 100000 + "</rss>", [],
          r"{}:1: a document type declaration \(<!DOCTYPE rss>\): not read", limit_kib=32 * 1024)
    check("a document type behind the papers", HEAD + item(1) + "<!DOCTYPE x [<!ENTITY a 'b'>]>" + TAIL, [1],
          f"{{}}:{ITEM_AT + ITEM_LINES}: not well-formed XML: .*")
    check("entities that nobody declared", HEAD + item(1) + item(2, "a&nbsp;b") + TAIL, [1],
          f"{{}}:{ITEM_AT + ITEM_LINES + 1}: not well-formed XML: Entity 'nbsp' not defined")


def external():
    """A pipe that nobody writes to: who opens it to read waits for ever. And a host that counts."""
    pipe = os.path.join(FOLDER, "pipe")
    os.mkfifo(pipe)
    documents = {
        "external entity": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{pipe}">]>\n<rss><channel><title>&x;</title></channel></rss>',
        "external parameter entity": f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{pipe}"> %x;]>\n<rss/>',
        "external subset": f'<!DOCTYPE rss SYSTEM "{pipe}">\n<rss/>',
        "external subset of a host": '<!DOCTYPE rss PUBLIC "-//x//y" "http://127.0.0.1:1/x.dtd">\n<rss/>',
    }
    for name, document in documents.items():
        check(name, document, [], r"{}:1: a document type declaration \(<!DOCTYPE rss>\): not read")
    check("inclusion and style sheet", f'<?xml-stylesheet href="{pipe}"?>' + feed(
        item(1), f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{pipe}" parse="text"/>', item(2)).split("?>\n", 1)[1], [1, 2])


def flow(*parts):
    """A pipe that PARTS flow through: bytes, or (bytes, how often)."""
    r, w = os.pipe()

    def write():
        try:
            with os.fdopen(w, "wb") as out:
                for part in parts:
                    data, times = part if isinstance(part, tuple) else (part, 1)
                    for _ in range(times):
                        out.write(as_bytes(data))
        except BrokenPipeError:
            pass

    t = threading.Thread(target=write)
    t.start()
    return os.fdopen(r, "rb"), t


def large():
    """200 MB in one place. Wherever it is, memory stays small; where nobody asks for it, the papers behind it come."""
    mb = "x " * (1 << 19)
    at = ITEM_AT + ITEM_LINES
    start = HEAD + item(1)
    rows = (
        ("a text that is asked for", ("<item><title>", (mb, 200), "</title></item>"), [1], f"{{}}:{at}: a text longer than 4194304 bytes"),
        ("a text that nobody asks for", ("<x>", (mb, 200), "</x>"), [1, 2], None),
        ("CDATA", ("<item><title><![CDATA[", (mb, 200), "]]></title></item>"), [1],
         f"{{}}:{at}: a comment, instruction or CDATA section longer than 4194304 bytes"),
        ("a comment", ("<!--", (mb, 200), "-->"), [1], f"{{}}:{at}: a comment, instruction or CDATA section longer than 4194304 bytes"),
        ("an instruction", ("<?x ", (mb, 200), "?>"), [1], f"{{}}:{at}: a comment, instruction or CDATA section longer than 4194304 bytes"),
        ("an attribute", ('<x a="', (mb, 200), '"/>'), [1], f"{{}}:{at}: a tag longer than 65536 bytes"),
        ("a name", ("<", ("x" * (1 << 20), 200), "/>"), [1], f"{{}}:{at}: a tag longer than 65536 bytes"),
        ("an end tag", ("<x></x", (" " * (1 << 20), 200), ">"), [1], f"{{}}:{at}: a tag longer than 65536 bytes"),
        ("attributes", ("<x ", (" ".join(f'a{i}="1"' for i in range(100000)), 20), "/>"), [1], f"{{}}:{at}: a tag longer than 65536 bytes"),
        ("names", (("".join(f"<e{i}/>" for i in range(200000)), 20),), [1], f"{{}}:{at}: more than 10000 different names of elements and attributes"),
        ("categories", ("<item>", ("<category>cs.CL</category>" * 40000, 50), "</item>"), [1], f"{{}}:{at}: an entry longer than 16777216 bytes"),
        ("10,000 nested elements", ("<item>" * 10000,), [1], f"{{}}:{at}: elements nested deeper than 64"),
        ("blanks between papers", ((" " * (1 << 20), 200),), [1, 2], None),
    )
    for name, parts, ids, says in rows:
        pipe, writer = flow(start, *parts, item(2) + TAIL)
        check(f"200 MB: {name}", None, ids, *([says] if says else []), args=("--input", "-"), stdin=pipe, limit_kib=48 * 1024)
        pipe.close()
        writer.join()
    for name, parts, ids, says in (
            ("a line of records", (record(1) + '{"id":"2611.00002","title":"', (mb, 200), '"}\n' + record(3)), [1, 3], "{}:2: a line longer than 16777216 bytes"),
            ("blanks before the feed", ((" " * (1 << 20), 200), feed(item(1))), [1], None)):
        pipe, writer = flow(*parts)
        check(f"200 MB: {name}", None, ids, *([says] if says else []), args=("--input", "-"), stdin=pipe, limit_kib=48 * 1024)
        pipe.close()
        writer.join()


# ---- Letters ----

def letters():
    zh = "\u4e2d\u6587\u8ad6\u6587"
    second = f"{{}}:{ITEM_AT + ITEM_LINES + 1}: "

    def titles(records):
        return [r["title"] for r in records]

    for codec, names in (("gbk", ("GBK", "gb2312", "GB18030", "x-gbk")), ("big5", ("Big5", "BIG5-HKSCS", "cn-big5"))):
        data = feed(item(1), item(2, zh)).replace("Caf\u00e9", "Cafe")
        for name in names:
            text = data.replace("UTF-8", name)
            got = check(f"{codec}, declared as {name}", text.encode(codec), [1, 2])
            equal(f"{codec}, declared as {name}: the text", titles(got), ["A title 1", zh + " 2"])
        first = data.encode(codec)[data.index(zh)]
        check(f"{codec}, declared as UTF-8", data.encode(codec), [1], second + f"not UTF-8 \\(byte 0x{first:02X}\\)")
        check(f"{codec}, not declared", data.split("\n", 1)[1].encode(codec), [1],
              f"{{}}:{ITEM_AT + ITEM_LINES}: not UTF-8 \\(byte 0x{first:02X}\\), and no other encoding is declared")
    check("GBK, declared as ASCII", data.replace("UTF-8", "us-ascii").encode("gbk"), [1], second + r"not UTF-8 \(byte 0xD6\)")
    check("Latin-1, not declared", feed(item(1), item(2)).encode("latin-1"), [], f"{{}}:{ITEM_AT + 4}: not UTF-8 \\(byte 0xE9\\)")
    got = check("Latin-1, declared", feed(item(1)).replace("UTF-8", "ISO-8859-1").encode("latin-1"), [1])
    equal("Latin-1, declared: the text", got[0]["abstract"], "Caf\u00e9 & more.")
    for name, wrong in (("a lone continuation", b"\x80"), ("a surrogate", b"\xed\xa0\x80"), ("too long a form", b"\xc0\xaf"),
                        ("beyond Unicode", b"\xf4\x90\x80\x80"), ("half a character", b"\xe4\xb8")):
        data = as_bytes(feed(item(1), item(2, "@@"))).replace(b"@@", wrong)
        check(f"invalid UTF-8, {name}", data, [1], second + f"not UTF-8 \\(byte 0x{wrong[0]:02X}\\)")
    check("GBK that breaks off", as_bytes(feed(item(1), item(2, "@@")).replace("UTF-8", "GBK").replace("Caf\u00e9", "")).replace(b"@@", b"\xd6\xff"), [1],
          second + r"not GBK \(byte 0x[0-9A-F]{2}\)")
    check("an encoding that nobody knows", feed(item(1)).replace("UTF-8", "x-klingon"), [], '{}:1: encoding "x-klingon" is not known')
    check("an encoding that cannot be", feed(item(1)).replace("UTF-8", "UTF-16"), [], '{}:1: declared as "UTF-16", which it is not')
    for codec, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE), ("utf-8", codecs.BOM_UTF8)):
        check(f"{codec} with a mark", mark + feed(item(1)).encode(codec), [1])
        check(f"records in {codec} with a mark", mark + (record(1) + record(2)).encode(codec), [1, 2])
        if codec != "utf-8":
            check(f"{codec}, declared, without a mark", feed(item(1)).replace("UTF-8", "UTF-16").encode(codec), [1])
            check(f"{codec} with half a surrogate pair", mark + feed(item(1), item(2, "\udc00x")).encode(codec, "surrogatepass"), [1],
                  second + r"not UTF-16(LE|BE) \(byte 0x(00|DC)\)")
            check(f"{codec} without a declaration", feed(item(1)).partition("\n")[2].encode(codec), [],
                  r"{}:1: (neither XML nor JSON lines but binary data|not well-formed XML: .*)")
    for name, text in (("NUL", "a\0b"), ("a control character", "a\x01b"), ("a reference to one", "a&#1;b"), ("a reference to a surrogate", "a&#xD800;b")):
        check(f"XML with {name}", feed(item(1), item(2, text)), [1], second + "not well-formed XML: .*")
    check("CRLF", feed(item(1), item(2)).replace("\n", "\r\n"), [1, 2])
    check("records with CRLF", (record(1) + record(2)).replace("\n", "\r\n"), [1, 2])


# ---- Not what it should be ----

def strange():
    not_ours = "not a reply or feed of arXiv's"
    rows = (
        ("an empty file", "", "{}: empty"), ("blanks", " \n\n", "{}: empty"), ("a byte order mark", "\ufeff", "{}: empty"),
        ("one sign", "<", "{}:1: cut off: the document has no element"), ("NULs", "\0" * 1000, "{}:1: neither XML nor JSON lines but binary data"),
        ("text", "Rate exceeded.\n", '{}:1: neither XML nor JSON lines, it begins "Rate exceeded."'),
        ("text of many lines", "one\ntwo\nthree\n", '{}:1: neither XML nor JSON lines, it begins "one"'),
        ("text that a terminal obeys", "\x1b]0;x\x07\x9b31m", '{}:1: neither XML nor JSON lines, it begins "\\?]0;x\\?\\?\\?31m"'),
        ("an HTML page", "\n<!DOCTYPE html>\n<html><body>Captcha</body></html>", f"{{}}:2: an HTML page, {not_ours}"),
        ("an HTML page without a type", "<HTML><p>x", f"{{}}:1: an HTML page, {not_ours}"),
        ("an HTML page behind a comment", "<!-- x -->\n<html><body>x</body></html>", f"{{}}:2: an HTML page, {not_ours}"),
        ("an XHTML page", '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://127.0.0.1:1/x.dtd">\n'
         '<html xmlns="http://www.w3.org/1999/xhtml"/>', f"{{}}:2: an HTML page, {not_ours}"),
        ("some XML", '<svg xmlns="http://www.w3.org/2000/svg"/>', f"{{}}:1: {not_ours}: the root is <svg> of http://www.w3.org/2000/svg"),
        ("an RSS feed of others", "<rss version='2.0'><channel><title>News</title></channel></rss>", "{}:1: an RSS feed, but not arXiv's"),
        ("an Atom feed of others", "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id></feed>", "{}:1: an Atom feed, but not arXiv's"),
        ("a JSON array", '[{"id":"2611.00001","title":"x"}]', "{}:1: a JSON array: records are one object a line"),
        ("a feed error document", "<feed xmlns='http://www.w3.org/2005/Atom'><id>http://rss.arxiv.org/atom/xx</id><title>Feed error for query: \"xx\"</title>"
         "<subtitle>Invalid subject specification.</subtitle></feed>", '{}:1: arXiv answered: Feed error for query: "xx": Invalid subject specification\\.'),
        ("an API error entry", API + "<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_abc</id><title>Error</title>"
         "<summary>incorrect id format for abc</summary></entry></feed>", "{}:2: arXiv answered with an error: incorrect id format for abc"),
        ("an entry of a version that is not", API + "<entry><id>http://arxiv.org/abs/1605.08386v99</id></entry></feed>",
         "{}:2: skipped: http://arxiv.org/abs/1605.08386v99: no title and no date: there is no such version"),
        ("bzip2 data", bz2.compress(as_bytes(feed(item(1)))), "{}: bzip2 data: unpack it first"),
        ("xz data", lzma.compress(as_bytes(feed(item(1)))), "{}: xz data: unpack it first"),
        ("a zip archive", b"PK\x03\x04" + b"\0" * 99, "{}: a zip archive: unpack it first"),
        ("gzip of gzip", gzip.compress(gzip.compress(as_bytes(feed(item(1))))), "{}: gzip data within gzip data: unpack it first"),
        ("gzip of nothing", gzip.compress(b""), "{}: empty"),
    )
    for name, document, says in rows:
        check(name, document, [], says)
    end = ITEM_AT + 2 * ITEM_LINES + 2
    two = feed(item(1), item(2))
    check("garbage behind the feed", two + "garbage", [1, 2], f"{{}}:{end}: not well-formed XML: Extra content at the end of the document")
    check("two feeds in one", two + two, [1, 2], f"{{}}:{end}: not well-formed XML: XML declaration allowed only at the start of the document")
    check("tags that do not match", HEAD + item(1) + "<item></tem>" + TAIL, [1],
          f"{{}}:{ITEM_AT + ITEM_LINES}: not well-formed XML: Opening and ending tag mismatch: item line {ITEM_AT + ITEM_LINES} and tem")
    check("a prefix that nobody declared", HEAD + item(1) + item(2, more="<zz:x/>") + item(3) + TAIL, [1],
          f"{{}}:{ITEM_AT + 2 * ITEM_LINES - 1}: not well-formed XML: Namespace prefix zz on x is not defined")
    check("an entry without an identifier", feed(item(1), "<item><title>x</title></item>\n", item(2)), [1, 2],
          f"{{}}:{ITEM_AT + ITEM_LINES}: skipped: no arXiv identifier")
    check("an entry without a title", feed(item(1), item(2).replace("A title 2", " "), item(3)), [1, 3],
          f"{{}}:{ITEM_AT + ITEM_LINES}: skipped: 2611.00002: no title")


def packed():
    data = as_bytes(feed(*[item(n) for n in range(1, 200)]))
    z, ids = gzip.compress(data), range(1, 200)
    check("gzip", z, ids)
    check("gzip in two members", gzip.compress(data[:5000]) + gzip.compress(data[5000:]), ids)
    check("gzip with empty members", gzip.compress(b"") * 20 + z, ids)
    check("gzip filled up with zeros", z + b"\0" * 999, ids)
    check("gzip with something behind", z + b"more", ids, "{}: there is something else behind the gzip data")
    wrong = bytearray(z)
    wrong[-6] ^= 0xff
    got = run("fetch", "--store", "none", "--json", "--input", put(bytes(wrong)))
    equal("gzip with a wrong checksum", (got.status, got.msg), (3, f"digest: {NAMED}: the gzip data is broken: incorrect data check\n"))
    wrong = bytearray(z)
    wrong[3:12] = b"\xff" * 9
    check("gzip with a broken head", bytes(wrong), [], "{}: the gzip data is broken: .*")
    for name, start, end, keep, says in (
            ("in a text", HEAD + item(1) + "<item><title>", "</title></item>" + TAIL, [1], f"{{}}:{ITEM_AT + ITEM_LINES}: a text longer than 4194304 bytes"),
            ("where nobody asks", HEAD + item(1) + "<x>", "</x>" + item(2) + TAIL, [1, 2], None),
            ("in a record", record(1) + '{"id":"2611.00002","title":"', '"}\n' + record(3), [1, 3], "{}:2: a line longer than 16777216 bytes")):
        c = zlib.compressobj(9, zlib.DEFLATED, 31)
        bomb = c.compress(as_bytes(start)) + b"".join(c.compress(b"x " * (1 << 19)) for _ in range(400)) + c.compress(as_bytes(end)) + c.flush()
        check(f"a gzip bomb {name}", bomb, keep, *([says] if says else []), limit_kib=48 * 1024)


def put(data):
    with open(NAMED, "wb") as f:
        f.write(data)
    return NAMED


# ---- Records ----

def records():
    def bad(name, line, why, ids=(1, 3)):
        check(f"a record with {name}", as_bytes(record(1)) + as_bytes(line) + b"\n" + as_bytes(record(3)), ids, *(["{}:2: " + why] if why else []))

    def one(text):
        return '{"id":"2611.00002","title":"x",' + text + "}"

    string = "is {}, not a string"
    for name, line, why in (
            ("a number for id", '{"id":5,"title":"x"}', '"id" ' + string.format("a number")), ("a list for title", '{"id":"2611.00002","title":["x"]}', '"title" ' + string.format("an array")),
            ("a number for link", one('"link":7'), '"link" ' + string.format("a number")), ("half a version", one('"version":1.5'), '"version" is not a whole number from 1 on'),
            ("version 0", one('"version":0'), '"version" is not a whole number from 1 on'), ("a huge version", one('"version":4294967297'), '"version" is not a whole number from 1 on'),
            ("an endless number", one('"version":99999999999999999999'), '"version" is not a whole number from 1 on'), ("authors in a string", one('"authors":"A, B"'), '"authors" is a string, not an array'),
            ("authors as strings", one('"authors":["A"]'), '"authors": item 1 is not an object with a "name"'), ("categories in a string", one('"categories":"cs.CL"'), '"categories" is a string, not an array of strings'),
            ("an announce type that is none", one('"announce_type":"old"'), '"announce_type" is "old", not new, cross, replace or replace-cross'),
            ("a day that is none", one('"announced":"yesterday"'), '"announced" is "yesterday", not a day, YYYY-MM-DD'), ("a day that never was", one('"announced":"2026-02-30"'), '"announced" is "2026-02-30", not a day, YYYY-MM-DD'),
            ("a path for a day", one('"announced":"../../../x"'), r'"announced" is "\.\./\.\./\.\./x", not a day, YYYY-MM-DD'), ("a time that is none", one('"published":"now"'), '"published" is "now", not YYYY-MM-DDTHH:MM:SSZ'),
            ("a word for withdrawn", one('"withdrawn":"yes"'), '"withdrawn" is a string, not true or false'), ("a string for summary", one('"summary":"s"'), '"summary" is a string, not an object'),
            ("a summary status that is none", one('"summary":{"status":"great"}'), '"summary.status" is not ok, pending, rejected or extract'), ("a list for received", one('"received":[]'), '"received" is an array, not an object'),
            ("no id", '{"title":"x"}', 'no "id", and no link that holds one'), ("an id that is none", '{"id":"../../etc/passwd","title":"x"}', r'"\.\./\.\./etc/passwd" is not an arXiv identifier, nor local:NAME'),
            ("an empty id", '{"id":"","title":"x"}', '"" is not an arXiv identifier, nor local:NAME'), ("no title", '{"id":"2611.00002"}', '2611.00002: no "title"'), ("null for a title", '{"id":"2611.00002","title":null}', '2611.00002: no "title"'),
            ("blanks for a title", '{"id":"2611.00002","title":" \\t"}', "skipped: 2611.00002: no title"), ("the same key twice", one('"title":"y"'), r'not JSON: an object that has a name twice \(column 1: \{\)'),
            ("the same key twice inside", one('"received":{"title":"a","title":"b"}'), r"not JSON: an object that has a name twice \(column 43: .*"), ("half a surrogate pair", one('"abstract":"\\ud800"'), r"not JSON: half of a pair of \\u escapes \(column 44: \\\)"),
            ("the other half", one('"abstract":"\\udc00"'), r"not JSON: half of a pair of \\u escapes \(column 44: \\\)"), ("NUL as it is", one('"abstract":"a\0b"'), r"not JSON: a control character in a string \(column 45: byte 0x00\)"), ("NUL in a key", one('"a\\u0000b":1'), r"not JSON: a NUL in a name \(column 32: .*"),
            ("NUL in the id", '{"id":"2611.00002\\u0000","title":"x"}', '"2611.00002.*" is not an arXiv identifier, nor local:NAME'), ("a line feed as it is", one('"abstract":"a\tb"'), r"not JSON: a control character in a string \(column 45: byte 0x09\)"),
            ("garbage behind it", one('"x":1') + " x", r"not JSON: more text behind its end \(column \d+: x\)"), ("no end", '{"id":"2611.00002","title":"x', r"not JSON: it ends too early \(column \d+\)"), ("a list", '["x"]', "a record is a JSON object, this is an array"),
            ("a number", "42", "not JSON: .*"), ("a word", "null", "not JSON: .*"), ("an empty object", "{}", 'no "id", and no link that holds one'), ("single quotes", "{'id':'2611.00002'}", "not JSON: .*"),
            ("NaN", one('"x":NaN'), r"not JSON: a value is expected \(column 36: N\)"), ("100,000 nested lists", one('"x":' + "[" * 100000 + "]" * 100000), "not JSON: more levels than are read .*"),
            ("100,000 nested objects", one('"x":' + '{"a":' * 100000 + "1" + "}" * 100000), "not JSON: more levels than are read .*"), ("invalid UTF-8", b'{"id":"2611.00002","title":"\xff"}', r"not JSON: a byte that is not UTF-8 \(column \d+: byte 0xFF\)"),
            ("half a character", b'{"id":"2611.00002","title":"\xe4\xb8"}', r"not JSON: a byte that is not UTF-8 \(column \d+: byte 0xE4\)"), ("a whole line of GBK", "\u4e2d\u6587".encode("gbk"), "not JSON: .*")):
        bad(name, line, why)
    for name, line in (("10 MB in a line", one('"abstract":"' + "x " * 5000000 + '"')), ("unknown keys", one('"x":{"y":[1,null,"z"]}')), ("NUL in a text", one('"abstract":"a\\u0000b"')),
                       ("900 nested lists", one('"x":' + "[" * 900 + "]" * 900)), ("a byte order mark", "\ufeff" + one('"x":1'))):
        bad(name, line, None, (1, 2, 3))
    bad("nothing at all", "", None)
    check("a first line that is none", "# papers of the week\n" + record(1) + record(2), [1, 2], '{}:1: neither XML nor JSON lines, it begins "# papers of the week"')
    check("a last line without its end", record(1) + record(2)[:-1], [1, 2])
    check("lines, none of them a record", '{"a":1}\n{"b":2}\n', [], '{}:1: no "id", and no link that holds one', '{}:2: no "id", and no link that holds one',
          "{}: none of its 2 lines is a record")
    got = check("a NUL that is cleaned away", one('"abstract":"a\\u0000b"'), [2])
    equal("a NUL that is cleaned away: the text", (got[0]["abstract"], got[0]["received"]), ("ab", {"abstract": "a\0b"}))


def one_word():
    """A million stops and no blank: sentences are sought in no more than a text's length of steps (3 s of the processor)."""
    for word in ("x.", "1.", "A.", "e.g."):
        put(as_bytes(record(1, abstract=word * 250000)))
        r = run("--cpu=3", DIGEST, "--store", "none", "--input", NAMED, program="/usr/bin/prlimit")
        equal(f"an abstract of one word, {word}", (r.status, r.text.count("arxiv.org/abs/2611.00001")), (0, 3))


def several():
    """Of two inputs one is broken: the other is kept."""
    good = os.path.join(FOLDER, "good")
    with open(good, "w", encoding="utf-8") as f:
        f.write(feed(item(8), item(9)))
    put(as_bytes(HEAD + item(1) + "<item>"))
    for order in ((NAMED, good), (good, NAMED)):
        ids = [1, 8, 9] if order[0] == NAMED else [8, 9, 1]
        check("one of two is cut", None, ids, re.escape(NAMED) + f":{ITEM_AT + ITEM_LINES}: cut off: the document ends within <item>",
              args=("--input", order[0], "--input", order[1]))
    check("one of two is missing", None, [8, 9], re.escape(f"{NAMED}.none: cannot read: No such file or directory"), args=("--input", NAMED + ".none", "--input", good))
    check("both are missing", None, [], *[re.escape(f"{NAMED}.{x}: cannot read: No such file or directory") for x in "ab"],
          args=("--input", NAMED + ".a", "--input", NAMED + ".b"), status=74)
    home = scratch()
    r = run("--input", NAMED, "--input", good, "-o", f"{home}/page.md", home=home)
    equal("one of two is cut: the page has the papers of both", (r.status, re.findall(r"\]\(https://arxiv\.org/abs/2611\.0000(\d)\)", open(f"{home}/page.md", encoding="utf-8").read())[:3]),
          (3, ["9", "8", "1"]))


cut()
bombs()
external()
large()
letters()
strange()
packed()
records()
one_word()
several()
done()
