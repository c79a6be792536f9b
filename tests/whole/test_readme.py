# SPDX-License-Identifier: MIT
"""README.md and the pages of docs/ are a test: every command in them runs here, in an empty home a page, with arXiv played by a local server
that gives the sample feed and the endpoint by a fake one. A command that this file does not know how to run is a failure. README.zh.md is held to README.md."""
import datetime
import html
import http.server
import json
import os
import re
import shlex
import subprocess
import threading
import xml.etree.ElementTree as ET
import zoneinfo

from chattest import FakeChat
from option_rows import ROWS, manual
from tap import DIGEST, ROOT, case, clean_env, clocked, done, equal, scratch


def text_of(path):
    """The text of a file of the repository or of a run; empty if there is none, which the cases then say."""
    try:
        with open(os.path.join(ROOT, path), encoding="utf-8") as f:
            return f.read()
    except FileNotFoundError:
        return ""


README, CHINESE, CONTRACTS, FEED = (text_of(f) for f in ("README.md", "README.zh.md", "data/README.md", "data/sample/feed.xml"))
DOCS = ["README.md", *sorted(f"docs/{f}" for f in os.listdir(os.path.join(ROOT, "docs")) if f.endswith(".md"))]
KEY = "sk-…"
ITEMS = [(i.findtext("{http://arxiv.org/schemas/atom}announce_type"), i.findtext("guid").rsplit(":", 1)[1])
         for i in ET.fromstring(FEED.encode()).iter("item")]
IDS = sorted(key.rsplit("v", 1)[0] for _, key in ITEMS)
NOTICES = sorted(i.findtext("guid").rsplit(":", 1)[1].rsplit("v", 1)[0] for i in ET.fromstring(FEED.encode()).iter("item") if "has been withdrawn" in i.findtext("description"))
ASKED = sorted(set(IDS) - set(NOTICES))  # a notice of withdrawal is marked, and nothing is asked about it
CANNED = {row.split("\t")[0]: row.split("\t")[1:] for row in text_of("data/sample/summaries.tsv").splitlines()[1:]}
LLM = """#!/bin/sh
# llm -m MODEL: sees that the key and the question have come, notes that it was asked, answers with labelled lines.
[ "$1" = -m ] && [ -n "$2" ] && [ -n "$LLM_DEEPSEEK_KEY" ] || exit 9
question=$(cat)
[ ${#question} -gt 300 ] || exit 8
echo asked >>"$HOME/asked"
while IFS='	' read -r title abstract; do
	case $question in *"$title"*) break ;; esac
done <"$HOME/answers"
printf 'title: 测试题目\\ntldr: 这是一句测试用的摘要。\\ntldr_en: A stub answered.\\nabstract: %s\\n' "$abstract"
"""

# Abstracts of two papers that are not in summaries.tsv; no two papers have one answer, and none has words of another subject.
OTHERS = ["天文台每晚都记下出了什么差错，却没有人再去读。我们为一架望远镜的夜间报告建立索引，让工程师用平常的语言提问，例如圆顶上一次结冰是在何时。每个回答都引用它所依据的报告。试用半年之后，这个工具找出了许多故障的原因，其中有些早年就修过，后来被忘记了。",
          "机器人要去取杯子，找不到时应当说出来。我们训练一个家用机器人，让它分清三种不知道：杯子被藏起来了，话有歧义，或者在这个房间里提的请求没有意义。在四套公寓的请求里，它多半会问出有用的话，清楚的时候便不作声。人们更愿意原谅一句多余的问话，而不是拿错的杯子。"]


NOON = "1795194000"  # of the feed's day, 2026-11-20, in New York


RAW = "http://arxiv.org/OAI/arXivRaw/"


