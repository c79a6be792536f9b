#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""One table of options: --help, digest(1), the example configuration and the completions of bash, zsh and fish have each option that
is not hidden, with the same words and defaults, and nothing else. The shells are real ones."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from lxml import html
from made import write
from option_rows import ALL_ROWS, COMMANDS, MANUAL, ROWS, TABLE, manual
from shells import Bash, Fish, Zsh, readline_completes
from tap import DIGEST, ROOT, case, clean_env, done, equal, run, scratch

HOME = scratch()
HIDDEN = [n for n in ALL_ROWS if n not in ROWS]


def plain(text):
    """One blank for any white space."""
    return " ".join(text.split())


def one_of(row):
    return "One of: " + ", ".join(f"{word} ({about})" for word, about in row["choices"].items()) + "." if row["choices"] else ""


def command_output(*argv):
    return subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, check=False)


# ---- The table itself ----

def table():
    with open(f"{ROOT}/src/config/option_rows.c", encoding="utf-8") as f:
        source = re.findall(r'^\t\{ \.name = "([a-z0-9-]+)"', f.read(), re.M)
    equal("the table: every row of the source", sorted(ALL_ROWS), sorted(source))
    case("the table: something is hidden", HIDDEN)
    for name, row in ROWS.items():
        case(f"{name}: says what it takes", bool(row["arg"]) == (row["type"] != "flag"), row)
        case(f"{name}: has words where its kind has", bool(row["choices"]) == (row["type"] in ("choice", "set")), row)
        if not row["line_only"] and row["type"] != "flag":
            case(f"{name}: has a default or an example", row["default"] or row["example"], row)


# ---- --help ----

def help_text():
    for command in COMMANDS:
        r = run(*([command] if command else []), "--help", cwd=HOME)
        body = r.text[r.text.index("\n\n"):]
        entries = {m[1]: m[0] for m in re.finditer(r"^  (?:-., )?--([a-z-]+)[^\n]*\n(?:      [^\n]*\n)*", body, re.M)}
        entries = {name: plain(text) for name, text in entries.items()}
        for name, row in ROWS.items():
            if command in row["commands"]:
                text = entries.get(name, "")
                head = f"--{name}" + (f" {row['arg']}" if row["arg"] and command not in row["bare"] else "") + (f" ({row['default']})" if row["default"] else "") + ("*" if row["line_only"] else "")
                case(f"digest {command} --help: {name}", text.endswith(plain(f"{head} {row['help']} {one_of(row)}")), text)
        equal(f"digest help {command}: the same", run("help", *([command] if command else []), cwd=HOME).text, r.text)
        case(f"digest {command} --help: nothing hidden", not any(f"--{n}" in r.text for n in HIDDEN))


# ---- digest(1) ----

def text_of(node):
    return plain(node.text_content())


