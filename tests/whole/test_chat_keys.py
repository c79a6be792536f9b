#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Where a key goes: into one header of the endpoint's requests. It is searched for, byte by byte and in the forms that it may be
written in, in everything that a run leaves or says, in every process's arguments while it runs, and in what its children see."""
import base64
import glob
import os
import secrets
import signal
import string
import subprocess
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from arxivtest import FakeArxiv
from chattest import FakeChat
from fakearxiv import eastern
from made import chinese, feed, item, write
from tap import DIGEST, case, clean_env, done, equal, run, scratch

KEY = "sk-planted-" + "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(31))  # nobody else's on this machine
NEEDLES = {"the key": KEY.encode(), "its first half": KEY[:20].encode(), "its second half": KEY[20:].encode(), "its middle": KEY[12:28].encode(),
           "hex": KEY.encode().hex().encode(), "HEX": KEY.encode().hex().upper().encode(), "UTF-16": KEY.encode("utf-16-le"), "backwards": KEY[::-1].encode(),
           "JSON escapes": KEY.replace("-", "\\u002d").encode(),
           # base64 in each of its three places
           **{f"base64, {n} bytes on": base64.b64encode(b"x" * n + KEY.encode())[4:-4] for n in (0, 1, 2)}}
ESCAPED = "".join(f"\\u{ord(c):04x}" for c in KEY)
FEED = feed("2026-11-20", *(item(f"2611.{i:05}", f"Title {word}") for i, word in enumerate(("one", "two", "three"), 1)))
N = 3


def forms(data):
    return [name for name, needle in NEEDLES.items() if needle in data]


def found(folder, *more):
    """Where in FOLDER, and in the texts MORE, something of the key is."""
    hits = [f"text {i}: {name}" for i, data in enumerate(more) for name in forms(data)]
    for at, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(at, name)
            hits += [f"{path}: its name" for _ in forms(os.fsencode(name))]
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as f:
                    hits += [f"{path}: {form}" for form in forms(f.read())]
    return hits


class Watch:
    """Reads all processes' arguments again and again, from another thread."""

    def __init__(self):
        self.hits, self.seen, self.stop = [], set(), threading.Event()

    def look(self):
        while not self.stop.is_set():
            for path in glob.glob("/proc/[0-9]*/cmdline"):
                try:
                    with open(path, "rb") as f:
                        words = f.read()
                except OSError:
                    continue
                self.seen.add(words.split(b"\0")[0])
                if forms(words):
                    self.hits.append(words)
            time.sleep(0.01)

    def __enter__(self):
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()


def spy(path, outside, then):
    """A command that notes its environment, and its own and its parents' arguments, in the folder OUTSIDE, then does THEN (Python)."""
    write(path, "#!/usr/bin/python3 -IS\nimport json, os, sys\n"
          "pid, words = os.getpid(), []\n"
          "while pid > 1:\n"
          "    words.append(open(f'/proc/{pid}/cmdline', 'rb').read())\n"
          "    pid = int(open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()[1])\n"
          f"with open({outside!r} + f'/{{os.getpid()}}.seen', 'wb') as f:\n"
          "    f.write(open('/proc/self/environ', 'rb').read() + b'\\n' + b'\\n'.join(words))\n" + then)
    os.chmod(path, 0o755)
    return path


def noted(outside):
    texts = []
    for path in sorted(glob.glob(f"{outside}/*.seen")):
        with open(path, "rb") as f:
            texts.append(f.read())
    return texts


class Place:
    """A home with a feed and a configuration, and a folder beside it that is not searched."""

    def __init__(self, chat, *lines):
        self.home, self.outside = scratch(), scratch()
        self.feed = write(f"{self.home}/feed.xml", FEED)
        self.config = write(f"{self.home}/.config/digest/config",
                            f"summarizer = chat\nprovider = lab\ngate = off\nsummarizer-retry-delay = 20\nverbose = true\n[provider lab]\nbase-url = {chat.base}\nmodel = m\n"
                            + "".join(line + "\n" for line in lines))

    def run(self, *words, **env):
        return run(*words, "--input", self.feed, "-o", f"{self.home}/page.md", "--report", f"{self.home}/report.json", cwd=self.home, env=clean_env(self.home, **env))


def clean(name, place, r, watch):
    hits = found(place.home, r.out, r.err, *noted(place.outside))
    equal(f"{name}: the key is nowhere", hits, [])
    equal(f"{name}: nor in any process's arguments", watch.hits, [])
    case(f"{name}: digest's own arguments were among those looked at", DIGEST.encode() in watch.seen, sorted(watch.seen))