def oai():
    """The feed's papers as OAI-PMH lists them on that day: submitted on the 19th, before the freeze at 14:00 in New York."""
    records = []
    for item in ET.fromstring(FEED.encode()).iter("item"):
        at, key = item.findtext("{http://arxiv.org/schemas/atom}announce_type"), item.findtext("guid").rsplit(":", 1)[1]
        number, version = key.rsplit("v", 1)
        first = "Mon, 02 Mar 2026" if at.startswith("replace") else "Thu, 19 Nov 2026"
        dates = [f"{first if n == 1 else 'Thu, 19 Nov 2026'} 10:00:00 GMT" for n in range(1, int(version) + 1)]
        fields = {"title": item.findtext("title"), "authors": item.findtext("{http://purl.org/dc/elements/1.1/}creator"),
                  "categories": " ".join(c.text for c in item.iter("category")), "abstract": item.findtext("description").partition("Abstract: ")[2]}
        records.append(f"<record><header><identifier>oai:arXiv.org:{number}</identifier><datestamp>2026-11-20</datestamp><setSpec>cs:cs:CL</setSpec></header>"
                       f"<metadata><arXivRaw xmlns='{RAW}'><id>{number}</id><submitter>A Person</submitter>"
                       + "".join(f"<version version='v{n}'><date>{d}</date><size>9kb</size></version>" for n, d in enumerate(dates, 1))
                       + "".join(f"<{k}>{html.escape(v)}</{k}>" for k, v in fields.items()) + "</arXivRaw></metadata></record>")
    return ("<?xml version='1.0'?><OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-11-20T17:00:00Z</responseDate>"
            "<request verb='ListRecords' metadataPrefix='arXivRaw'>http://oaipmh.arxiv.org/oai</request><ListRecords>" + "".join(records)
            + "</ListRecords></OAI-PMH>").encode()


class Arxiv(http.server.BaseHTTPRequestHandler):
    """The sample feed on its day, and OAI-PMH's list of the days around it, by the same clock as the run's."""
    def do_GET(self):
        body = {"/rss/cs.CL": FEED.encode(), "/oai": oai()}.get(self.path.partition("?")[0])
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        self.wfile.write(body or b"nothing here")

    def date_time_string(self, timestamp=None):
        return super().date_time_string(int(NOON))

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Arxiv)
threading.Thread(target=server.serve_forever, daemon=True).start()


PAPERS, others = {}, iter(OTHERS)
for item in ET.fromstring(FEED.encode()).iter("item"):
    key = item.findtext("guid").rsplit(":", 1)[1]
    if key.rsplit("v", 1)[0] in ASKED:
        PAPERS[key] = {"id": key.rsplit("v", 1)[0], "title": item.findtext("title"),
                       "abstract": item.findtext("description").partition("Abstract: ")[2], "answer": {
            "title": "测试题目", "tldr": "这是一句测试用的摘要。", "tldr_en": "A stub answered.", "abstract": CANNED[key][-1] if key in CANNED else next(others)}}
ANSWERS = "".join(max(re.findall(r"(?<!\S)[A-Za-z]+(?: [A-Za-z]+)*(?!\S)", p["title"]), key=len) + f"\t{p['answer']['abstract']}\n"
                  for p in PAPERS.values())  # words of the title whatever is done to TeX in it
chat, local_model = FakeChat(papers=PAPERS, key="sk-test", usage=True), FakeChat(papers=PAPERS)


def new_home(now=NOON):
    """A home with what the commands name: digest, installed; a blog that Hugo builds, kept by git; ollama, which only ends well."""
    home = scratch()
    for folder in ("bin", "build", ".local/bin", "blog/content/posts", "blog/layouts/_default"):
        os.makedirs(f"{home}/{folder}")
    for path in ("bin/digest", "build/digest", ".local/bin/digest"):
        clocked(f"{home}/{path}", now)
    for path, text in (("bin/ollama", "#!/bin/sh\n"), ("bin/llm", LLM), ("answers", ANSWERS), ("blog/config.toml", 'baseURL = "https://example.org/"\n'), ("blog/.gitignore", "public\n"),
                       ("blog/layouts/_default/single.html", "{{ .Content }}\n"), ("blog/layouts/_default/list.html", "{{ range .Pages }}{{ .Title }}{{ end }}\n")):
        with open(f"{home}/{path}", "w", encoding="utf-8") as f:
            f.write(text)
    for name in ("ollama", "llm"):
        os.chmod(f"{home}/bin/{name}", 0o755)
    for argv in (["init", "-q", "--bare", f"{home}/hub.git"], ["init", "-q", f"{home}/blog"], ["-C", f"{home}/blog", "remote", "add", "origin", f"{home}/hub.git"],
                 ["-C", f"{home}/blog", "config", "push.autoSetupRemote", "true"], ["-C", f"{home}/blog", "config", "user.name", "A Reader"],
                 ["-C", f"{home}/blog", "config", "user.email", "reader@example.org"]):
        subprocess.run(["git", *argv], env=clean_env(home), check=True)
    configure(home, "")
    return home


