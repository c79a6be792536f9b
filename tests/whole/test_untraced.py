#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Figures and works of answers that stand nowhere in the paper's whole text: asked again first, then dropped, marked or kept (--untraced);
what is worked out of two figures, and what the text has in another unit, is asked about never."""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, equal, run, scratch

FOLDER = scratch()
PAPER = {"id": "2611.00001", "version": 2, "title": "Lamps for Quiet Harbours", "authors": [{"name": "Nora Vennick"}], "abstract": "We put lamps into harbours. It is quiet at night.",
         "categories": ["cs.CL"], "link": "https://arxiv.org/abs/2611.00001", "announced": "2026-11-20", "announce_type": "new"}
FILLER = "The boats come in by night and the harbour is quiet while the keeper looks at the water and writes what there is to be seen. " * 4
ROWS = (("Lamp", "Accuracy"), ("Carbide", "71.2"), ("Argand", "74.4"))
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Lamps for Quiet Harbours</title></head><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Lamps for Quiet Harbours</h1>
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6><p class="ltx_p">We put lamps into harbours. It is quiet at night.</p></div>
<section id="S1" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag">1 </span>Introduction</h2>
<div id="S1.p1" class="ltx_para"><p class="ltx_p">Harbours have had lamps since 1837. {FILLER}</p></div>
<figure id="S1.F1" class="ltx_figure"><figcaption class="ltx_caption"><span class="ltx_tag">Figure 1: </span>A lamp over the water.</figcaption></figure>
<div id="S1.p2" class="ltx_para"><p class="ltx_p">Our code is available at <a class="ltx_ref ltx_url" href="https://github.com/doe/lamps">https://github.com/doe/lamps</a>.</p></div></section>
<section id="S2" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag">2 </span>Experiments</h2>
<div id="S2.p1" class="ltx_para"><p class="ltx_p">We look at 1,900 harbours. {FILLER}</p></div>
<figure id="S2.T1" class="ltx_table"><figcaption class="ltx_caption"><span class="ltx_tag">Table 1: </span>Accuracy (%) of lamps.</figcaption>
<table class="ltx_tabular">{"".join(f'<tr class="ltx_tr"><td class="ltx_td">{a}</td><td class="ltx_td">{b}</td></tr>' for a, b in ROWS)}</table></figure></section>
<section id="S3" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag">3 </span>Conclusion</h2>
<div id="S3.p1" class="ltx_para"><p class="ltx_p">It is quiet. {FILLER}</p></div></section>
<section id="bib" class="ltx_bibliography"><h2 class="ltx_title">References</h2><ul><li id="bib.bib1" class="ltx_bibitem">
<span class="ltx_tag">Doe et al. (2020)</span><span class="ltx_bibblock">Jan Doe, Ida Roe, and Ole Poe. 2020. Oil for lamps.</span></li></ul></section>
</article></body></html>
"""
os.mkdir(f"{FOLDER}/texts")
with open(f"{FOLDER}/texts/2611.00001v1.html", "w", encoding="utf-8") as file:
    file.write(PAGE)
with open(f"{FOLDER}/paper.jsonl", "w", encoding="utf-8") as file:
    file.write(json.dumps(dict(PAPER, version=1)) + "\n")


def notes(**more):
    return dict(dict(title="宁静港口的灯", abstract="我们把灯装进港口。夜里很安静。", background="港口自 1837 年起就有灯，但夜里仍然安静。", challenges="夜里看不清来船。",
                     solution="在港口装灯，让守夜的人看得见船。", innovations="把灯用于安静的港口。", models="Argand 灯：照亮水面。",
                     results="- Argand 灯的准确率为 74.4%。\n- 考察了 1,900 个港口。", findings="夜里有船来。", rating=4, recommendation="适合守夜的人读。"), **more)