def control():
    """What is planted is found, in every form: else the other cases could not fail."""
    folder = scratch()
    equal("control: a clean folder", found(folder, b"sk-planted"), [])
    for i, (name, needle) in enumerate(NEEDLES.items()):
        write(f"{folder}/{i}", "")
        with open(f"{folder}/{i}", "wb") as f:
            f.write(b"before" + needle + b"behind")
        case(f"control: {name} is found", any(h.endswith(": " + name) for h in found(folder)))
        os.remove(f"{folder}/{i}")
    path = spy(f"{folder}/spy", folder, "")
    subprocess.run([path, KEY], env={"PLANTED": KEY})
    case("control: a child's environment and arguments are noted", noted(folder)[0].count(KEY.encode()) == 2, noted(folder))
    with Watch() as watch:
        p = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)", KEY])
        end = time.monotonic() + 300
        while not watch.hits and time.monotonic() < end:
            time.sleep(0.01)
        p.kill()
        p.wait()
    case("control: a process's arguments are seen", watch.hits != [])


# What the endpoint says: row, is there an answer for all, words that standard error has to have
def keyed(text):
    return {"error": {"message": text, "type": "invalid_request_error", "code": "invalid_api_key"}}


REPLIES = [
    ("success", None, True, ""),
    ("401 that says the key", {"do": "401"}, False, "Incorrect API key"),
    ("401 that says it in capitals of JSON", {"do": "401", "body": '{"error": {"message": "bad key ' + ESCAPED + '"}}'}, False, "bad key"),
    ("403 in plain text", {"do": "403", "type": "text/plain", "body": "no entry for {key}, go away"}, False, "403"),
    ("402 with the header's whole line", {"do": "402", "body": keyed("Authorization: Bearer {key} has no balance")}, False, "balance"),
    ("404 in HTML", {"do": "404", "type": "text/html", "body": "<html><p>{key}</p></html>"}, False, "404"),
    ("500 that says it", {"do": "500", "body": keyed("cannot handle {key}")}, False, "cannot handle"),
    ("500 with the key cut by the quotation's end", {"do": "500", "type": "text/plain", "body": "x" * 180 + "{key}"}, False, "500"),
    ("503 with it in a header", {"do": "503", "headers": {"Retry-After": "{key}", "X-Key": KEY}}, False, "503"),
    ("429 with it", {"do": "429-ms", "body": keyed("{key} is too busy")}, False, "too busy"),
    ("error in 200", {"do": "error-in-200", "body": {"error": {"message": "{key}", "code": KEY}}}, False, ""),
    ("malformed JSON", {"do": "malformed", "body": '{"choices": [{key}'}, False, ""),
    ("an answer that is no answer", {"do": "not-json", "content": "Your key is {key}"}, False, ""),
    ("an answer with it in a field", {"do": "answer", "fields": {"tldr": "钥匙是 {key} 。"}}, None, ""),
    ("an answer with it in all fields, and as the model's name", {"do": "answer", "reply": {"model": "{key}"}, "fields": {"title": "{key}", "abstract": "{key}{key}"}}, None, ""),
    ("an answer that lacks a field named so", {"do": "answer", "fields": {"tldr": None, KEY: "x"}}, None, ""),
    ("a redirect with it", {"do": "redirect", "headers": {"Location": "http://127.0.0.1:9/?key=" + KEY}}, False, ""),
]


def replies():
    with FakeChat() as chat:
        for name, rule, answered, says in REPLIES:
            chat.script(made=True, key=KEY, latency=0.05, rules=[rule] if rule else [])
            place, before = Place(chat, "api-key-env = LAB_KEY"), len(chat.asked())
            with Watch() as watch:
                r = place.run(LAB_KEY=KEY)
            asked = chat.asked()[before:]
            case(f"{name}: the endpoint got the key, whole, in its header", asked and all(a["headers"].get("authorization") == f"Bearer {KEY}" for a in asked), asked)
            case(f"{name}: and nowhere else", all(not forms(repr({**a, "headers": {k: v for k, v in a["headers"].items() if k != "authorization"}}).encode())
                                                  for a in [dict(a, answer=None) for a in asked]))
            if answered is not None:
                equal(f"{name}: exit status", r.status, 0 if answered else 3)
            case(f"{name}: it is said what was wrong", says in r.msg and (r.msg or answered), r.msg)
            clean(name, place, r, watch)