def configure(home, text):
    """TEXT becomes the configuration; each provider's address becomes the fake endpoint's."""
    for name, endpoint in (("deepseek", chat), ("ollama", local_model)):
        section = f"[provider {name}]\n"
        text = text if section in text else text + "\n" + section
        text = text.replace(section, f"{section}base-url = {endpoint.base}\n")
    os.makedirs(f"{home}/.config/digest", exist_ok=True)
    with open(f"{home}/.config/digest/config", "w", encoding="utf-8") as f:
        f.write(text)


def local(text, home):
    """TEXT as it is run here: arXiv is the local server, an installed program is the built one."""
    return text.replace("https://rss.arxiv.org", f"http://127.0.0.1:{server.server_address[1]}") \
               .replace(KEY, "sk-test")


def sh(command, home, cwd=None, **env):
    url = f"http://127.0.0.1:{server.server_address[1]}"
    e = clean_env(home, **{"LC_ALL": "C.UTF-8", "DIGEST_ARXIV_URL": url, "DIGEST_INTERVAL": "1", **env})
    e["PATH"] = f"{home}/bin:" + e["PATH"]
    return subprocess.run(["/bin/sh", "-c", local(command, home)], cwd=cwd or home, env=e, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300, check=False)


def said(p):
    return f"status {p.returncode}\n" + (p.stderr + p.stdout).decode("utf-8", "replace")


def rows(page):
    """A page's table: id → summary."""
    return dict(re.findall(r"^\| \[\^\d+\] \| \[.*\]\(https://arxiv\.org/abs/([0-9.]+)\) \| (.*) \|$", page, re.M))