def qa(**more):
    one = lambda text: {"answer": text, "points": [], "closing": ""}  # noqa: E731
    return dict(dict(title="宁静港口的灯", problem=one("夜里的港口很安静，守夜的人看不清来船。"), related=one("Doe et al., 2020 研究了灯油。"),
                     solution=one("在港口装灯，让守夜的人看得见船。"), experiments=one("Argand 灯的准确率为 74.4%，考察了 1,900 个港口。"),
                     future=one("可以把灯装到更多的地方去。"), overview=one("论文把灯装进港口，夜里很安静。")), **more)


def essay(**more):
    return dict(dict(headline="宁静港口的灯", introduction="夜里的港口很安静，守夜的人看不清来船。", sections=[{"head": "灯", "paragraphs": ["在港口装灯，让守夜的人看得见船。"], "points": [], "closing": ""}],
                     outlook="可以把灯装到更多的地方去。", references=[]), **more)


def asked(answers, *how, style="notes"):
    """Run with a summarizer that gives ANSWERS one after the other, the last one again and again; {summary}, how often it was asked."""
    home, hook = scratch(), f"{FOLDER}/hook"
    with open(hook, "w", encoding="utf-8") as f:
        f.write(f"#!/usr/bin/python3\nimport json, sys\nanswers = {answers!r}\nlog = {home + '/asked'!r}\nfor line in sys.stdin:\n    r = json.loads(line)\n"
                "    open(log, 'a').write(line)\n    n = sum(1 for _ in open(log))\n    y = answers[min(n, len(answers)) - 1]\n"
                "    y = {k: v for k, v in y.items() if k in r['schema']['properties']}\n"
                "    print(json.dumps({'key': r['key'], 'summary': y, 'model': 'm'}), flush=True)\n")
    os.chmod(hook, 0o755)
    words = ("-c", "cs.CL", "--input", f"{FOLDER}/paper.jsonl", "--fulltext-from", f"{FOLDER}/texts", "--style", style, "--summarizer", hook, *how)
    r = run(*words, "--format", "json", home=home, now=1795200000)
    page = run("render", "--date", "2026-11-20", "--style", style, home=home, now=1795200000)
    with open(f"{home}/asked", encoding="utf-8") as f:
        r.requests = [json.loads(line) for line in f]
    n = len(r.requests)
    record = json.loads(r.text.splitlines()[-1]) if r.text.strip() else {}
    return record.get("summary", {}), n, page.text, r


def said(r):
    return f"{r.status} {r.msg} {r.text[:1500]}"


def true_ones():
    y, n, page, r = asked([notes()])
    equal("true figures are asked about once", (y.get("status", "ok"), n), ("ok", 1))
    equal("and have their place", [(e["field"], e["figure"], e.get("anchor")) for e in y.get("evidence", [])],
          [("background", "1837", "S1.p1"), ("results", "74.4%", "S2.T1"), ("results", "1,900", "S2.p1")])
    case("the page links them", "[74.4%](https://arxiv.org/html/2611.00001v1#S2.T1)" in page, page + said(r))
    y, n, page, r = asked([notes(results="Argand 灯比 Carbide 灯高 3.2 个百分点。考察了 1,900 个港口。")])
    derived = [e for e in y.get("evidence", []) if "derived" in e]
    equal("a difference of two figures is asked about once", (y.get("status", "ok"), n, [e["derived"] for e in derived]), ("ok", 1, ["difference"]))