def page():
    path = f"{MANUAL}/digest.1"
    r = command_output("mandoc", "-Tlint", "-W", "warning", path)
    equal("digest(1): mandoc has no warning", (r.returncode, r.stdout.decode()), (0, ""))
    r = command_output("lexgrog", path)
    equal("digest(1): lexgrog reads its name", r.stdout.decode(), f'{path}: "digest - daily digests of new arXiv papers in Chinese"\n')
    r = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=600, check=False,
                       env={**os.environ, "MANROFFSEQ": "", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
    equal("digest(1): groff has no warning", (r.returncode, r.stderr.decode()), (0, ""))
    doc = html.fromstring(command_output("mandoc", "-Thtml", path).stdout.decode())
    entries = {}
    for dt in doc.iter("dt"):
        flags = [f.text_content() for f in dt.iter("code") if f.get("class") == "Fl"]
        if flags:
            entries[flags[-1].lstrip("-")] = (flags, text_of(dt), dt.getnext())
    equal("digest(1): every option, and no other", sorted(entries), sorted(ROWS))
    for name, row in ROWS.items():
        flags, head, dd = entries.get(name, ([], "", None))
        if dd is None:
            continue
        equal(f"digest(1): {name}: its head", head, plain((f"-{row['letter']}, " if row["letter"] else "") + f"--{name} " + (row["arg"] or "")))
        words = {text_of(dt): text_of(dt.getnext()) for dt in dd.iter("dt")}
        equal(f"digest(1): {name}: its words", words, row["choices"])
        body = text_of(dd)
        case(f"digest(1): {name}: what it does", body.startswith(plain(row["help"])), body)
        default = re.search(r"The default is (\S+)\.", body[len(plain(row["help"])):])
        equal(f"digest(1): {name}: its default", default and default[1], row["default"])
        equal(f"digest(1): {name}: where it may stand", "On the command line only." in body, row["line_only"])
        of = re.search(r"\(with ([^)]*)\)", body)
        equal(f"digest(1): {name}: its commands", re.split(r", | or ", of[1]) if of else ["no command", *COMMANDS[1:]],
              [c or "no command" for c in row["commands"]])
    items = {text_of(dt): dt for dt in doc.iter("dt")}
    for what in ("topics", "provider", "interest", "statuses"):
        missing = [x for x in map(str, TABLE[what]) if x not in items]
        case(f"digest(1): {what}", TABLE[what] and not missing, missing)
    case("digest(1): commands", all(c in items for c in COMMANDS[1:]))
    case("digest(1): nothing hidden", not any(f"--{n}" in text_of(doc) for n in HIDDEN))
    with open(f"{ROOT}/docs/guide.md", encoding="utf-8") as f:
        equal("docs/guide.md: the same exit statuses", [int(n) for n in re.findall(r"^\| (\d+) \| ", f.read(), re.M)], TABLE["statuses"])
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "CONFIGURATION", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO"):
        case(f"digest(1): section {section}", any(text_of(h) == section for h in doc.iter("h1", "h2")))


# ---- The example configuration ----

def example():
    text = manual("config.example")
    options = text[:text.index("# ---- Several habits")]
    found = {name: (plain(about.replace("\n#", " ")), value) for about, name, value in re.findall(r"((?:^# .*\n)+)^#([a-z-]+) = (.*)$", options, re.M)}
    want = {n: r for n, r in ROWS.items() if not r["line_only"]}
    equal("config.example: every option, and no other", sorted(found), sorted(want))
    for name, row in want.items():
        about, value = found.get(name, ("", ""))
        equal(f"config.example: {name}: its value", value, row["default"] or row["example"] or "false")
        case(f"config.example: {name}: what it does", about.endswith(plain(f"{row['help']} {one_of(row)}")), about)
    for what, name in ("interest", "rag"), ("provider", "lab"):
        section = text[text.index(f"[{what} {name}]"):].split("# ----")[0]
        equal(f"config.example: the settings of [{what} NAME]", re.findall(r"^#([a-z-]+) = ", section, re.M), TABLE[what])


# ---- Shells ----

def bare(offers, line):
    """The words without what the line has before them."""
    before = re.sub(r"^.*[= ]|[^,]*$", "", line)
    return sorted(re.sub(r"^--[a-z-]+=", "", w)[len(before):] if re.sub(r"^--[a-z-]+=", "", w).startswith(before) else w for w in offers)


def shell(kind, env, others):
    name, folder = kind.__name__.lower(), scratch()
    s = kind(env, folder)

    def offers(line, want, what=None):
        got = s.offers(line)
        equal(f"{name}: {what or repr(line)}", bare(got, line), sorted(want))
        return got

    # zsh shows "-c" and "--category" on one line; an option that was written is not offered again.
    for command in COMMANDS:
        line = f"digest {command} --" if command else "digest --"
        offers(line, [f"--{n}" for n, r in ROWS.items() if command in r["commands"]], f"digest {command}: its options")
    for option, row in ROWS.items():
        command = " ".join(["digest", row["commands"][0]]).strip()
        if row["choices"]:
            got = offers(f"{command} --{option} ", row["choices"])
            if kind is Fish:
                equal(f"fish: --{option}: what its words mean", got, row["choices"])
            offers(f"{command} --{option}=", row["choices"])
        if row["suggest"] and "FILE" not in row["arg"]:
            offers(f"{command} --{option} ", row["suggest"].split())
        for other in row["bare"]:
            offers(f"digest {other} --{option} --st", ["--store", "--style"], f"digest {other} --{option}: no value")
    offers("digest ", COMMANDS[1:])
    offers("digest help ", [*COMMANDS[1:], *TABLE["topics"]])
    offers("digest render --dialect h", ["hugo", "hexo", "honkit"])
    offers("digest --announce new,re", ["replace", "replace-cross"])
    offers("digest --profile ", ["security", "quant"])
    offers("digest --profile quant,s", ["security"])
    offers(f"digest --config {others} --profile ", ["other"])
    offers(f"digest --config={others} --profile ", ["other"])
    offers("digest --style ", ["brief", "essay", "footnote", "mine", "notes", "qa"])
    offers("digest styles n", ["notes"])
    offers("digest --provider o", ["openai", "openrouter", "ollama", "office"])
    offers("digest -c cs.", sorted(category for category in categories() if category.startswith("cs.")))
    offers("digest --category=stat.ML,stat.M", ["stat.ML", "stat.ME"])
    offers("digest -c ", categories())
    offers(f"digest render {folder}/pa", [f"{folder}/papers.jsonl"] if kind is not Zsh else ["papers.jsonl"]) if write(f"{folder}/papers.jsonl", "") else None
    s.close()


def categories():
    """From the table of facts: today's names, and the archives that they are of."""
    found = set()
    with open(f"{ROOT}/data/categories.tsv", encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                name, _, archive, _, _, canonical, _ = line.rstrip("\n").split("\t")
                if "." in name or name == canonical:  # the others are archives that were closed
                    found |= {name, archive}
    return found


def shells():
    home, programs = scratch(), scratch()
    os.symlink(os.path.abspath(DIGEST), f"{programs}/digest")
    write(f"{home}/.config/digest/config", "category = cs.CL\n[profile security]\nlimit = 5\n[profile quant]\n[provider office]\n")
    mine = f"{home}/.config/digest/templates"
    os.makedirs(mine)
    os.symlink(f"{ROOT}/templates/brief", f"{mine}/mine")
    others = write(f"{home}/others", "no-such = 1\n[profile other]\n")
    env = {**clean_env(home), "PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    for line, want in (("digest rend", "digest render "), ("digest render --dialect=hu", "digest render --dialect=hugo "), ("digest --profile sec", "digest --profile security "),
                       ("digest -c cs.CL,stat.TH", "digest -c cs.CL,stat.TH ")):
        equal(f"bash with bash-completion, on a terminal: {line!r}", readline_completes(line, env, scratch()), want)
    for kind in (Bash, Fish, Zsh):
        shell(kind, env, others)


# ---- digest help, --version ----

def topics():
    env = clean_env(HOME, DIGEST_LIMIT="none")
    r = run("help", "categories", cwd=HOME, env=env)
    equal("digest help categories", sorted(line.split()[0] for line in r.text.splitlines()), sorted(categories()))
    case("digest help categories: what they are", re.search(r"^cs\.CL +Computation and Language$", r.text, re.M), r.text)
    for topic, option in (("dialects", "dialect"), ("formats", "format")):
        r = run("help", topic, cwd=HOME, env=env)
        equal(f"digest help {topic}", dict(re.split(r" {2,}", line) for line in r.text.splitlines()), ROWS[option]["choices"])
    r = run("help", "profiles", cwd=HOME)
    equal("digest help profiles: no configuration", (r.status, r.out, r.err), (0, b"", b""))
    for words, message in ((["categorys"], r'help: nothing is called "categorys"; there are fetch, .*, categories, .*; did you mean categories\?'), (["xyzzy"], "nothing is called"),
                           (["render", "styles"], "one command or topic at a time")):
        r = run("help", *words, cwd=HOME)
        case(f"digest help {' '.join(words)}: 2", r.status == 2 and r.out == b"" and re.search(message, r.msg), r.msg)


def versions():
    said = run("--version", cwd=HOME).text.splitlines()
    built = dict(word.split("/") for word in said[1].split())
    packages = {"libcurl": "libcurl", "libxml2": "libxml-2.0", "SQLite": "sqlite3", "zlib": "zlib", "nettle": "nettle", "cmark": "libcmark", "zstd": "libzstd"}
    equal("--version: every library", sorted(built), sorted([*packages, "utf8proc"]))
    for library, package in packages.items():
        version = command_output("pkg-config", "--modversion", package).stdout.decode().strip()
        # nettle's header has no third number; distributions add to the others.
        case(f"--version: {library}", re.match(re.escape(built[library]) + r"(?![0-9])", version), (built[library], version))
    with open(f"{command_output('pkg-config', '--variable=includedir', 'libutf8proc').stdout.decode().strip()}/utf8proc.h", encoding="utf-8") as f:
        numbers = re.findall(r"^#define UTF8PROC_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", f.read(), re.M)  # its .pc has another version
    equal("--version: utf8proc", built["utf8proc"], ".".join(numbers))


table()
help_text()
page()
example()
topics()
versions()
shells()
done()
