# SPDX-License-Identifier: MIT
"""Files that cannot be read, disks that are full, stores that are none, hosts that lie: what is said (which place, why),
the exit status by product's one rule, and what was there before is still there.

Privileges are dropped with setpriv, full disks are /dev/full, a small tmpfs of this test's own (unshare) and a limit on
the size of files (prlimit); hosts are a socket on 127.0.0.1."""
import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import threading

from tap import DIGEST, SANITIZED, case, clean_env, done, equal, run, scratch, skip

FOLDER = scratch()
ROOT = os.geteuid() == 0
DROP = ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
NOTE = "digest: no --summarizer: the pages show key sentences of the abstracts, not Chinese"
OTHER = r" \(--store FILE takes another one\)"


def item(n, words=20):
    return (f"<item><title>A title {n}</title><link>https://arxiv.org/abs/2611.{n:05}</link>\n"
            f"<description>arXiv:2611.{n:05}v1 Announce Type: new \nAbstract: We {'measure ' * words}it.</description>\n"
            f'<guid isPermaLink="false">oai:arXiv.org:2611.{n:05}v1</guid><category>cs.CL</category>\n'
            "<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>new</arxiv:announce_type></item>\n")


def feed(*items, encoding="UTF-8"):
    return (f'<?xml version="1.0" encoding="{encoding}"?>\n<rss xmlns:arxiv="http://arxiv.org/schemas/atom" version="2.0"><channel>'
            "<title>cs.CL updates on arXiv.org</title>\n" + "".join(items) + "</channel></rss>\n")