def false_ones():
    wrong = notes(results="- Argand 灯的准确率为 83.6%。\n    - 在夜里测得。\n- 考察了 1,900 个港口。")
    y, n, page, r = asked([wrong, notes()])
    equal("one that stands nowhere is asked again", (n, y.get("results")), (2, notes()["results"]))
    with_sentence = dict(wrong, solution="在港口装灯，损耗降到 38.5%。")
    for word, results, solution, dropped, marks in (("drop", "- 考察了 1,900 个港口。", "38.5%※。", 1, 1), ("mark", wrong["results"], "38.5%※。", 0, 2), ("keep", wrong["results"], "38.5%。", 0, 0)):
        y, n, page, r = asked([with_sentence], *(() if word == "drop" else ("--untraced", word)))
        equal(f"{word}: asked twice, then shown", (n, y.get("status", "ok")), (2, "ok"))
        equal(f"{word}: which items are left, how many went", (y.get("results"), y.get("dropped", 0)), (results, dropped))
        case(f"{word}: the sentence is as it was, with a note or without", solution in page and y.get("solution") == with_sentence["solution"], page + said(r))
        equal(f"{word}: notes on the page", page.count("%※"), marks)
        nowhere = [e["figure"] for e in y.get("evidence", []) if "anchor" not in e]
        equal(f"{word}: what stands nowhere", nowhere, ["38.5%"] if word == "drop" else ["38.5%", "83.6%"])
        counted = f"原文中未见 {len(nowhere)}" in page and (f"删去 {dropped}" in page) == (dropped > 0)
        case(f"{word}: the page counts them", counted, page)


def lists():
    """What a model writes as a list where a text with a list is meant: the same, and an item is dropped alike."""
    y, n, page, r = asked([notes(results=["Argand 灯的准确率为 83.6%。", "考察了 1,900 个港口。"], findings=["1. 夜里有船来。", "# 号不是标题。"])])
    equal("a list of texts is a text with a list", (y.get("results"), y.get("findings"), y.get("dropped")), ("- 考察了 1,900 个港口。", "- 1\\. 夜里有船来。\n- \\# 号不是标题。", 1))
    case("and shown as one", "\n- 1\\. 夜里" in page or "\n- 1&#46; 夜里" in page, page)


def other_faults():
    bad = notes(results="Argand 灯的准确率为 83.6%。", solution="抱歉，我无法回答这个问题。")
    y, n, page, r = asked([bad])
    case("another fault is no matter of --untraced", y.get("status") == "rejected", said(r))


def works():
    y, n, page, r = asked([qa()], style="qa")
    equal("a work of the bibliography has its place", [(e["work"], e["anchor"]) for e in y.get("evidence", []) if "work" in e], [("Doe et al., 2020", "bib.bib1")])
    case("and is a link", "[Doe et al., 2020](https://arxiv.org/html/2611.00001v1#bib.bib1)" in page, page + said(r))
    first = n
    wrong = qa(related={"answer": "相关的研究不多。", "points": [{"point": "Vann et al., 2019 研究了浮标。", "details": []}, {"point": "Doe et al., 2020 研究了灯油。", "details": []}], "closing": ""})
    y, n, page, r = asked([wrong], style="qa")
    equal("an invented one is asked again, then its item goes", (n, y.get("dropped"), [p["point"] for p in y.get("related", {}).get("points", [])]),
          (first + 1, 1, ["Doe et al., 2020 研究了灯油。"]))
    again = [json.loads(line)["user"] for line in open(f"{r.home}/asked", encoding="utf-8")] if hasattr(r, "home") else []
    case("the model is told which", not again or any("Vann et al., 2019" in q for q in again), again)


# The page above in the form of records, by hand.
def part(anchor, title, *blocks):
    return {"anchor": anchor, "title": title, "level": 1, "blocks": [{"kind": k, "anchor": a, "text": t} for k, a, t in blocks]}


FORM = {"road": "html", "title": PAPER["title"], "sections": [
    part("S1", "Introduction", ("paragraph", "S1.p1", "Harbours have had lamps since 1837.")),
    part("S2", "Experiments", ("paragraph", "S2.p1", "We look at 1,900 harbours."), ("caption", "S2.T1", "Table 1: Accuracy (%) of lamps."),
         *(("row", "S2.T1", " | ".join(r)) for r in ROWS))],
    "bibliography": [{"anchor": "bib.bib1", "number": "Doe et al. (2020)", "text": "Jan Doe, Ida Roe, and Ole Poe. 2020. Oil for lamps."}]}