def bare_header():
    """Azure's form: the bare key in a header of its own."""
    with FakeChat(made=True, rules=[{"do": "401", "after": 2}]) as chat:
        place = Place(chat, "api-key-env = LAB_KEY", "key-header = api-key")
        with Watch() as watch:
            r = place.run("--jobs", "1", LAB_KEY=KEY)
        case("key-header: sent bare, and no other", [(a["headers"].get("api-key"), a["headers"].get("authorization")) for a in chat.asked()] == [(KEY, None)] * N, chat.asked())
        equal("key-header: exit status", r.status, 3)
        clean("key-header", place, r, watch)


def redirected():
    with FakeChat(made=True) as other, FakeChat() as chat:
        for status in (301, 302, 303, 307, 308):
            for header in ((), ("key-header = x-api-key",)):
                name = f"a redirect, {status}{', key-header' if header else ''}"
                chat.script(rules=[{"do": "redirect", "status": status, "headers": {"Location": f"{other.base}/chat/completions"}}])
                place, before = Place(chat, "api-key-env = LAB_KEY", *header), len(chat.asked())
                with Watch() as watch:
                    r = place.run("--jobs", "1", LAB_KEY=KEY)
                equal(f"{name}: the other host was never asked", other.events(), [])
                equal(f"{name}: exit status, one request", (r.status, len(chat.asked()) - before), (3, 1))
                case(f"{name}: said so", str(status) in r.msg or "redirect" in r.msg.lower(), r.msg)
                clean(name, place, r, watch)


def from_a_command():
    with FakeChat(made=True, key=KEY) as chat:
        place = Place(chat)
        write(f"{place.outside}/key", KEY + "\n")
        spy(f"{place.home}/key-command", place.outside, f"print(open({place.outside + '/key'!r}).read())\n")
        with open(place.config, "a", encoding="utf-8") as f:
            f.write(f"key-command = {place.home}/key-command an-argument\n")
        other = "sk-other-0123456789abcdefghij"
        with Watch() as watch:
            r = place.run(OPENAI_API_KEY=other, DEEPSEEK_API_KEY=other)
        equal("key-command: exit status", r.status, 0)
        case("key-command: the endpoint got it", [a["headers"].get("authorization") for a in chat.asked()] == [f"Bearer {KEY}"] * N, chat.asked())
        equal("key-command: started once", len(noted(place.outside)), 1)
        case("key-command: it does not see other keys", not any(other.encode() in t for t in noted(place.outside)), noted(place.outside))
        clean("key-command", place, r, watch)
        # With a word too many, a second line, a CR: the first line is the key.
        write(f"{place.outside}/key", KEY + "\r\nsk-second-line\n")
        r = place.run("--refresh")
        case("key-command: the first line counts", r.status == 0 and chat.asked()[-1]["headers"].get("authorization") == f"Bearer {KEY}", r.msg)
        write(f"{place.outside}/key", KEY + "\n" + "a long licence text\n" * 2000)
        before = len(chat.asked())
        r = place.run("--refresh")
        case("key-command: whatever comes behind it", r.status == 0 and len(chat.asked()) > before and chat.asked()[-1]["headers"].get("authorization") == f"Bearer {KEY}", r.msg)
        for name, text in (("nothing", ""), ("an empty line", "\n" + KEY + "\n"), ("a key with a line's worth of control characters", KEY + "\x01\x02\n")):
            write(f"{place.outside}/key", text)
            before = len(chat.asked())
            r = place.run("--refresh")
            case(f"key-command prints {name}: said, not asked", r.status == 3 and len(chat.asked()) == before and "key-command of" in r.msg, (r.status, r.msg))
            equal(f"key-command prints {name}: the key is nowhere", found(place.home, r.out, r.err), [])


def while_the_key_is_asked_for():
    """A key's command may wait for a passphrase: the store is free for others meanwhile, though answers were taken from it."""
    with FakeChat(made=True) as chat:
        place = Place(chat)
        equal("an answer for later", place.run().status, 0)
        spy(f"{place.home}/key-command", place.outside, f"import sqlite3\ndb = sqlite3.connect({place.home + '/.local/share/digest/digest.db'!r}, timeout=0)\n"
            "db.execute('BEGIN IMMEDIATE')\ndb.rollback()\nprint('sk-any')\n")
        with open(place.config, "a", encoding="utf-8") as f:
            f.write(f"key-command = {place.home}/key-command\n")
        write(f"{place.home}/feed.xml", feed("2026-11-23", item("2611.00020", "Title three"), item("2611.00009", "Another title")))
        os.remove(f"{place.home}/page.md")
        before = len(chat.asked())
        r = place.run()
        equal("key-command: it can write into the store", (r.status, len(noted(place.outside)), len(chat.asked()) - before), (0, 1, 1))


