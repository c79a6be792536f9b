#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a dry run says before a night, against what three families of tokenizers count of the questions that the night then asks, and of
real answers of each style: within a quarter. The papers and answers are the corpus's; the seeds have notes, questions and essays."""
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import npm_sites  # noqa: E402
from chattest import FakeChat  # noqa: E402
from tap import ROOT, case, clean_env, done, run, scratch, shared, skip  # noqa: E402

FOLDER = os.path.join(npm_sites.GENERATORS, "tokens")
NAMES = ("DeepSeek V3", "Qwen3", "o200k_base")
NIGHT = 1795194000
FIELDS = ("title", "tldr", "tldr_en", "abstract")


def counted(texts):
    """For each tokenizer its tokens of TEXTS, together."""
    lines = "".join(json.dumps(t) + "\n" for t in texts)
    p = subprocess.run(["node", os.path.join(HERE, "tokens.mjs"), FOLDER], input=lines, capture_output=True, text=True, timeout=600, check=True)
    return [sum(n) for n in zip(*map(json.loads, p.stdout.splitlines()))]


def within(name, said, real):
    case(f"{name}: within a quarter of {', '.join(NAMES)}", all(0.75 * n <= said <= 1.25 * n for n in real), f"said {said}, counted {real}")


def planned(home, *words):
    """What a dry run says: (requests, tokens of questions, of answers)."""
    r = run("--input", "in.jsonl", "-o", "page.md", *words, "--dry-run", cwd=home, env=clean_env(home), now=NIGHT)
    m = re.search(r"(\d+) requests? of m for summaries, about (\d+) tokens of questions and (\d+) of answers", r.text)
    return tuple(map(int, m.groups())) if m else case(f"a dry run with {words}", False, r.text + r.msg) or (0, 0, 0)


def night(records, *words, templates=None):
    """The estimate of a night with these papers, and the texts that it then asks with."""
    with FakeChat(made=True, bodies=True) as chat:
        home = scratch()
        os.makedirs(f"{home}/.config/digest")
        with open(f"{home}/.config/digest/config", "w", encoding="utf-8") as f:
            f.write(f"provider = lab\n[provider lab]\nbase-url = {chat.base}\nmodel = m\nstructure = json\n")
        with open(f"{home}/in.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps({k: p[k] for k in ("id", "title", "abstract")}) + "\n" for p in records)
        words = [*words, *(["--templates", templates] if templates else [])]
        plan = planned(home, *words)
        before = len(chat.asked())
        run("--input", "in.jsonl", "-o", "page.md", "--summarizer-tries", "1", "--gate", "off", *words, cwd=home, env=clean_env(home), now=NIGHT)
        bodies = {}
        for a in chat.asked()[before:]:
            body = a["body"] if isinstance(a["body"], dict) else json.loads(a["body"])
            bodies.setdefault(body["messages"][-1]["content"].split("An earlier answer")[0], body["messages"])
        return plan, [[m["content"] for m in body] for body in bodies.values()]


def traditional(texts):
    p = subprocess.run(["opencc", "-c", "s2t"], input="\n".join(json.dumps(t, ensure_ascii=False) for t in texts), capture_output=True, text=True, timeout=600, check=True)
    return [json.loads(line) for line in p.stdout.split("\n") if line]


def in_traditional(style):
    """Templates with STYLE in traditional Chinese."""
    home = scratch()
    subprocess.run(["cp", "-r", f"{ROOT}/templates/.", home], check=True, timeout=600)
    subprocess.run(["cp", f"{home}/words/zh-Hans.conf", f"{home}/words/zh-Hant.conf"], check=True, timeout=600)
    for name in ("prompt.txt", "style.conf"):
        path = f"{home}/{style}/{name}"
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(traditional([text])[0] if name == "prompt.txt" else text.replace("lang = zh-Hans", "lang = zh-Hant"))
    return home


def seed_answers():
    """{style: texts of the seeds, one a paper}."""
    notes = open(glob.glob(shared("corpus/seeds") + "/002*.txt")[0], encoding="utf-8").read().split("\n后记\n")[0]
    notes = re.split(r"(?m)^\d+\. ", notes.split("- 后记\n", 1)[1])[1:]
    blog = re.split(r"(?m)^-$", open(glob.glob(shared("corpus/seeds") + "/004*.txt")[0], encoding="utf-8").read())
    return {"notes": notes, "essay": [b for b in blog if "Q: " not in b and len(b) > 500],
            "qa": [b[b.index("Q: "):] for b in blog if b.count("Q: ") == 6]}


path = shared("corpus/papers-sample.jsonl")
if not os.path.isdir(os.path.join(FOLDER, "node_modules")):
    skip("estimates against tokenizers", "make setup-generators installs them")
elif path is None:
    skip("estimates against tokenizers", "../shared/corpus is not there")
else:
    with open(path, encoding="utf-8") as f:
        RECORDS = [json.loads(line) for line in f][1500:]  # the factors were fitted to some of the others
    for r in RECORDS:
        r["summary"].setdefault("tldr_en", r.get("_en_tdlr"))
    WHOLE = [r for r in RECORDS if all(isinstance(r["summary"].get(k), str) for k in FIELDS) and not r["abstract"].endswith("...")][:60]
    answers = {}
    for style in ("footnote", "brief", "notes", "qa", "essay"):
        (requests, questions, answers[style]), asked = night(WHOLE, "--style", style)
        case(f"{style}: as many requests as said", requests == len(asked) == len(WHOLE) >= 20, (requests, len(asked), len(WHOLE)))
        within(f"{style}: questions", questions, counted(t for body in asked for t in body))
    real = [json.dumps({k: r["summary"][k] for k in FIELDS}, ensure_ascii=False) for r in WHOLE]
    within("footnote: answers", answers["footnote"], counted(real))
    within("brief: answers", answers["brief"], counted(json.dumps({"tldr": r["summary"]["tldr"]}, ensure_ascii=False) for r in WHOLE))
    for style, texts in seed_answers().items():
        within(f"{style}: an answer, as the {len(texts)} of the seeds", answers[style] / len(WHOLE), [n / len(texts) for n in counted(texts)])
    (_, questions, more), asked = night(WHOLE, "--style", "footnote", templates=in_traditional("footnote"))
    within("footnote in traditional Chinese: answers", more, counted(traditional(real)))
    within("footnote in traditional Chinese: questions", questions, counted(t for body in asked for t in body))
    formulas = [r for r in RECORDS if r["abstract"].count("$") >= 10][:20]
    (_, questions, _), asked = night(formulas, "--style", "footnote")
    within("papers full of formulas: questions", questions, counted(t for body in asked for t in body))
done()