def fences(text):
    """Its blocks of code, in their order: (kind, text)."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)


def blocks(text, kind):
    return [block for k, block in fences(text) if k == kind]


case("sample: one paper is withdrawn", len(NOTICES) == 1, NOTICES)


# ---- The commands: rows of (pattern, what must be seen when it has run) ----

def offline_page(p, home):
    found = rows(text_of(f"{home}/today.md"))
    equal("README: the offline page has all papers", sorted(found), IDS)
    equal("README: each marked as an extract", sorted(i for i in found if found[i].startswith("(原文摘录) ")), ASKED)
    equal("README: but for the withdrawn ones, which are marked", sorted(i for i in found if "已撤稿" in found[i]), NOTICES)


def chinese_page(p, home):
    linked_page("today.html")(p, home)
    equal("each paper of it with its summary", text_of(f"{home}/today.html").count("这是一句测试用的摘要。") >= len(ASKED), True)


def printed(*members):
    """Standard output is JSON, an object a line or one object, with MEMBERS in each."""
    def look(p, home):
        text = p.stdout.decode()
        found = [json.loads(line) for line in (text.splitlines() if text.startswith("{\"") else [text] if text else [])]
        equal("JSON is printed, with its members", [v for v in found if not set(members) <= set(v)] if found else "nothing", [])
    return look


def day_page(name, ids=None):
    """A file of the day in Chinese, with each paper, or those of IDS."""
    def look(p, home):
        text = text_of(f"{home}/{name}")
        equal(f"{name} has its papers", sorted(set(re.findall(r"arxiv\.org/abs/([0-9]{4}\.[0-9]{5})", text))), ids or IDS)
        case(f"{name}: in Chinese", "这是一句测试用的摘要。" in text)
    return look


def both_profiles(p, home):
    day_page("lab/nlp/2026-11-20.html")(p, home)
    day_page("lab/new/2026-11-20.html", sorted(key.rsplit("v", 1)[0] for at, key in ITEMS if at == "new"))(p, home)


def built_site(p, home):
    case("Hugo has built the day's page", os.path.exists(f"{home}/blog/public/posts/2026-11-20/index.html"), os.listdir(f"{home}/blog"))


def pushed(p, home):
    r = subprocess.run(["git", "-C", f"{home}/hub.git", "ls-tree", "-r", "--name-only", "HEAD"], env=clean_env(home), capture_output=True, text=True, check=False)
    equal("what was pushed", r.stdout.split(), ["content/posts/2026-11-20.md"])


def printed_page(p, home):
    equal("README: the page printed has all papers", sorted(rows(p.stdout.decode())), IDS)


def linked_page(name):
    """A page in any format links to each paper, once at least."""
    def look(p, home):
        text = text_of(f"{home}/{name}") if name else p.stdout.decode()
        equal(f"README: {name or 'the text'} has all papers", sorted(set(re.findall(r"arxiv\.org/abs/([0-9]{4}\.[0-9]{5})", text))), IDS)
    return look


def site_of(folder):
    def look(p, home):
        linked_page(f"{folder}/d/2026-11-20.html")(p, home)
        equal("README: the site's front is its newest day", [os.path.exists(f"{home}/{folder}/{f}") for f in ("index.html", "calendar.html", "feed.atom")], [True] * 3)
    return look


def records(p, home):
    got = [json.loads(line) for line in text_of(f"{home}/papers.jsonl").splitlines()]
    equal("README: fetch --json prints every paper", sorted(r["id"] for r in got), IDS)
    table = CONTRACTS.partition("## The record\n")[2].partition("A `summary` holds")[0]
    known = set(re.findall(r"`([a-z_]+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.M))))
    equal("data/README.md: the record's table has every key that is printed", sorted({k for r in got for k in r} - known), [])


def backup(p, home):
    r = subprocess.run([DIGEST, "render", "--store", f"{home}/digest-backup.db", "--date", "2026-11-20"], cwd=home, env=clean_env(home), capture_output=True, check=False)
    equal("README: the backup has all papers", sorted(rows(r.stdout.decode())), IDS)


def references(name, expression, count):
    """EXPRESSION finds each reference's address."""
    def look(p, home):
        text = text_of(f"{home}/{name}") if name else p.stdout.decode()
        equal(f"README: {name or 'the references printed'}: a reference a paper", sorted(re.findall(expression, text)), count())
    return look


def published(p, home):
    """Where the recipe at hand has its pages."""
    blog = "blog/content" in text_of(f"{home}/.config/digest/config")
    day_page("blog/content/posts/2026-11-20.md" if blog else "posts/2026-11-20.md")(p, home)