def check(summary, *how, style="notes", text=FORM):
    """What `digest check --json` says of one record with a whole text; its run."""
    folder = scratch()
    with open(f"{folder}/r.jsonl", "w", encoding="utf-8") as f:
        f.write(json.dumps(dict(PAPER, summary=dict(summary, style=style), **({"fulltext": text} if text is not None else {}))) + "\n")
    r = run("check", "--json", "--style", style, *how, f"{folder}/r.jsonl", home=folder)
    return json.loads(r.text), r


def rules(o):
    return [(f["field"], f["rule"]) for f in o["findings"]]


def by_rule():
    y, n, page, r = asked([notes(figure="图 1：水面上的一盏灯。")])
    equal("the text says where its first figure is, and the code", (y.get("first_figure"), y.get("project")), ("S1.F1", {"code": "https://github.com/doe/lamps"}))
    case("the page has its caption, with a link to it", "[首图](https://arxiv.org/html/2611.00001v1#S1.F1)：图 1：水面上的一盏灯。" in page, page + said(r))
    case("and the address of the code", "代码: [github.com/doe/lamps](https://github.com/doe/lamps)" in page, page)
    request = r.requests[0]
    case("the caption is given, and asked for", "Figure 1: A lamp over the water." in request["user"].split('"text":')[0] and "figure" in request["schema"]["properties"], request)
    y, n, page, r = asked([notes()])
    case("no caption, no line", "首图" not in page and y.get("status", "ok") == "ok", page + said(r))
    for style in ("qa", "essay"):
        y, n, page, r = asked([dict(qa() if style == "qa" else essay(), figure="图 1：水面上的一盏灯。")], style=style)
        case(f"{style}, too", "[首图](https://arxiv.org/html/2611.00001v1#S1.F1)：图 1：水面上的一盏灯。" in page, page + said(r))


def checked():
    o, r = check(notes(findings="- Argand 灯比 Carbide 灯高 3.2 个百分点。"))
    equal("check looks up what a record's text has", [(e["field"], e["figure"], e.get("anchor"), e.get("derived")) for e in o.get("evidence", [])],
          [("background", "1837", "S1.p1", None), ("results", "74.4%", "S2.T1", None), ("results", "1,900", "S2.p1", None), ("findings", "3.2 个百分点", "S2.T1", "difference")])
    equal("and finds nothing wrong", (o["verdict"], o["findings"], o["dropped"], r.status), ("passed", [], 0, 0))
    false = notes(results="- Argand 灯的准确率为 74.4%。\n- Carbide 灯的准确率为 83.9%。")
    o, r = check(false)
    case("what stands nowhere is found", [x[0] for x in rules(o)] == ["results"] and o["verdict"] == "ask again", said(r))
    equal("and its item would go", (o["dropped"], o["mended"]), (1, {"results": "- Argand 灯的准确率为 74.4%。"}))
    o, r = check(false, "--untraced", "mark")
    equal("or be marked", (o["dropped"], o["mended"], [e["figure"] for e in o["evidence"] if "anchor" not in e]), (0, {}, ["83.9%"]))
    o, r = check(qa(), style="qa")
    equal("works, too", [(e["work"], e.get("anchor")) for e in o["evidence"] if "work" in e], [("Doe et al., 2020", "bib.bib1")])
    o, r = check(qa(related=dict(qa()["related"], answer="Poe et al., 2019 研究了灯油。")), style="qa")
    case("one that the bibliography lacks is found", ("related", "work") in rules(o), said(r))
    o, r = check(dict(false, reads="html", reads_version=1, evidence=[{"field": "results", "figure": "74.4%", "anchor": "S2.T1", "quote": "Argand | 74.4"}], dropped=2))
    case("what a run puts beside an answer is no answer", {x[0] for x in rules(o)} == {"results"}, said(r))
    o, r = check(false, text=None)
    case("a record without a text has no evidence", "evidence" not in o, said(r))
    o, r = check(false, text={"road": "moon"})
    case("a text of another form is said, and the answer checked all the same", r.status == 3 and "fulltext" in r.msg and "evidence" not in o and o["findings"], said(r))


true_ones()
by_rule()
checked()
false_ones()
lists()
other_faults()
works()
done()
