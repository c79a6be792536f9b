#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Answers that were taken with --gate off or warn are looked at when a run with the gate uses them: what passes is kept (mended), what
does not is shown no more, and its paper asked about again; once."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, equal, run, scratch

HOOK = """import json, sys
answers = json.load(open(sys.argv[1], encoding="utf-8"))
for line in sys.stdin:
    q = json.loads(line)
    with open(sys.argv[2], "a") as f:
        f.write(q["key"] + "\\n")
    print(json.dumps({"key": q["key"], "summary": answers[q["key"].split("v")[0]]}), flush=True)
"""
TITLES = ("Counting lamps", "Counting boats", "Counting goats")
PAPERS = [{"id": f"2611.0000{i}", "version": 1, "title": t, "abstract": f"{t}. We count them at night. They are bright and there are many of them.", "categories": ["cs.CL"],
           "announced": "2026-11-20", "announce_type": "new"} for i, t in enumerate(TITLES, 1)]


def good(what):
    return {"title": f"数{what}", "tldr": f"我们在夜间数{what}，它们很亮，数量也很多。", "tldr_en": "We count them at night; they are bright.", "abstract": f"数{what}。我们在夜间数它们。它们很亮，而且有很多。"}


GOOD = {p["id"]: good(w) for p, w in zip(PAPERS, "灯船羊")}
BAD = dict(GOOD["2611.00002"], tldr="I'm sorry, but I can't assist with that.")
MENDS = dict(GOOD["2611.00003"], tldr="摘要：" + GOOD["2611.00003"]["tldr"])


class Home:
    def __init__(self, answers):
        self.path = scratch()
        self.say(answers)
        with open(f"{self.path}/hook.py", "w", encoding="utf-8") as f:
            f.write(HOOK)
        with open(f"{self.path}/in.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps(p) + "\n" for p in PAPERS)

    def say(self, answers):
        with open(f"{self.path}/answers.json", "w", encoding="utf-8") as f:
            json.dump(answers, f)

    def run(self, *words):
        """(exit status, papers asked about, the page)."""
        log = f"{self.path}/log"
        open(log, "w", encoding="utf-8").close()
        r = run("--input", "in.jsonl", "--summarizer", f"/usr/bin/python3 {self.path}/hook.py answers.json {log}", "-o", "page.md", *words, cwd=self.path, home=self.path, timeout=600)
        with open(log, encoding="utf-8") as f, open(f"{self.path}/page.md", encoding="utf-8") as page:
            return r.status, sorted(f.read().split()), page.read()


for mode in ("off", "warn"):
    home = Home(dict(GOOD, **{"2611.00002": BAD, "2611.00003": MENDS}))
    status, asked, page = home.run("--gate", mode)
    case(f"--gate {mode}: all are taken as they come", status == 0 and len(asked) == 3 and "I'm sorry" in page.replace("&#39;", "'").replace("\\", "") and "摘要：我们" in page, (status, asked, page))
    equal(f"--gate {mode} again: nothing is asked", home.run("--gate", mode)[:2], (0, []))
    home.say(GOOD)
    status, asked, page = home.run()
    equal(f"after --gate {mode}: what is not fit is asked about again, and nothing else", (status, asked), (0, ["2611.00002v1"]))
    case(f"after --gate {mode}: all is fit", "sorry" not in page and "摘要：我们" not in page and all(g["tldr"] in page for g in GOOD.values()), page)
    equal(f"after --gate {mode}: once", home.run()[:2], (0, []))

home = Home(dict(GOOD, **{"2611.00002": BAD}))
home.run("--gate", "off")
os.rename(f"{home.path}/page.md", f"{home.path}/before.md")  # a page is not replaced by one with a summary less
status, asked, page = home.run()
case("the same answer again: it is shown no more, and waits", status == 3 and "2611.00002v1" in asked and "sorry" not in page and page.count("| 待摘要 |") == 1, (status, asked, page))
pending = json.loads(run("status", "--pending", "--json", home=home.path).text)["papers"]
equal("and why", [(p["id"], p["status"]) for p in pending], [("2611.00002", "rejected")])
status, asked, page = home.run()
equal("of what was rejected nothing is asked the next night", asked, [])
done()