RULES = [
    (r"export (?:DEEPSEEK_API|LLM_DEEPSEEK)_KEY=\S+", None),
    (r"digest -c cs\.CL --summarizer 'llm -m deepseek-chat' --summarizer-protocol plain -o today\.md", day_page("today.md")),
    (r"digest -c cs\.CL -o today\.md", offline_page),
    (r"digest -c cs\.CL --provider deepseek -o today\.html", chinese_page),
    (r"digest -c cs\.CL --provider ollama --model qwen3 -o today\.html", chinese_page),
    (r"OLLAMA_CONTEXT_LENGTH=8192 ollama serve &|ollama pull qwen3", None),
    (r"digest render --date 2026-11-20", printed_page),
    (r"digest render --date 2026-11-20 --format html -o today\.html", linked_page("today.html")),
    (r"digest render --date 2026-11-20 --dialect hugo -o 2026-11-20\.md", linked_page("2026-11-20.md")),
    (r"digest render --date 2026-11-20 --format atom -o feed\.xml", linked_page("feed.xml")),
    (r"digest render --date 2026-11-20 --format text", linked_page("")),
    (r"digest render --date 2026-11-20 --format json", printed("id", "title")),
    (r"digest export --date 2026-11-20 -o today\.bib", references("today.bib", r"url = \{https://arxiv\.org/abs/(.*)\}", lambda: IDS)),
    (r"digest export --all --where 'cat:cs\.CL ANDNOT co:withdrawn' -o papers\.bib", references("papers.bib", r"url = \{https://arxiv\.org/abs/(.*)\}", lambda: IDS)),
    (r"digest export 2611\.90112 2611\.90481 --to ris", references("", r"UR  - https://arxiv\.org/abs/(\S+)", lambda: ["2611.90112", "2611.90481"])),
    (r"digest export 2611\.90688 --to csl", references("", r'"URL":"https://arxiv\.org/abs/([^"]*)"', lambda: ["2611.90688"])),
    (r"digest export --all --where 'cat:cs\.CL ANDNOT co:withdrawn' -o papers\.json", references("papers.json", r'"URL":"https://arxiv\.org/abs/([^"]*)"', lambda: IDS)),
    (r"digest fetch --input \S+/rss/cs\.CL --json > papers\.jsonl", records),
    (r"digest fetch (?:--input \S+/rss/cs\.CL|-c cs\.CL) --json", printed("id", "title", "abstract")),
    (r"digest site public", site_of("public")),
    (r"digest site public --site-url https://example\.org/papers/ --keep 90d --prune", site_of("public")),
    (r"digest site ~/public --site-url https://example\.org/ --keep 365d --prune", site_of("public")),
    (r"digest render papers\.jsonl", printed_page),
    (r"digest search 'ti:melody' --json", printed("id", "title", "abstract")),
    (r"digest show 2611\.90688 --json", printed("id", "versions", "summaries", "announcements", "pages", "texts")),
    (r"digest status --json", printed("days")),
    (r"digest status --pending --json", None),
    (r"digest --all-profiles", both_profiles),
    (r"digest \|\| \[ \$\? -eq 3 \]", published),
    (r"digest(?: status)?", None),
    (r"digest --dry-run", None),
    (r"cd ~/blog|git add content/posts|git diff --cached --quiet \|\| git commit --quiet -m \"New papers\"", None),
    (r"git push --quiet", pushed),
    (r"hugo --quiet", built_site),
    (r'sqlite3 ~/\.local/share/digest/digest\.db "\.backup \$HOME/digest-backup\.db"', backup),
    (r"systemctl --user enable --now digest\.timer", None),
    (r"loginctl enable-linger", None),
    (r"make(?: demo| setup-check check| setup-build| install PREFIX=\"\$HOME/\.local\")?", None),
]
# What looks at a day that was got before.
LATER = ("docs/guide.md", "docs/agents.md", "References for a thesis")


def commands(page, text):
    """Run what TEXT, of PAGE, says, in a new home."""
    home, exported, where = new_home(), "" if page == "README.md" else "export DEEPSEEK_API_KEY=sk-test\n", None
    if text.startswith(LATER) or page in LATER:
        p = sh(exported + "digest -c cs.CL -o first.md", home)
        case(f"{page}: a day is got first", p.returncode == 0, said(p))
    for kind, block in fences(text):
        if kind == "ini" and page != "README.md":
            configure(home, block)
        for line in block.replace("\\\n", " ").splitlines() if kind == "sh" else []:
            line = re.sub(r"\s+#.*$", "", line).strip()
            rule = next((r for r in RULES if re.fullmatch(r[0], line)), None)
            if not line or not case(f"{page}: this test knows how to run: {line}", rule, "add a row to RULES in tests/whole/test_readme.py"):
                continue
            if line.startswith(("systemctl", "loginctl")):
                continue  # these change the machine's own services; the units are test_cron.py's
            if re.search(r"-o today\.md|fetch -c", line):
                home = new_home()  # nothing was got there yet
            if line.startswith("make"):
                # These install, build or test: that the target is there and its recipe holds together is seen without running it.
                words = shlex.split(line.replace("$HOME", home))
                p = subprocess.run([words[0], "-n", *words[1:]], cwd=ROOT, env=clean_env(home), stdin=subprocess.DEVNULL,
                                   capture_output=True, timeout=600, check=False)
            else:
                p = sh(exported + line, home, where)
            exported += line + "\n" if line.startswith("export ") else ""
            where = line[3:].replace("~", home) if line.startswith("cd ") else where
            case(f"{page}: ends well: {line}", p.returncode == 0, said(p))
            if rule[1]:
                rule[1](p, home)