def children():
    """A summarizer's command sees no key of the environment, unless it is told so; what else is there, it sees."""
    names = ("OPENAI_API_KEY", "DEEPSEEK_API_KEY", "AZURE_OPENAI_API_KEY", "LAB_KEY")
    fields = {k: v for k, v in chinese("题", tldr_en="It is shown.").items() if k != "lang"}
    with FakeChat(made=True) as chat:
        for extra, seen in ((), []), (("--summarizer-env", "OPENAI_API_KEY"), ["OPENAI_API_KEY"]):
            place = Place(chat, "api-key-env = LAB_KEY")
            spy(f"{place.home}/hook", place.outside,
                "for line in sys.stdin:\n    key = json.loads(line)['key']\n"
                f"    print(json.dumps({{'key': key, 'summary': {fields!r}}}), flush=True)\n")
            with Watch() as watch:
                r = place.run("--summarizer", f"{place.home}/hook", *extra, HELLO="world", **{n: KEY for n in names})
            name = "a command" + (" that may" if extra else "")
            equal(f"{name}: exit status", (r.status, chat.events()), (0, []))
            environment = dict(x.split(b"=", 1) for t in noted(place.outside)[:1] for x in t.split(b"\n")[0].split(b"\0") if b"=" in x)
            equal(f"{name}: the keys that it sees", sorted(n for n in names if n.encode() in environment), seen)
            equal(f"{name}: other variables are there", environment.get(b"HELLO"), b"world")
            equal(f"{name}: the key is nowhere", found(place.home, r.out, r.err, *(() if extra else noted(place.outside))), [])
            equal(f"{name}: nor in any process's arguments", watch.hits, [])


def a_whole_night():
    """From arXiv's feed to the page, recorded; then one that is killed while answers come, so that the store's log lies there."""
    now = "2026-03-11T13:00:00Z"
    with FakeArxiv(make=60, first="2026-03-09", last="2026-03-11", now=now, categories=["cs.CL"]) as arxiv, FakeChat(made=True, key=KEY, latency=0.02) as chat:
        for name in ("a whole night", "a killed night"):
            place = Place(chat, "api-key-env = LAB_KEY")
            words = ["--test-clock", str(eastern.parse(now)), "-c", "cs.CL", "--arxiv-url", arxiv.url, "--interval", "20", "--record", f"{place.home}/tape", "--report", f"{place.home}/report.json", "-o",
                     f"{place.home}/{{date}}.md", "--jobs", "1" if "killed" in name else "8"]
            env = clean_env(place.home, LAB_KEY=KEY)
            with Watch() as watch:
                before = len(chat.asked())
                if "killed" in name:
                    with open(f"{place.home}/err", "wb") as err:
                        p = subprocess.Popen([DIGEST, *words], cwd=place.home, env=env, stdin=subprocess.DEVNULL, stdout=err, stderr=err)
                        for _ in range(60000):
                            if len(chat.asked()) - before >= 4 or p.poll() is not None:
                                break
                            time.sleep(0.01)
                        p.send_signal(signal.SIGKILL)
                        p.wait()
                    r = run("--version")
                    case(f"{name}: there is a log beside the store", glob.glob(f"{place.home}/.local/share/digest/*-wal") != [], os.listdir(place.home))
                else:
                    r = run(*words, cwd=place.home, env=env)
                    equal(f"{name}: exit status", r.status, 0)
                    case(f"{name}: pages, a report, a recording", all(glob.glob(f"{place.home}/{x}") for x in ("2026-*.md", "report.json", "tape/*")), os.listdir(place.home))
            case(f"{name}: the endpoint was asked, with the key", len(chat.asked()) - before >= 4 and all(a["auth"] for a in chat.asked()))
            clean(name, place, r, watch)


def written_where_it_must_not():
    """A key in the configuration, on the command line or in an address is refused, and not said back."""
    with FakeChat(made=True) as chat:
        place = Place(chat, f"api-key = {KEY}")
        r = place.run()
        case("a key in the configuration: refused", r.status == 2 and "config:" in r.msg, f"{r.status} {r.msg}")
        equal("a key in the configuration: not said back", found(scratch(), r.out, r.err), [])
        for what, url in (("as a password", chat.base.replace("//", f"//user:{KEY}@")), ("as a name", chat.base.replace("//", f"//{KEY}@"))):
            place = Place(chat)
            r = place.run("--base-url", url)
            case(f"a key in the address {what}: refused", r.status == 2, f"{r.status} {r.msg}")
            equal(f"a key in the address {what}: not said back, not kept", found(place.home, r.out, r.err), [])
        equal("and no request was sent", chat.events(), [])


control()
replies()
bare_header()
redirected()
from_a_command()
while_the_key_is_asked_for()
children()
a_whole_night()
written_where_it_must_not()
done()