def put(name, data, mode=None):
    path = os.path.join(FOLDER, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    if mode is not None:
        os.chmod(path, mode)
    return path


def content(path):
    with open(path, "rb") as f:
        return f.read()


def ids(r):
    """The papers that came out, as records or on a page."""
    if r.out.startswith(b"{"):
        return sorted(int(json.loads(line)["id"][5:]) for line in r.out.decode().splitlines())
    return sorted(int(n) for n in re.findall(r"^\| \[\^\d+\] \| \[.*?\]\(https://arxiv\.org/abs/2611\.(\d+)\)", r.text, re.M))


def expect(name, r, status, *says):
    """SAYS: regular expressions, one for each line of standard error."""
    equal(f"{name}: exit status", r.status, status)
    lines = r.msg.splitlines()
    case(f"{name}: says so", len(lines) == len(says) and all(re.fullmatch(s, x) for s, x in zip(says, lines)),
         "\n".join(["got:"] + lines + ["want:"] + list(says)))


def wrapped(wrapper, *args, **how):
    """Run digest behind another command."""
    return run(*wrapper[1:], DIGEST, *args, program=wrapper[0], **how)


def unprivileged(*args, **how):
    return wrapped(DROP, *args, **how) if ROOT else run(*args, **how)


def can_drop():
    secret = put("can-drop", "x", 0)
    p = subprocess.run([*(DROP if ROOT else []), "/bin/cat", secret], capture_output=True, check=False)
    return p.returncode != 0 and b"Permission denied" in p.stderr


FEED = put("feed.xml", feed(item(1), item(2)))
LARGE = put("large.xml", feed(*[item(n, 200) for n in range(1, 400)]))
FETCH = ("fetch", "--store", "none", "--json")
MAY_DROP = can_drop()


# ---- What is read ----

def files():
    q = re.escape
    empty = os.path.join(FOLDER, "empty")
    os.mkdir(empty)
    for name, path, status, says in (
            ("a folder without papers", empty, 65, f"{q(empty)}: a folder without papers \\(the earlier system's are papers/YY/MM/ID\\.json\\)"),
            ("a file that is not there", f"{FOLDER}/none", 74, f"{q(FOLDER)}/none: cannot read: No such file or directory"),
            ("a file in a file", f"{FEED}/x", 74, f"{q(FEED)}/x: cannot read: Not a directory"),
            ("file://", "file:///etc/passwd", 2, "file:///etc/passwd: only http:// and https:// addresses, files and folders can be read"),
            ("ftp://", "ftp://127.0.0.1/x", 2, "ftp://127.0.0.1/x: only http:// and https:// addresses, files and folders can be read")):
        r = run(*FETCH, "--input", path)
        expect(name, r, status, f"digest: {says}")
        r = run(*FETCH, "--input", path, "--input", FEED)
        expect(f"{name}, and one that is", r, 3, f"digest: {says}")
        equal(f"{name}, and one that is: it is kept", ids(r), [1, 2])
    expect("no name", run(*FETCH, "--input", ""), 2, r"digest: --input: needs a value: FILE\|URL\|-")
    expect("records in a folder", run("render", empty), 65, f"digest: {q(empty)}: a folder without papers .*")
    tree = f"{FOLDER}/tree"
    for n, text in ((9, json.dumps({"title": "T", "abstract": "a", "link": "http://arxiv.org/abs/2611.00009", "translated_title": "题", "tldr": "点"})),
                    (10, '{"title":"T",'), (11, json.dumps({"translated_title": "x", "title": "T"}))):
        put(f"tree/papers/26/11/2611.{n:05}.json", text)
    put("tree/papers/26/11/notes.txt", "no paper")
    os.symlink(tree, f"{tree}/round")
    where = f"digest: {q(tree)}/papers/26"
    r = run(*FETCH, "--input", tree)
    expect("a folder with broken files", r, 3, f"{where}/11/2611\\.00010\\.json:1: not JSON: .*", f"{where}/11/2611\\.00010\\.json: none of its 1 lines is a record; passed over",
           f"{where}/11/2611\\.00011\\.json:1: skipped: no arXiv identifier", f"{where}/11/2611\\.00011\\.json: none of its 1 lines is a record; passed over")
    equal("a folder with broken files: the others are kept", ids(r), [9])
    if not MAY_DROP:
        skip("files that may not be read", "privileges cannot be dropped here")
        return
    secret = put("secret", feed(item(1)), 0)
    expect("a file that may not be read", unprivileged(*FETCH, "--input", secret), 74, f"digest: {q(secret)}: cannot read: Permission denied")
    r = unprivileged(*FETCH, "--input", secret, "--input", FEED)
    expect("a file that may not be read, and one that may", r, 3, f"digest: {q(secret)}: cannot read: Permission denied")
    equal("a file that may not be read, and one that may: it is kept", ids(r), [1, 2])
    shutil.rmtree(f"{tree}/papers/26/11")
    put("tree/papers/26/11/2611.00009.json", json.dumps({"title": "T", "link": "http://arxiv.org/abs/2611.00009", "tldr": "点", "context": 1}))
    put("tree/papers/26/11/2611.00012.json", "{}", 0)
    put("tree/papers/26/12/2612.00001.json", "{}")
    os.chmod(f"{tree}/papers/26/12", 0)
    r = unprivileged(*FETCH, "--input", tree)
    expect("a folder with closed parts", r, 3, f"{where}/11/2611\\.00012\\.json: cannot read: Permission denied; passed over", f"{where}/12: Permission denied; passed over")
    equal("a folder with closed parts: the others are kept", ids(r), [9])
    os.chmod(f"{tree}/papers/26/12", 0o755)


# ---- What is written ----

def outputs():
    q = re.escape
    records = put("r.jsonl", '{"id":"2611.00001","title":"x"}\n')
    full = "digest: standard output: No space left on device"
    for name, args, says in (("fetch --json", (*FETCH, "--input", FEED), [full]), ("fetch --json of much", (*FETCH, "--input", LARGE), [full]),
                             ("the whole run", ("--store", "none", "--input", FEED), [NOTE, full]), ("render", ("render", records), [full]),
                             ("--help", ("--help",), [full]), ("--version", ("--version",), [full])):
        with open("/dev/full", "wb") as out:
            p = subprocess.run([DIGEST, *args], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, env=clean_env(FOLDER), timeout=600, check=False)
        equal(f"standard output is full: {name}", (p.returncode, p.stderr.decode().splitlines()), (74, says))
    whole = ("--store", "none", "--input", FEED, "-o")
    expect("-o /dev/full", run(*whole, "/dev/full"), 74, NOTE, "digest: /dev/full: cannot write: No space left on device")
    expect("-o /dev/null", run(*whole, "/dev/null"), 0, NOTE)
    r = run(*whole, "/dev/stdout")
    expect("-o /dev/stdout", r, 0, NOTE)
    equal("-o /dev/stdout: the page", ids(r), [1, 2])
    expect("-o a folder", run(*whole, FOLDER), 74, f"digest: {q(FOLDER)}: cannot write: Is a directory")
    expect("-o in a file", run(*whole, f"{FEED}/x.md"), 74, f"digest: {q(FEED)}/x\\.md: cannot write: Not a directory")
    expect("-o nothing", run(*whole, ""), 2, r"digest: -o: needs a value: FILE\|PATTERN")
    expect("-o with unknown braces", run(*whole, f"{FOLDER}/{{day}}.md"), 2, f"digest: --output {q(FOLDER)}/{{day}}\\.md: only {{date}}, {{week}}, {{month}}, {{year}}, {{category}}, {{profile}} and {{style}} can stand in braces")
    out = f"{FOLDER}/days/in"
    day = put("days/r.jsonl", '{"id":"2611.00001","title":"x","abstract":"We x.","announced":"../../../escaped"}\n')
    expect("a day that is a path", run("--store", "none", "--input", day, "-o", f"{out}/{{date}}.md"), 65,
           f'digest: {q(day)}:1: "announced" is "\\.\\./\\.\\./\\.\\./escaped", not a day, YYYY-MM-DD', f"digest: {q(day)}: none of its 1 lines is a record")
    expect("a day that is a path, rendered", run("render", day, "-o", f"{out}/{{date}}.md"), 65,
           f'digest: {q(day)}:1: "announced" is .*', f"digest: {q(day)}: none of its 1 lines is a record")
    case("a day that is a path: no file of that name", not [f for _, _, names in os.walk(FOLDER) for f in names if "escaped" in f])
    if MAY_DROP:
        closed = f"{FOLDER}/closed"
        os.mkdir(closed, 0o555)
        expect("-o in a folder that may not be written", unprivileged(*whole, f"{closed}/x.md"), 74, f"digest: {q(closed)}/x\\.md: cannot write: Permission denied")
        page = put("read-only.md", "mine\n", 0o444)
        expect("-o a file that may not be written", unprivileged(*whole, page), 74, f"digest: {q(page)}: cannot write: Permission denied")
        equal("-o a file that may not be written: it stays", content(page), b"mine\n")
    else:
        skip("-o where nothing may be written", "privileges cannot be dropped here")


def small_disk():
    """A disk of 600 KB: the page or the store does not fit. What was there stays, nothing half-made is left."""
    disk = f"{FOLDER}/disk"
    os.mkdir(disk)
    page = put("old.md", "# my page\n")
    script = ('mount -t tmpfs -o size=600k none "$0" || exit 99; cp "$1" "$0/page.md"; shift; "$@"; s=$?; '
              'cp "$0/page.md" "$0/../after.md"; ls -A "$0" >"$0/../after.ls"; exit $s')
    wrapper = ["/usr/bin/unshare", "-m", "/bin/sh", "-c", script, disk, page]
    home = scratch()
    p = subprocess.run(["/usr/bin/unshare", "-m", "/bin/sh", "-c", 'mount -t tmpfs none "$0"', disk], capture_output=True, check=False)
    if p.returncode != 0:
        skip("a small disk", "nothing can be mounted here")
    else:
        many = put("many.jsonl", "".join(json.dumps({"id": f"2611.{n:05}", "title": "T", "abstract": "a" * 2000}) + "\n" for n in range(1, 500)))
        r = wrapped(wrapper, "render", many, "-o", f"{disk}/page.md", home=home)
        expect("a page that does not fit", r, 74, f"digest: {re.escape(disk)}/page\\.md: cannot write: No space left on device")
        equal("a page that does not fit: the old one stays, alone", (content(f"{FOLDER}/after.md"), content(f"{FOLDER}/after.ls")), (b"# my page\n", b"page.md\n"))
        r = wrapped(wrapper, "fetch", "--store", f"{disk}/s.db", "--input", many, home=home)
        expect("a store that does not fit", r, 74, f"digest: {re.escape(disk)}/s\\.db: no space left for the store")
        both = script.replace('"$@"; s=$?', 'D=$1; S=$2; "$D" fetch --store "$S" --input "$3" || exit 98; "$D" fetch --store "$S" --input "$4"; s=$?; "$D" render --all --store "$S"')
        r = run("-m", "/bin/sh", "-c", both, disk, page, DIGEST, f"{disk}/s.db", FEED, many, program="/usr/bin/unshare", home=home)
        expect("a store that fills up", r, 74, f"digest: {re.escape(disk)}/s\\.db: no space left for the store")
        equal("a store that fills up: what was in it is still there", ids(r), [1, 2])
    limit = ["/usr/bin/prlimit", "--fsize=20000"]
    shutil.copy(page, f"{home}/page.md")
    large = put("large.jsonl", "".join(json.dumps({"id": f"2611.{n:05}", "title": "T"}) + "\n" for n in range(1, 500)))
    expect("a page larger than files may be", wrapped(limit, "render", large, "-o", f"{home}/page.md", home=home), 74,
           f"digest: (temporary file|{re.escape(home)}/page\\.md: cannot write): File too large")
    equal("a page larger than files may be: the old one stays, alone", (content(f"{home}/page.md"), sorted(os.listdir(home))), (b"# my page\n", ["page.md"]))
    r = wrapped(limit, "fetch", "--store", f"{home}/s.db", "--input", LARGE, home=home)
    expect("a store larger than files may be", r, 74, f"digest: {re.escape(home)}/s\\.db: .*")


# ---- Stores ----

def sql(path, text):
    subprocess.run(["/usr/bin/sqlite3", path, text], check=True, stdout=subprocess.DEVNULL)


def stores():
    q = re.escape
    good = f"{FOLDER}/good.db"
    expect("a store", run("fetch", "--store", good, "--input", FEED), 0)
    sql(good, "PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(name, change=None):
        path = f"{FOLDER}/{name}.db"
        shutil.copy(good, path)
        if change:
            sql(path, change)
        return path

    newer, other_id, other = copy("newer", "PRAGMA user_version=99"), copy("other-id", "PRAGMA application_id=42"), f"{FOLDER}/other.db"
    sql(other, "CREATE TABLE mine(x); INSERT INTO mine VALUES('precious')")
    text = put("text.db", "This is a letter, not a store.\n" * 100)
    for name, path, says in (
            ("no SQLite file", text, "not a store: no SQLite file"), ("another program's", other, "not a store: an SQLite file of another program"),
            ("another program's by its number", other_id, "not a store: an SQLite file of another program"),
            ("of a newer version", newer, r"the store is of a newer version \(99; this program knows \d+\)"),
            ("a folder", FOLDER, "cannot open the store: Is a directory"), ("in a file", f"{FEED}/s.db", "cannot (open the store|make its folder): Not a directory"),
            # Who may make no journal beside a device is told that; SQLite 3.46 has the system's reason, too.
            ("/dev/full", "/dev/full", "no space left for the store" if os.access("/dev", os.W_OK) else "the store cannot be written"),
            ("/dev/null", "/dev/null", "cannot read or write the store(: Invalid argument)?" if os.access("/dev", os.W_OK) else "the store cannot be written")):
        before = content(path) if os.path.isfile(path) else b""
        for args in (("fetch", "--input", FEED), ("--input", FEED), ("summarize",), ("render", "--all")):
            r = run(args[0], *args[1:], "--store", path)
            expect(f"a store that is {name}: {args[0]}", r, 74, f"digest: {q(path)}: {says}{OTHER}")
            equal(f"a store that is {name}: {args[0]}: nothing comes out", r.out, b"")
        equal(f"a store that is {name}: nobody touched it", content(path) if os.path.isfile(path) else b"", before)
    if not MAY_DROP:
        skip("stores that may not be written", "privileges cannot be dropped here")
        return
    os.makedirs(f"{FOLDER}/locked")
    for name, path, mode, says in (("read-only", copy("ro"), 0o444, "the store cannot be written"), ("unreadable", copy("closed"), 0, "cannot open the store: Permission denied"),
                                   ("in a read-only folder", copy("locked/s"), None, "the store cannot be written"), ("new in a read-only folder", f"{FOLDER}/locked/new.db", None, "cannot open the store: Permission denied")):
        if mode is not None:
            os.chmod(path, mode)
        os.chmod(f"{FOLDER}/locked", 0o555 if mode is None else 0o755)
        expect(f"a store that is {name}", unprivileged("fetch", "--store", path, "--input", FEED), 74, f"digest: {q(path)}: {says}{OTHER}")
    os.chmod(f"{FOLDER}/locked", 0o755)


def damaged():
    """Any page of a store overwritten: either it is said, and the old page stays, or the new page is as if nothing were."""
    home = scratch()
    store, page = f"{home}/s.db", f"{home}/page.md"
    run("--input", put("forty.xml", feed(*[item(n, 150) for n in range(1, 61)])), "--store", store, "-o", page, home=home)
    sql(store, "PRAGMA wal_checkpoint(TRUNCATE)")
    whole, want = content(store), content(page)
    size = int.from_bytes(whole[16:18], "big")
    told = 0
    for at in range(len(whole) // size + 1):
        name = f"page {at} of the store overwritten" if at < len(whole) // size else "half of the store cut off"
        for f in os.listdir(home):
            if f.startswith("s.db"):
                os.remove(f"{home}/{f}")
        with open(store, "wb") as f:
            f.write(whole[:at * size] + b"\xa5" * size + whole[at * size + size:] if at < len(whole) // size else whole[:len(whole) // 2])
        os.utime(page, (1, 1))
        r = run("render", "--all", "--store", store, "-o", page, home=home)
        same = content(page) == want and os.stat(page).st_mtime == 1
        said = r.status == 74 and re.fullmatch(f"digest: {re.escape(store)}: (the store is damaged|not a store: no SQLite file)({OTHER})?\n", r.msg)
        case(f"{name}: it is said or it does not matter", same and (said or (r.status, r.msg) == (0, "")), f"{r.status} {r.msg} page as it was: {same}")
        told += bool(said)
    case("a damaged store: most of its pages matter", told > len(whole) // size // 2, f"{told} of {len(whole) // size}")


# ---- Hosts ----

def reply(body, status="200 OK", *headers, length=None):
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + (body if isinstance(body, bytes) else body.encode())


def endless(c):
    """Chunks for ever, comments in a feed: only what is asked for may stay in memory."""
    c.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\n")
    first = feed(item(1)).partition("</channel>")[0].encode()
    more = b"<!-- " + b"x" * 65000 + b" -->\n"
    c.sendall(b"%x\r\n%s\r\n" % (len(first), first))
    for _ in range(2000):
        c.sendall(b"%x\r\n%s\r\n" % (len(more), more))


def hosts():
    good, zh = feed(item(1), item(2)), feed(item(1), item(2)).replace("A title", "中文題目")
    begun = good[:good.index("<item>", good.index("<item>") + 1) + 10]
    pipe = f"{FOLDER}/pipe"            # who opens it waits for ever
    os.mkfifo(pipe)
    ok, asked = "application/rss+xml; charset=utf-8", []
    routes = {
        "/ok": reply(good, "200 OK", f"Content-Type: {ok}"), "/hop": reply("", "302 Found", "Location: /ok"),
        "/gz": reply(gzip.compress(good.encode()), "200 OK", "Content-Type: application/gzip"),
        "/encoded": reply(gzip.compress(good.encode()), "200 OK", "Content-Encoding: gzip"),
        "/gbk": reply(zh.split("\n", 1)[1].encode("gbk"), "200 OK", "Content-Type: text/xml; charset=GBK"),
        "/gbk-over-xml": reply(zh.encode("gbk"), "200 OK", "Content-Type: text/xml;charset=gb2312"),
        "/big5": reply(zh.encode("big5"), "200 OK", 'Content-Type: text/xml; charset="Big5"'),
        "/gbk-lie": reply(zh.encode("gbk"), "200 OK", "Content-Type: text/xml; charset=utf-8"),
        "/klingon": reply(good, "200 OK", "Content-Type: text/xml; charset=klingon"),
        "/html": reply("<!DOCTYPE html><html>Captcha</html>", "200 OK", "Content-Type: text/html"),
        "/nothing": reply(""), "/404": reply("<html><h1>Not Found</h1>no such feed</html>", "404 Not Found", "Content-Type: text/html"),
        "/403": reply("\x1b[31mgo away\x07", "403 Forbidden"), "/429": reply("slow down", "429 Too Many Requests", "Retry-After: 30"),
        "/500": reply("boom", "500 Internal Server Error"), "/503": reply("Retry", "503 Service Unavailable", "Retry-After: 5"),
        "/to-file": reply("", "302 Found", f"Location: file://{pipe}"), "/to-ftp": reply("", "302 Found", "Location: ftp://127.0.0.1/x"),
        "/loop": reply("", "302 Found", "Location: /loop"), "/nowhere": reply("", "302 Found"),
        "/cut": reply(begun, length=len(good)), "/short": reply(good, length=len(begun)),
        "/cut-chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n" + begun.encode(), "/endless": endless,
        "/cut-gz": reply(gzip.compress(good.encode())[:-4], "200 OK", "Content-Type: application/gzip"),
        "/lie-gz": reply(good, "200 OK", "Content-Encoding: gzip"), "/ssh": b"SSH-2.0-x\r\n", "/close": b"",
        "/head": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 400000 + b"\r\n\r\n",
    }

    def serve(c):
        try:
            path = (c.recv(65536).decode("latin-1").split(" ") + ["?"])[1]
            asked.append(path)
            r = routes.get(path.partition("?")[0], b"")
            c.sendall(r) if isinstance(r, bytes) else r(c)
        except OSError:
            pass
        finally:
            c.close()

    def accept():
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    threading.Thread(target=accept, daemon=True).start()
    url = f"http://127.0.0.1:{port}"
    for path in ("/ok", "/hop", "/gz", "/encoded"):
        r = run(*FETCH, "--input", url + path)
        expect(f"host: {path}", r, 0)
        equal(f"host: {path}: the papers", ids(r), [1, 2])
    for path in ("/gbk", "/gbk-over-xml", "/big5"):
        r = run(*FETCH, "--input", url + path)
        expect(f"host: {path}", r, 0)
        equal(f"host: {path}: the text", [json.loads(line)["title"] for line in r.text.splitlines()], ["中文題目 1", "中文題目 2"])
    for path, status, kept, says in (
            ("/gbk-lie", 65, [], r":3: not UTF-8 \(byte 0xD6\)"), ("/klingon", 65, [], ':1: encoding "klingon" is not known'),
            ("/html", 65, [], ":1: an HTML page, not a reply or feed of arXiv's"), ("/nothing", 65, [], ": empty"),
            ("/404", 69, [], ": the host answered 404: Not Found no such feed"), ("/403", 69, [], r": the host answered 403: \[31mgo away"),
            ("/429", 75, [], ": the host answered 429, and asks to wait 30 s: slow down"), ("/500", 69, [], ": the host answered 500: boom"),
            ("/503", 69, [], ": the host answered 503, and asks to wait 5 s: Retry"),
            ("/to-file", 69, [], r": the host redirects to what is not an http or https address \(.*\"file\".*\)"),
            ("/to-ftp", 69, [], r": the host redirects to what is not an http or https address \(.*\"ftp\".*\)"),
            ("/loop", 69, [], r": too many redirects \(.*5.*\)"), ("/nowhere", 69, [], ": the host answered 302"),
            ("/cut", 69, [1], r": the reply ends early \(.*\)"), ("/cut-chunk", 69, [1], r": the reply ends early \(.*\)"),
            ("/short", 65, [1], r":\d+: cut off: the document ends within <item>"), ("/endless", 69, [1], r": the reply ends early \(.*\)"),
            ("/cut-gz", 65, [1, 2], ": the gzip data ends early"), ("/lie-gz", 69, [], r": the reply's compression is broken \(.*\)"),
            ("/ssh", 69, [], r": what answers there does not speak HTTP \(.*\)"), ("/close", 69, [], r": an empty reply \(.*\)"),
            ("/head", 69, [], r": the reply's headers are larger than libcurl takes \(.*\)")):
        r = run(*FETCH, "--input", url + path)
        expect(f"host: {path}", r, 3 if kept else status, f"digest: {re.escape(url + path)}{says}")
        equal(f"host: {path}: what came whole is kept", ids(r), kept)
        case(f"host: {path}: memory", SANITIZED or r.rss < 48 * 1024, f"{r.rss} KiB")
    equal("a loop of redirects is followed five times", asked.count("/loop"), 6)
    for path in ("/404", "/429", "/cut"):
        r = run(*FETCH, "--input", url + path, "--input", FEED)
        equal(f"host: {path} and a file: the file's are kept", (r.status, ids(r)[-2:]), (3, [1, 2]))
    for name, address, status, says in (
            ("nobody listens", "http://127.0.0.1:1/x", 69, r"http://127\.0\.0\.1:1/x: no connection \(.*\)"),
            ("https to a plain port", f"https://127.0.0.1:{port}/ok", 69, f"https://127\\.0\\.0\\.1:{port}/ok: no secure connection \\(.*\\)"),
            ("a host that is not", "http://no-such-host.invalid/x", 69, r"http://no-such-host\.invalid/x: the host's name is not known \(.*\)"),
            ("no host", "http://", 2, r"http://: not a usable address \(.*\)"), ("an odd port", "http://127.0.0.1:99999/", 2, r"http://127\.0\.0\.1:99999/: not a usable address \(.*\)"),
            ("a password", "http://me:secret@127.0.0.1:1/x@y", 69, r"http://127\.0\.0\.1:1/x@y: no connection \(.*\)")):
        r = run(*FETCH, "--input", address)
        expect(f"host: {name}", r, status, f"digest: {says}")
        case(f"host: {name}: no password", b"secret" not in r.err)
    equal("host: a scheme in capitals", run(*FETCH, "--input", f"HTTP://127.0.0.1:{port}/ok").status, 0)
    r = run(*FETCH, "-v", "--input", f"http://me:secret@127.0.0.1:{port}/ok")
    case("host: no password with -v", r.status == 0 and b"secret" not in r.err, r.msg)


files()
outputs()
small_disk()
stores()
damaged()
hosts()
done()