def in_step():
    """README.zh.md says the same in the same order: its commands, files to copy, links, and as many headings and rows."""
    def bare(text):
        return [(k, re.sub(r"\s+# .*$", "", b, flags=re.M)) for k, b in fences(text)]
    equal("README.zh.md: the same blocks", bare(CHINESE), bare(README))
    links = [[n.partition("#")[0] for n in re.findall(r"\]\((?!#)([^)]+)\)", t)][1:] for t in (CHINESE, README)]
    equal("README.zh.md: the same links", links[0], links[1])
    for what, expression in (("headings", r"^#+ "), ("rows", r"^\|"), ("options in the text", r"`--[a-z-]+")):
        equal(f"README.zh.md: as many {what}", len(re.findall(expression, CHINESE, re.M)), len(re.findall(expression, README, re.M)))


ZONES = ("Asia/Shanghai", "UTC")  # of README's crontabs, in their order


def after_midnight_in_new_york(times, zone):
    """Whether the fields TIMES, read in ZONE, name a moment of each New York workday, soon after its midnight, in winter and summer."""
    minute, hour, *_ = times
    seen = []
    for month in (1, 7):
        for day in range(4, 18):
            local = datetime.datetime(2027, month, day, int(hour), int(minute), tzinfo=zoneinfo.ZoneInfo(zone))
            there = local.astimezone(zoneinfo.ZoneInfo("America/New_York"))
            if times[2:] == ["*", "*", "1-5"] and local.isoweekday() <= 5:
                seen.append(there.isoweekday() <= 5 and there.date() == local.date() and datetime.timedelta(minutes=15) <=
                            there.replace(tzinfo=None) - datetime.datetime(2027, month, day) <= datetime.timedelta(hours=3))
    return len(seen) == 20 and all(seen)


def crontab():
    """The configuration that README shows and the crontabs under it, as cron runs them: sh, a home, the variables of the crontab."""
    tabs = blocks(README, "cron")
    equal("README: a crontab for each zone", len(tabs), len(ZONES))
    for zone, tab in zip(ZONES, tabs):
        home, asked = new_home(), len(chat.asked())
        configure(home, "".join(blocks(README, "ini")))
        variables = dict(re.findall(r"^([A-Z_]+)=(.*)$", tab.replace(KEY, "sk-test"), re.M))
        lines = [line for line in tab.splitlines() if not re.match(r"[A-Z_]+=", line)]
        equal(f"README: crontab, {zone}: one line that runs", len(lines), 1)
        *times, command = lines[0].split(None, 5)
        case(f"README: crontab, {zone}: soon after midnight in New York", after_midnight_in_new_york(times, zone), lines[0])
        case(f"README: crontab, {zone}: three hours later would be refused", not after_midnight_in_new_york([times[0], str(int(times[1]) + 3), *times[2:]], zone))
        case(f"README: crontab, {zone}: no % for cron to cut at", "%" not in command, command)
        for turn in ("first", "again"):
            p = sh(command, home, **variables)
            case(f"README: crontab, {zone}: ends well, {turn}", p.returncode == 0, said(p))
            equal(f"README: crontab, {zone}: silent, {turn}", p.stderr + p.stdout, b"")
            found = rows(text_of(f"{home}/posts/2026-11-20.md"))
            equal(f"README: crontab, {zone}: the day's page, {turn}", sorted(found), IDS)
            equal(f"README: crontab, {zone}: in Chinese, {turn}", sorted(i for i in found if found[i] == "这是一句测试用的摘要。"), ASKED)
        equal(f"README: crontab, {zone}: what has been summarized is not asked for again", len(chat.asked()) - asked, len(ASKED))
        equal(f"README: crontab, {zone}: one page", os.listdir(f"{home}/posts") if os.path.isdir(f"{home}/posts") else None, ["2026-11-20.md"])


def example():
    """config.example has a line for each option that may stand in the file, with a value that it takes."""
    text = manual("config.example")
    lines = re.findall(r"^#([a-z-]+ = .*)$", text.partition("#[profile")[0], re.M)
    equal("config.example: every option", sorted(line.split(" = ")[0] for line in lines),
          sorted(name for name, row in ROWS.items() if not row["line_only"]))
    protocol = "summarizer-protocol = plain"  # what the command here speaks
    whole = re.sub(r"^#(?=[a-z\[])", "", text, flags=re.M)
    for what, config, args, status in (
            [(line, line + "\n" + (protocol if line.startswith("summarizer = ") else
                                   "summarizer = extract" if line.startswith(("provider", "base-url")) else
                                   "provider = deepseek" if line.startswith("model = ") else
                                   "[interest rag]\n[interest agents]" if line.startswith("interest = ") else ""),
              "--dry-run" if line.startswith("model = ") else "", 0)
             for line in lines] +
            [("the profile", whole[whole.index("[profile"):], "--profile security", 0),
             ("a profile that is not there", "", "--profile none-such", 2), ("a name that is none", "no-such = 1\n", "", 2)]):
        home = new_home(now=1795197600)
        with open(f"{home}/config", "w", encoding="utf-8") as f:
            f.write(local(config, home))
        os.makedirs(f"{home}/.config/digest", exist_ok=True)
        with open(f"{home}/.config/digest/holidays.tsv", "w", encoding="ascii") as f:
            f.write("".join(blocks(text_of("docs/guide.md"), "tsv")))
        p = sh(f"build/digest --config config {args} --input '{ROOT}/data/sample/feed.xml'", home, LLM_DEEPSEEK_KEY="sk-test")
        case(f"config.example: {what}", p.returncode == status, said(p))


def demo():
    for command in (".ci/run", "data/sample/demo.sh", "data/sample/summarizer"):
        case(f"{command} may be run", os.access(os.path.join(ROOT, command), os.X_OK))
    home, out = new_home(), scratch()
    p = sh(f"'{ROOT}/data/sample/demo.sh' '{out}'", home, cwd="/", DIGEST=os.path.abspath(DIGEST))
    shown, day = p.stdout.decode(), text_of(f"{out}/2026-11-20.md")
    case("demo: ends well", p.returncode == 0, said(p))
    equal("demo: two pages", sorted(os.listdir(out)), ["2026-11-20.md", "offline.md"])
    equal("demo: the page has all papers", sorted(rows(day)), IDS)
    equal("demo: those without canned Chinese wait", sorted(i for i, s in rows(day).items() if s == "待摘要"),
          sorted(key.rsplit("v", 1)[0] for _, key in ITEMS if key not in CANNED))
    case("demo: shows the page", len(day) > 1000 and "\n".join(day.splitlines()[:30]) in shown, said(p))
    case("demo: the offline summarizer leaves nothing waiting", "(exit status 0" in shown, said(p))
    case("demo: the canned one does, and says so", "(exit status 3" in shown, said(p))
    case("demo: names the files", f"  {out}/offline.md " in shown and f"  {out}/2026-11-20.md " in shown, said(p))
    case("demo: ends with a line to type", "--provider deepseek" in "".join(shown.splitlines()[-1:]), said(p))


def excerpt():
    """What README shows is what the program prints for the sample: each line is one of that page, in its order."""
    home = new_home()
    words = shlex.quote(shlex.quote(f"{ROOT}/data/sample/summarizer"))  # once for the shell, once for digest
    p = sh(f"build/digest --input '{ROOT}/data/sample/feed.xml' --store none --summarizer {words} -o page.md", home)
    case("README: the page that the excerpt is from", p.returncode == 3, said(p))
    page, at = text_of(f"{home}/page.md").splitlines(), 0
    shown = "".join(blocks(README, "markdown")).splitlines()
    case("README: an excerpt is there", len(shown) > 8, shown)
    strange = []
    for line in shown:
        if line.strip() not in ("", "…"):
            found = next((i for i in range(at, len(page)) if page[i] == line), None)
            at = at if found is None else found + 1
            strange += [line] if found is None else []
    equal("README: the excerpt has the page's lines, in its order", strange, [])


# ---- What needs no program ----

def references():
    for page in ("README.zh.md", *DOCS, "data/README.md"):
        for name in re.findall(r"\]\((?!https?:|#)([^)#]+)", text_of(page)):
            case(f"{page}: {name} is there", os.path.exists(os.path.join(ROOT, os.path.dirname(page), name)))
    statuses = {int(n) for n in re.findall(r"\[ERR_\w+\] = \{ \"[^\"]*\", (\d+) \}", text_of("src/base/err.c"))}
    equal("docs/guide.md: the exit statuses are those of src/base/err.c, and 3",
          sorted(map(int, re.findall(r"^\| (\d+) \|", text_of("docs/guide.md"), re.M))), sorted(statuses | {3}))
    tables = text_of("src/README.md").partition("## One line a file")[2].partition("\n## ")[0].split("\n\n| ")[1:]
    mapped = {t.split(" ", 1)[0]: sorted(re.findall(r"`(\w+\.c)`", t)) for t in tables}
    rooms = sorted(r for r in os.listdir(os.path.join(ROOT, "src")) if os.path.isdir(os.path.join(ROOT, "src", r)))
    equal("src/README.md: a table for each room", sorted(mapped), rooms)
    for room in rooms:
        files = sorted(f for f in os.listdir(os.path.join(ROOT, "src", room)) if f.endswith(".c"))
        equal(f"src/README.md: {room} has these files, each once", mapped.get(room), files)


def sample():
    order = ["new", "cross", "replace", "replace-cross"]
    equal("sample: announce types", [[t for t, _ in ITEMS].count(o) for o in order], [8, 3, 2, 1])
    equal("sample: arXiv's order", ITEMS, sorted(ITEMS, key=lambda i: (order.index(i[0]), i[1])))
    case("sample: 120 authors somewhere", max(c.count(",") for c in re.findall("<dc:creator>(.*)</dc:creator>", FEED)) == 119)
    case("sample: canned Chinese for some of the papers", set(CANNED) < {key for _, key in ITEMS}, sorted(CANNED))
    asked = [key for _, key in ITEMS] + ["0000.00000"]
    request = "".join(json.dumps({"v": 1, "key": key, "user": 'a "key":"x" \\ $(id) %s\n'}, separators=(",", ":")) + "\n" for key in asked)
    p = subprocess.run([f"{ROOT}/data/sample/summarizer"], input=request.encode(), capture_output=True, cwd="/", timeout=600, check=False)
    replies = [json.loads(line) for line in p.stdout.decode().splitlines()]
    equal("sample/summarizer: a reply for each request", [r["key"] for r in replies], asked)
    for r in replies:
        want = dict(zip(("title", "tldr", "tldr_en", "abstract"), CANNED.get(r["key"], ())))
        equal(f"sample/summarizer: {r['key']}", r, {"key": r["key"], "summary": want, "model": "canned"} if want
              else {"key": r["key"], "error": "not in the canned file", "retry": False})
    with subprocess.Popen([f"{ROOT}/data/sample/summarizer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as q:
        for key in asked[:2]:
            q.stdin.write(json.dumps({"v": 1, "key": key}).encode() + b"\n")
            q.stdin.flush()
            equal(f"sample/summarizer: answers before the next request: {key}", json.loads(q.stdout.readline())["key"], key)
        q.stdin.close()
        equal("sample/summarizer: ends with its input", q.wait(20), 0)
    for block in blocks(CONTRACTS, "json"):
        for text in block.splitlines() if block.count('{"key"') > 1 else [block]:
            case(f"data/README.md: JSON: {text[:50]}", isinstance(json.loads(text), dict))


with chat, local_model:
    references()
    in_step()
    sample()
    for document in DOCS:
        for part in text_of(document).split("\n## ") if document == "docs/recipes.md" else [text_of(document)]:
            commands(document, part)
    crontab()
    example()
    demo()
    excerpt()
server.shutdown()
done()
