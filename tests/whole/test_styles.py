# SPDX-License-Identifier: MIT
"""The styles: each has the skeleton of the page that it was made after (labels, their order, numbering, stars, lines: taken
from the seeds as they are), asks for what it shows, and says what is wrong with it before the first request. The
papers are ours."""
import http.server
import json
import os
import re
import shutil
import sys
import threading
from collections import Counter

import lxml.html

import gfm_read
import sites
from tap import ROOT, case, done, equal, run, scratch, shared, skip

STYLES = ("brief", "essay", "footnote", "notes", "qa")
QUESTIONS = ("problem", "related", "solution", "experiments", "future", "overview")


def said(r):
    return f"status {r.status}\n{r.msg}\n{r.text[:2000]}"


def paper(n, summary=None, **more):
    p = {"id": f"2611.{n:05}", "version": 1, "title": f"Paper {n} on quiet harbours", "authors": [{"name": "Nora Vennick"}, {"name": "Tam Osei"}],
         "abstract": f"We look at harbour {n}. It is quiet at night. Boats still come.", "categories": ["cs.CL", "cs.AI"],
         "link": f"https://arxiv.org/abs/2611.{n:05}", "published": "2026-11-19T17:31:06Z", "announced": "2026-11-20", "announce_type": "new"}
    p.update(more)
    if summary is not None:
        p["summary"] = summary
    return p


# What a summarizer answers in each style, marked by N.
def answer(style, n=1):
    text = f"我们观察港口{n}的夜：它很安静，船仍然会来，守夜的人要有灯。"
    return {
        "footnote": dict(title=f"安静的港口{n}", tldr=text, tldr_en=f"We watch harbour {n} at night: it is quiet, boats still come, and who keeps watch needs a lamp.", abstract=f"我们观察港口{n}。它夜里很静。船仍然来。"),
        "brief": dict(tldr=text),
        "notes": dict(title=f"安静的港口{n}", abstract=f"我们观察港口{n}。它夜里很静。船仍然来。", background=f"港口{n}的背景。", challenges=[f"看不清{n}。", "听不到。"],
                      solution=f"装灯{n}。", innovations=[f"新的灯{n}。"], models=["灯：照明。"], results=["看得清。"], findings=["夜里有船。"],
                      rating=1 + n % 5, recommendation=f"适合守夜的人{n}。"),
        "qa": dict(title=f"安静的港口{n}", **{k: {"answer": f"第{i}问的回答{n}。", "points": [{"point": f"要点{i}：", "details": ["细节甲。", "细节乙。"]}],
                                               "closing": f"第{i}问的收尾。"} for i, k in enumerate(QUESTIONS, 1)}),
        "essay": dict(headline=f"港口{n}的夜", introduction=f"夜里的港口{n}。", sections=[{"head": "灯", "paragraphs": ["灯亮了。"], "points": ["甲。", "乙。"], "closing": "灯灭了。"}],
                      outlook=f"明天的港口{n}。", references=["《灯》。"]),
    }[style]


# What only a whole text can tell (`needs` of a style.conf): it is not asked of an abstract, and an answer's is left out.
NEEDS_TEXT = {"notes": ("models", "results", "findings"), "qa": ("related", "experiments"), "essay": ("references",)}


def from_abstract(style, n=1):
    return {k: v for k, v in answer(style, n).items() if k not in NEEDS_TEXT.get(style, ())}


def write(path, records):
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    return path


def render(records, style, *more):
    folder = scratch()
    r = run("render", "--style", style, *more, write(f"{folder}/p.jsonl", records), cwd=folder)
    return r


def tree_of(markdown, unsafe=False):
    return lxml.html.document_fromstring("<html><body>" + gfm_read.html(markdown, unsafe=unsafe).decode() + "</body></html>").body


def lines_of(markdown):
    """The page as one sees it: a line a heading, paragraph or list item, "- " before items, as in the seeds."""
    root = tree_of(markdown)
    lines = []

    def own_text(e):
        """Without the lists and paragraphs inside."""
        text = e.text or ""
        for c in e:
            if c.tag in ("ul", "ol", "p"):
                break
            text += c.text_content() if isinstance(c.tag, str) else ""
            text += c.tail or ""
        return gfm_read.fold(text)

    for e in root.iter("h1", "h2", "h3", "h4", "p", "li"):
        text = own_text(e)
        if e.tag == "p" and e.getparent().tag == "li" and e.getparent().index(e) == 0:
            text = "- " + text
        elif e.tag == "li" and text:
            text = "- " + text
        if text:
            lines.append(text)
    return lines


def compare(name, got, want):
    """Skeletons, line by line."""
    if case(f"{name}: {len(want)} lines", got == want and len(want) > 0):
        return
    for i, (g, w) in enumerate(zip(got + [None] * len(want), want + [None] * len(got))):
        if g != w:
            case(f"{name}: line {i + 1}", False, f"got  {got[max(0, i - 3):i + 4]}\nwant {want[max(0, i - 3):i + 4]}")
            return


# ---- notes: seed 002 ----

LINK = re.compile(r"^(https?://)?arxiv\.org/abs/\S+$")


def notes_skeleton(lines, labels):
    """Tokens: labels and stars as they are, numbers, Authors, links; "·" for a line of content."""
    out, behind = [], False
    for line in lines:
        number = re.match(r"^(- )?(\d+)\. ", line)
        if re.search(r"-\d{4}-\d\d-\d\d$", line) and not out:
            out.append("TOPIC-DATE")
        elif number and (number[1] or int(number[2]) <= 99):
            out.append((number[1] or "") + number[2] + ".")
        elif line in labels or re.fullmatch("[★☆]+", line) or line.removeprefix("- ") in labels:
            out.append(line)
        elif m := re.match("(Authors|代码|项目): ", line):
            out.append(m[0].strip())
        elif LINK.match(line):
            out.append("LINK")
        else:
            out.append("- ·" if line.startswith("- ") else "·")
        behind = behind or line == "后记"
    return out


# The seed's words for fields, and ours.
NOTES_FIELDS = dict(zip(("摘要", "研究背景", "问题与挑战", "如何解决", "创新点", "算法模型", "实验效果", "重要数据与结论", "推荐理由"),
                        ("abstract", "background", "challenges", "solution", "innovations", "models", "results", "findings", "recommendation")))


def marked(lines):
    """A field's lines as one text with Markdown: paragraphs, lists; below an item that ends in a colon stands a list of its own."""
    text, below = [], False
    for i, line in enumerate(lines):
        item = line.startswith("- ")
        opens = item and re.search("[:：]$", line)
        apart = i > 0 and not (item and lines[i - 1].startswith("- "))
        text.append(("\n" if apart else "") + ("    " if item and below and not opens else "") + line)
        below = bool(opens) or (item and below)
    return "\n".join(text)


def notes_record(lines, labels, n):
    """A paper of the seed: number and title, authors, link, perhaps its code, the Chinese title, then the fields."""
    values, key = {}, None
    for line in lines[3:]:
        if line in labels:
            key = line
        else:
            values.setdefault(key, []).append(line)
    comment = [x for x in values[None] if x.startswith("代码: ")]
    summary = {NOTES_FIELDS[k]: marked(v) for k, v in values.items() if k in NOTES_FIELDS}
    summary.update(title=values[None][-1], rating=values["推荐阅读指数"][0].count("★"), style="notes")
    return paper(n, summary, title=re.sub(r"^\d+\. ", "", lines[0]), link=lines[2], authors=[{"name": x} for x in lines[1].removeprefix("Authors: ").split(", ")],
                 comment="".join(x.replace("代码: ", "12 pages. Code: ") for x in comment))


def bare_line(line):
    """Without what differs for a reason: the scheme of an address, a full stop behind it; TeX's dash, which its table of contents has."""
    line = line.replace(" -- ", " – ")
    return re.sub(r"^((?:代码: )?)(?:https?://)?(\S+?)\.?$", r"\1\2", line) if "://" in line or LINK.match(line) or line.startswith("代码: ") else gfm_read.fold(line)


def notes():
    path = shared("corpus/seeds/002_08f21a801e758131.txt")
    own = ["TOPIC-DATE", "目录", "- 1.", "- 后记", "1.", "Authors:", "LINK", "·", "摘要", "·", "研究背景", "·", "问题与挑战", "- ·", "- ·", "如何解决", "·", "创新点", "- ·",
           "算法模型", "- ·", "实验效果", "- ·", "重要数据与结论", "- ·", "推荐阅读指数", "★★☆☆☆", "推荐理由", "·", "后记", "·"]
    r = render([paper(1, dict(answer("notes"), style="notes"))], "notes")
    lines = lines_of(r.out)
    compare("notes: one paper, our own list", notes_skeleton(lines[1:], {x for x in own if re.match("^[一-鿿]", x)}), own)
    if not path:
        skip("notes has the skeleton of seed 002", "no ../shared")
        return
    with open(path, encoding="utf-8") as f:
        seed = f.read().splitlines()
    # Left over from the web page: its own table of contents, whose first entries are the title and that table.
    title = seed[0]
    at = seed.index("文章目录")
    seed = [x for i, x in enumerate(seed) if i != at and x not in (f"- {title}", "- 目录")]
    papers = [i for i, x in enumerate(seed) if re.match(r"^\d+\. ", x)]
    often = Counter(seed)
    labels = {x for x, n in often.items() if n == len(papers) and not re.fullmatch("[★☆]+", x)}
    labels |= {x[2:] for x in seed if x.startswith("- ") and not re.match(r"^- \d+\. ", x) and x[2:] in seed} | {"目录"}
    case("the seed's own words give its labels", len(papers) == 8 and len(labels) == 12, f"{len(papers)} {sorted(labels)}")
    records = [notes_record(seed[begin:end], labels, len(papers) - k)
               for k, (begin, end) in enumerate(zip(papers, papers[1:] + [seed.index("后记", papers[-1])]))]
    case("one of them names its code", [k for k, r in enumerate(records, 1) if "4open.science" in r["comment"]] == [5], records)
    r = render(records, "notes", "--category", "cs.CL")
    got = lines_of(r.out)[1:]
    compare("notes has the skeleton of seed 002", notes_skeleton(got, labels), notes_skeleton(seed, labels))
    compare("and its text, but for the page's title and afterword", [bare_line(x) for x in got[1:-1]], [bare_line(x) for x in seed[1:-1]])
    case("and an afterword of its own, which knows of whole texts", seed[-1] not in r.text and "据全文" in r.text.rstrip().splitlines()[-1], r.text[-300:])


# ---- qa: seed 004 ----

def qa_skeleton(lines):
    out = []
    for line in lines:
        if re.match(r"^Q: ", line):
            out.append(line)
        elif m := re.match(r"^(A|Subjects|Publish): ", line):
            out.append(m[1] + ":")
        else:
            out.append("-" if line.startswith("- ") else "·")
    return out


def qa_blocks(seed):
    """From Subjects, or the first question, up to the last answer's end (a line "-", or the file's)."""
    blocks = []
    questions = [i for i, x in enumerate(seed) if x.startswith("Q: ")]
    for first in questions[::6]:
        begin = first
        while begin > 0 and re.match(r"^(Subjects|Publish): ", seed[begin - 1]):
            begin -= 1
        end = seed.index("-", first) if "-" in seed[first:] else len(seed)
        blocks.append(seed[begin:end])
    return blocks


def qa_summary(block):
    """Answers of ours, of as many lines as the block's."""
    summary, keys, now = {"title": "我们的论文", "style": "qa"}, iter(QUESTIONS), None
    for line in block:
        if line.startswith("Q: "):
            now = summary.setdefault(next(keys), {"answer": "", "points": [], "closing": ""})
        elif now is not None and line.startswith("A: "):
            now["answer"] = "我们的回答。"
        elif now is not None and line.startswith("- "):
            now["points"].append({"point": "我们的要点。", "details": []})
        elif now is not None:
            now["closing"] = "我们的收尾。"
    return summary


def qa():
    path = shared("corpus/seeds/004_42d592faca6f9cc1.txt")
    own = ["Subjects:", "Publish:"] + [x for q in ("这篇论文试图解决什么问题?", "有哪些相关研究?", "论文如何解决这个问题?", "论文做了哪些实验?",
                                                   "有什么可以进一步探索的点?", "总结一下论文的主要内容") for x in (f"Q: {q}", "A:", "-", "-", "-", "·")]
    r = render([paper(1, dict(answer("qa"), style="qa"))], "qa")
    lines = lines_of(r.out)
    begin = next((i for i, x in enumerate(lines) if x.startswith("Subjects: ")), 0)
    compare("qa: one paper, our own list", qa_skeleton(lines[begin:]), own)
    equal("its subjects by name, its day and hour", lines[begin:begin + 2],
          ["Subjects: Computation and Language ; Artificial Intelligence", "Publish: 2026-11-19 17:31:06 UTC"])
    if not path:
        skip("qa has the skeleton of seed 004", "no ../shared")
        return
    with open(path, encoding="utf-8") as f:
        seed = f.read().splitlines()
    blocks = qa_blocks(seed)
    case("the seed has three papers' questions", len(blocks) == 3 and all(sum(x.startswith("Q: ") for x in b) == 6 for b in blocks),
         [len(b) for b in blocks])
    for k, block in enumerate(blocks):
        r = render([paper(1, qa_summary(block))], "qa")
        lines = lines_of(r.out)
        first = "Subjects: " if block[0].startswith("Subjects") else "Q: "
        begin = next((i for i, x in enumerate(lines) if x.startswith(first)), 0)
        compare(f"qa has the skeleton of seed 004, block {k + 1}", qa_skeleton(lines[begin:]), qa_skeleton(block))


# ---- essay: seed 004 ----

def is_head(line):
    return len(line) <= 40 and not line.startswith("- ") and not re.search(r"[。;；::,,]$", line)


def essay_shape(lines):
    """(sections, refs) of an article: headline, a paragraph, headed sections (paragraphs, items, perhaps one more paragraph), the
    last of them an outlook of one paragraph, 参考文献. None: not of this shape."""
    at = next((i for i, x in enumerate(lines) if re.fullmatch("参考文献[::]?", x)), None)
    if at is None or at < 5 or is_head(lines[1]) or lines[1].startswith("- ") or not is_head(lines[2]):
        return None
    sections = []
    for line in lines[2:at]:
        if is_head(line):
            sections.append([0, 0, 0])
        elif line.startswith("- "):
            if sections[-1][2]:
                return None
            sections[-1][1] += 1
        elif sections[-1][1]:
            sections[-1][2] += 1
        else:
            sections[-1][0] += 1
    fine = all(p >= 1 and after <= 1 for p, _, after in sections) and sections[-1] == [1, 0, 0] and len(sections) >= 2
    refs = [x for x in lines[at + 1:] if x]
    return (sections, len(refs)) if fine and refs else None


def essay_skeleton(lines):
    out, refs = ["HEADLINE"], False
    for line in lines[1:]:
        if re.fullmatch("参考文献[::]?", line):
            out.append("参考文献")
            refs = True
        elif refs:
            out.append("REF")
        elif is_head(line):
            out.append("HEAD")
        else:
            out.append("-" if line.startswith("- ") else "·")
    return out


def essay_summary(sections, refs):
    text = "这是我们自己写的一段话，它足够长，所以不会被当作小标题来看待，读者也不会把它和别的文章弄混。"
    made = [{"head": f"第{i}节", "paragraphs": [text] * p, "points": ["我们的要点。"] * items, "closing": text if after else ""}
            for i, (p, items, after) in enumerate(sections[:-1], 1)]
    return dict(headline="我们的文章", introduction=text, sections=made, outlook=text, references=["另一篇文献。"] * (refs - 1), style="essay")


def essay():
    path = shared("corpus/seeds/004_42d592faca6f9cc1.txt")
    own = ["HEADLINE", "·", "HEAD", "·", "·", "-", "-", "·", "HEAD", "·", "HEAD", "·", "参考文献", "REF", "REF"]
    r = render([paper(1, essay_summary([[2, 2, 1], [1, 0, 0], [1, 0, 0]], 2))], "essay")
    compare("essay: one article, our own list", essay_skeleton(lines_of(r.out)[1:]), own)
    if not path:
        skip("essay has the skeleton of seed 004", "no ../shared")
        return
    with open(path, encoding="utf-8") as f:
        text = f.read()
    articles = [[x for x in part.splitlines() if x] for part in re.split(r"(?m)^-$", text)]
    shapes = [(a, essay_shape(a)) for a in articles]
    shapes = [(a, s) for a, s in shapes if s]
    case("articles of the seed have this shape", len(shapes) >= 2, [a[0] for a in articles if a])
    for article, (sections, refs) in shapes:
        r = render([paper(1, essay_summary(sections, refs))], "essay")
        compare(f"essay has the skeleton of seed 004's {article[0][:12]}", essay_skeleton(lines_of(r.out)[1:]), essay_skeleton(article))


# ---- what is not there ----

def gaps():
    pending = paper(1, {"status": "pending", "reason": "没有余额"})
    extract = paper(2, {"status": "extract", "tldr": "It is quiet at night."})
    bare = paper(3)
    for style in STYLES:
        for dialect in ("portable", "hugo", "honkit", "vitepress"):
            r = render([pending, extract, bare], style, "--dialect", dialect, "--front-matter", "none")
            text = r.text
            case(f"{style}, {dialect}: who waits is shown, and why", r.status == 3 and r.msg == "digest: 1 paper waits for a summary: 2611.00001\n" and "待摘要：没有余额" in text and text.count("待摘要") >= 3, said(r))
            case(f"{style}, {dialect}: an excerpt is called so", "(原文摘录) It is quiet at night." in text, said(r))
            case(f"{style}, {dialect}: each with its own abstract", all(f"We look at harbour {n}." in text for n in (1, 2, 3)), said(r))
            case(f"{style}, {dialect}: exactly one blank line, no line of blanks", "\n\n\n" not in text and not re.search(r"(?m)^[ \t]+$", text), text)
    for style in STYLES:
        for dialect in ("portable", "gfm", "hexo", "astro", "honkit"):
            pages = [render([paper(1, dict(answer(style), style=style)), bare], style, "--dialect", dialect, "--details", how).text for how in ("headings", "anchors")]
            case(f"{style}, {dialect}: who knows no ids of headings gets anchors", "{#" not in pages[0] and pages[0] == pages[1], pages[0])
    notes_less = dict(answer("notes"), models=[], findings=["", "  "], style="notes")
    del notes_less["results"]
    r = render([paper(1, notes_less)], "notes")
    case("a missing field leaves no empty heading", not re.search("算法模型|实验效果|重要数据与结论", r.text) and "创新点" in r.text, r.text)
    r = render([paper(1, dict(answer("notes"), rating=9, style="notes"))], "notes")
    case("a rating out of range has no stars and no heading", not re.search("推荐阅读指数|★", r.text.replace(r.text.splitlines()[-1], "")), r.text)
    less = {"answer": "只有回答。"}
    r = render([paper(1, dict(title="题", style="qa", problem=less))], "qa")
    case("a question without an answer is not asked", r.text.count("**Q: ") == 1 and "A: 只有回答。" in r.text, r.text)
    r = render([], "notes")
    case("no papers: still a page", r.status == 0 and "## 后记" in r.text, said(r))
    for style in STYLES:
        folder = scratch()
        r = run("render", "--style", style, "--lang", "en", write(f"{folder}/p.jsonl", [paper(1, dict(answer(style), style=style))]), cwd=folder)
        case(f"{style}: page words in English", r.status == 0 and "In all 1 papers" in r.text and not re.search("目录|参考文献|Q: 这", r.text), said(r))


# ---- contents with targets ----

def contents():
    records = [paper(n, dict(answer("notes", n), style="notes")) for n in (2, 1)]
    rows = (("portable", r"\[1\. Paper 2[^\]]*\]\(https://arxiv.org/abs/2611.00002\)", "## 1. Paper 2 on quiet harbours\n"),
            ("gfm", r"\[1\. Paper 2[^\]]*\]\(https://arxiv.org/abs/2611.00002\)", "## 1. Paper 2 on quiet harbours\n"),
            ("hugo", r"\[1\. Paper 2[^\]]*\]\(#p1\)", "## 1. Paper 2 on quiet harbours {#p1}\n"),
            ("vitepress", r"\[1\. Paper 2[^\]]*\]\(#p1\)", "## 1. Paper 2 on quiet harbours {#p1}\n"),
            ("hexo", r"\[1\. Paper 2[^\]]*\]\(#p1\)", '## <a id="p1"></a>1. Paper 2 on quiet harbours\n'))
    for dialect, entry, head in rows:
        r = render(records, "notes", "--dialect", dialect, "--front-matter", "none")
        case(f"notes, {dialect}: the contents go where there is something to go to", re.search(entry, r.text) and head in r.text, r.text[:900])


# ---- hostile records ----

HOSTILE = ("- [ ] a task", "[x] done", "1. one", "# head", "> quote", "+ plus", "===", "---", "* * *", "```", "    code", "<b>bold</b>", "<script>x()</script>",
           "[a](javascript:x)", "![i](http://x.example/i.png)", "[^1]: note", "[^1]", "a | b", "**strong** and *em* and `code`", "a * lone", "lone ` tick", "~~gone~~",
           "trailing #", "ends in \\", "&copy; &lt;i&gt;", "| - | - |", "[ref]: http://x.example", "<!-- c", "{{title}} {% raw %}", "题 空", ":smile: @someone #12",
           "ends with two  ", "<http://x.example>", "http://x.example/a_b_c。后", "1) one", "- ", "#", "a\\", "_x_ __y__")
# What answers may have of Markdown, too: a list, a quotation, code, emphasis.
ALLOWED = {"body", "h1", "h2", "h3", "h4", "h5", "p", "ul", "ol", "li", "a", "strong", "em", "code", "blockquote", "span"}
SPAN = re.compile(r"[!-/:-@\[-`{-~]")  # one sign, in a span of its own so that nothing comes of it


def hostile_summary(style, s):
    if style == "footnote":
        return dict(title=s, tldr=s, tldr_en=s, abstract=s)
    if style == "brief":
        return dict(tldr=s)
    if style == "notes":
        return dict(title=s, abstract=s, background=s, challenges=[s, s], solution=s, innovations=[s], models=[s], results=[s], findings=[s], rating=3, recommendation=s)
    if style == "qa":
        return dict(title=s, **{k: dict(answer=s, points=[dict(point=s, details=[s, s]), dict(point=s)], closing=s) for k in QUESTIONS})
    return dict(headline=s, introduction=s, sections=[dict(head=s, paragraphs=[s, s], points=[s, s], closing=s)], outlook=s, references=[s])


def hostile():
    for style in STYLES[:2] + STYLES[3:]:
        records = [paper(n, dict(hostile_summary(style, s), style=style), title=f"T {s}", abstract=s, authors=[{"name": s}]) for n, s in enumerate(HOSTILE, 1)]
        records.append(paper(99, {"status": "pending", "reason": HOSTILE[0]}, title=HOSTILE[1], abstract=HOSTILE[0]))
        for dialect in ("portable", "gfm"):
            r = render(records, style, "--dialect", dialect)
            root = tree_of(r.out, unsafe=True)
            strange = [f"<{e.tag}> {lxml.html.tostring(e, encoding='unicode')[:120]}" for e in root.iter()
                       if (isinstance(e.tag, str) and e.tag not in ALLOWED) or (e.tag == "span" and not SPAN.fullmatch(e.text or ""))]
            case(f"{style}, {dialect}: nothing of a record becomes an element", r.status == 3 and not strange, "\n".join(strange) + said(r)[:200])
            wrong = [e.get("href") for e in root.iter("a") if not (e.get("href") or "").startswith(("https://arxiv.org/abs/", "http://x.example"))]
            case(f"{style}, {dialect}: no link of a record's", not wrong, wrong)
            seen = Counter(x.removeprefix("- ") if not x.startswith(("- [", "- a")) else x for x in lines_of(r.out))
            lost = [s for s in HOSTILE for want in [gfm_read.fold(s)] if not any(want in x for x in lines_of(r.out)) and want not in seen]
            case(f"{style}, {dialect}: what a reader sees is what the record says", not lost, lost)


# ---- built sites ----

# What a generator's own template, or a heading with an id, adds to the elements of a page.
AROUND = {"html", "head", "meta", "title", "time", "main", "div", "header", "footer", "nav", "link", "style"}


def built():
    """In the generators that have footnotes but whose headings take ids, the contents of notes can be jumped from; and in none does
    a hostile record get an element."""
    styles = STYLES[:2] + STYLES[3:]
    plain = [paper(n, dict(answer("notes", n), style="notes")) for n in (3, 2, 1)]
    for name, dialect, links in (("hugo", "hugo", 4), ("jekyll", "jekyll", 4), ("pelican", "pelican", 4), ("pandoc", "pandoc", 4), ("mkdocs", "mkdocs", 0)):
        if not shutil.which(name):
            skip(f"{name}: sites of the styles", f"no {name} here")
            continue
        pages = {"plain": render(plain, "notes", "--dialect", dialect).out}
        for style in styles:
            pages[style] = render([paper(n, dict(hostile_summary(style, s), style=style), title=f"T {s}", abstract=s, authors=[{"name": s}])
                                   for n, s in enumerate(HOSTILE, 1)], style, "--dialect", dialect).out
        try:
            made = getattr(sites, name)(pages)
        except sites.Failed as e:
            case(f"{name}: builds", False, str(e))
            continue
        root = lxml.html.document_fromstring(made["plain"].decode())
        inner = [e.get("href") for e in root.iter("a") if (e.get("href") or "").startswith("#") and not e.getparent().tag.startswith("h")]
        ids = {e.get("id") for e in root.iter() if isinstance(e.tag, str) and e.get("id")}
        case(f"{name}: {links} entries of the contents go to what is there", len(inner) == links and all(h[1:] in ids for h in inner), f"{inner} {sorted(ids)}")
        for style in styles:
            root = lxml.html.document_fromstring(made[style].decode())
            place = root.xpath(sites.READERS[name][0]) or [root.body]
            strange = [lxml.html.tostring(e, encoding="unicode")[:160] for e in place[0].iter()
                       if isinstance(e.tag, str) and e.tag not in ALLOWED | AROUND]
            case(f"{name}, {style}: nothing of a record becomes an element", not strange, "\n".join(strange))
            text = gfm_read.fold(place[0].text_content())
            lost = [s for s in ("**strong** and *em* and `code`", "<b>bold</b>", "{{title}} {% raw %}", "[a](javascript:x)", "| - | - |", "a | b", "~~gone~~") if s not in text]
            case(f"{name}, {style}: what a reader sees is what the record says", not lost, f"{lost}\n{text[:600]}")


# ---- the whole way ----

SUMMARIZER = f"""
import json, sys
sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r}); sys.path.insert(0, {os.path.join(ROOT, "tests", "tools")!r})
answers = json.load(open(sys.argv[1] + "/answers.json"))
for line in sys.stdin:
    q = json.loads(line)
    with open(sys.argv[1] + "/asked", "a") as f:
        f.write(q["style"] + " " + q["key"] + "\\n")
    print(json.dumps({{"key": q["key"], "summary": answers[q["style"]], "model": "test"}}, ensure_ascii=False), flush=True)
"""


class Home:
    def __init__(self, papers=1):
        self.folder = scratch()
        with open(f"{self.folder}/s.py", "w", encoding="utf-8") as f:
            f.write(SUMMARIZER)
        self.answers({s: answer(s) for s in STYLES})
        write(f"{self.folder}/in.jsonl", [paper(n) for n in range(1, papers + 1)])

    def answers(self, by_style):
        with open(f"{self.folder}/answers.json", "w", encoding="utf-8") as f:
            json.dump(by_style, f)

    def run(self, style, *more, command=(), read=True):
        words = f"{sys.executable} {self.folder}/s.py {self.folder}"
        return run(*command, *(("--input", "in.jsonl") if read else ()), "--store", "s.db", "--style", style, "--summarizer", words, *more,
                   cwd=self.folder)

    def asked(self):
        """What the summarizer was asked since the last time."""
        try:
            with open(f"{self.folder}/asked", encoding="utf-8") as f:
                return f.read().split("\n")[:-1]
        except FileNotFoundError:
            return []
        finally:
            if os.path.exists(f"{self.folder}/asked"):
                os.remove(f"{self.folder}/asked")


def texts(value):
    """All strings within an answer."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        return [t for v in value.values() for t in texts(v)]
    return [t for v in value for t in texts(v)] if isinstance(value, list) else []


def whole_way():
    h = Home()
    for style in STYLES:
        r = h.run(style)
        page = "\n".join(lines_of(r.out)) + r.text
        lost = [t for t in texts(from_abstract(style)) if t not in page]
        case(f"{style}: its answer comes through the gate, the store and onto the page", r.status == 0 and not lost, f"{lost}\n{said(r)}")
        equal(f"{style}: asked once", h.asked(), [f"{style} 2611.00001v1"])
    for style in STYLES:
        first = h.run(style)
        case(f"{style}: back again, nothing is paid for twice", first.status == 0 and h.asked() == [] and all(t in "\n".join(lines_of(first.out)) + first.text
                                                                                                  for t in texts(from_abstract(style))), said(first))
        r = run("render", "--store", "s.db", "--style", style, cwd=h.folder)
        equal(f"{style}: rendered from the store", r.text, first.text)
    h = Home()
    h.run("footnote", "-o", "page.md")
    h.answers({})
    r = h.run("notes", "-o", "page.md")
    case("another style's summarizer fails: its page waits, and does not take the other's place",
         r.status == 3 and "安静的港口1" in open(f"{h.folder}/page.md", encoding="utf-8").read(), said(r))

    # A record that came with its summary, and with one in another style.
    h = Home()
    write(f"{h.folder}/in.jsonl", [paper(1, dict(answer("footnote"), style="footnote"))])
    h.run("footnote")
    equal("what a record brings is not asked for", h.asked(), [])
    h.run("notes")
    equal("but in another style it is", h.asked(), ["notes 2611.00001v1"])
    write(f"{h.folder}/in.jsonl", [paper(2, answer("notes"))])
    r = h.run("notes")
    case("a summary that says no style but has all that the style wants is one of it", h.asked() == [] and "★★☆☆☆" in r.text, said(r))


# What the schema does not allow is asked for again, and not shown.
BAD = (
    ("notes", dict(rating=9), '"rating"'), ("notes", dict(rating="many"), '"rating"'), ("notes", dict(challenges={"one": "object"}), '"challenges"'),
    ("notes", dict(challenges=[]), '"challenges"'), ("notes", dict(challenges=["a", {"b": 1}]), '"challenges"'), ("notes", dict(challenges=["  "]), '"challenges"'),
    ("qa", dict(problem="a text"), '"problem"'), ("qa", dict(problem={}), '"problem.answer"'), ("qa", dict(future={"answer": "x", "points": ["y"]}), r'"future.points\[1\]"'),
    ("qa", dict(future={"answer": "x", "points": [{"point": "y", "details": "z"}]}), r'"future.points\[1\].details"'),
    ("essay", dict(sections=[]), '"sections"'), ("essay", dict(sections=[{"head": "x", "paragraphs": []}]), r'"sections\[1\].paragraphs"'),
    ("essay", dict(sections=[{"paragraphs": ["x"]}]), r'"sections\[1\].head"'),
)


def bad_answers():
    for style, change, what in BAD:
        h = Home()
        h.answers({style: dict(answer(style), **change)})
        r = h.run(style, "--gate", "mend")
        case(f"{style}, {json.dumps(change)}: not shown, and said where", r.status == 3 and re.search(what, r.msg) and "待摘要" in r.text, said(r))
    for style, change in (("qa", dict(problem={"answer": "好。", "points": None, "closing": None})), ("notes", dict(models=None)), ("notes", dict(rating="3"))):
        h = Home()
        h.answers({style: dict(answer(style), **change)})
        r = h.run(style)
        case(f"{style}, {json.dumps(change, ensure_ascii=False)}: will do", r.status == 0, said(r))


# ---- faults of a style ----

class Journal(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        Journal.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_):
        pass


def with_file(name, text, base="notes"):
    def make(folder):
        shutil.copytree(f"{ROOT}/templates/{base}", f"{folder}/mine")
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    return make


def without_file(name):
    def make(folder):
        shutil.copytree(f"{ROOT}/templates/notes", f"{folder}/mine")
        os.remove(f"{folder}/{name}")
    return make


with open(f"{ROOT}/templates/notes/schema.json", encoding="utf-8") as _f:
    SCHEMA = _f.read()


def bad_schema(old, new, what):
    """The folder with OLD as NEW in its schema, and WHAT must be said, with the line of it."""
    assert SCHEMA.count(old) == 1
    text = SCHEMA.replace(old, new)
    wrong = next(i for i, (a, b) in enumerate(zip(SCHEMA.splitlines(), text.splitlines())) if a != b) + 1
    return with_file("mine/schema.json", text), (), rf"mine/schema\.json: {what}.* \(line {wrong}\)"


HEAD = "{{count}}\n\n"
ASKS = "lang = zh-Hans\nreads = fulltext\nask = background | solution\n"
FAULTS = (
    # name, what makes the folder, more words, what must be said
    ("an unclosed section", with_file("mine/page.md", HEAD + "{{#papers}}\nx\n"), (), r'mine/page\.md:3: section "papers" is not closed'),
    ("a section closed that is not open", with_file("mine/page.md", HEAD + "{{/papers}}\n"), (), r"mine/page\.md:3: "),
    ("an unclosed tag", with_file("mine/page.md", HEAD + "{{title\n"), (), r"mine/page\.md:3: "),
    ("an unknown field", with_file("mine/page.md", HEAD + "{{#papers}}\n{{titel}}\n{{/papers}}\n"), (), r"mine/page\.md:4: unknown field \{\{titel\}\}"),
    ("a field that the schema has not", with_file("mine/page.md", HEAD + "{{#papers}}\n{{summary.tldr}}\n{{/papers}}\n"), (), r"mine/page\.md:4: unknown field"),
    ("an unknown word", with_file("mine/page.md", HEAD + "{{words.nonsense}}\n"), (), r'mine/page\.md:3: the page words have no "nonsense"'),
    ("a fault in a partial", with_file("mine/detail.md", "a\n{{#x}}\n"), (), r"mine/page\.md \(partial detail\):2: "),
    ("an unknown field in a partial", with_file("mine/detail.md", "a\nb {{titel}}\n"), (), r"mine/page\.md \(partial detail\):2: unknown field"),
    ("a missing partial", with_file("mine/page.md", HEAD + "{{> nowhere}}\n"), (), r'mine/page\.md: no partial "nowhere"'),
    ("a partial that calls itself", with_file("mine/detail.md", "x\n{{> detail}}\n"), (), r'mine/page\.md \(partial detail\):2: partial "detail" calls itself'),
    ("in a section, too", with_file("mine/detail.md", "{{#title}}\n\n{{> detail}}\n{{/title}}\n"), (), r'mine/page\.md \(partial detail\):3: partial "detail" calls itself'),
    ("two partials that call each other", lambda f: (with_file("mine/detail.md", "{{> other}}\n")(f), open(f"{f}/mine/other.md", "w").write("\n{{> detail}}\n")), (),
     r'mine/page\.md \(partial other\):2: partial "detail" calls itself'),
    ("a template of 10 MB", with_file("mine/page.md", "x" * 10_000_000), (), r"mine/page\.md: .*(larger|more) than"),
    ("a template that is not UTF-8", lambda f: (without_file("mine/page.md")(f), open(f"{f}/mine/page.md", "wb").write(b"a\xff\n")), (), r"mine/page\.md: not UTF-8"),
    ("no template for the format", without_file("mine/page.md"), (), r'style "mine" cannot be shown so \(no \S*mine/page\.md\)'),
    ("no layout for the dialect", with_file("mine/x", ""), ("--dialect", "exact"), r'style "mine" cannot be shown so \(no \S*mine/page\.exact\.md\)'),
    ("a schema that is no JSON", with_file("mine/schema.json", '{\n "type":\n}\n'), (), r"mine/schema\.json: not JSON: .*line 3"),
    ("a schema without properties", with_file("mine/schema.json", '{ "type": "object" }'), (), r'mine/schema\.json: a schema needs an object "properties"'),
    ("a schema of an unknown type", *bad_schema('"rating": { "type": "integer"', '"rating": { "type": "stars"', '"rating" has a type that is none of ')),
    ("a nested schema of an unknown type", *bad_schema('"findings": {', '"findings": { "items": { "type": "text" }, "x": 1 }, "z": {', '"findings" has a type that is none of ')),
    ("a required field that is none", *bad_schema('"required": ["title"', '"required": ["titel"', 'required "titel" is no property')),
    ("bounds the wrong way round", *bad_schema('"maximum": 5', '"maximum": 0', '"rating" has a least value above')),
    ("a property that is no schema", *bad_schema('"rating": {', '"rating": "x", "y": {', 'property "rating" is a string, not an object')),
    ("a field with a name of the record's", with_file("mine/schema.json", SCHEMA.replace('"models"', '"model"')), (),
     r'mine/schema\.json: property "model": the record uses this name'),
    ("style.conf without a language", with_file("mine/style.conf", "about = x\n"), (), r"mine/style\.conf: no `lang = …`"),
    ("style.conf with something else", with_file("mine/style.conf", "lang = zh-Hans\norder = up\n"), (), r"mine/style\.conf:2: "),
    ("sections of an unknown kind", with_file("mine/style.conf", ASKS + "sections = method | methods\n"), (), r'mine/style\.conf: `sections` names "methods": there are '),
    ("more sections than questions", with_file("mine/style.conf", ASKS + "sections = method | other | other\n"), (), r"mine/style\.conf: `sections` has 3 parts and `ask` 2"),
    ("sections of one question", with_file("mine/style.conf", "lang = zh-Hans\nreads = fulltext\nsections = method\n"), (), r"mine/style\.conf: `sections` has 1 parts and `ask` 0"),
    ("no prompt", without_file("mine/prompt.txt"), (), r'no style "mine"'),
    ("no schema", without_file("mine/schema.json"), (), r"mine/schema\.json: "),
    ("front matter with an unknown field", with_file("mine/front.conf", "# mine\ntitle = {{titel}}\n"), (), r"mine/front\.conf:2: .*unknown field \{\{titel\}\}"),
    ("front matter with a paper's field", with_file("mine/front.conf", "title = {{title}}\n"), (), r"mine/front\.conf:1: .*unknown field \{\{title\}\}"),
    ("papers inside papers", with_file("mine/page.md", HEAD + "{{#papers}}\n{{#title}}{{#papers}}x{{/papers}}{{/title}}\n{{/papers}}\n"), (), r"mine/page\.md:4: \{\{#papers\}\} inside"),
    ("papers inside papers, by a partial", with_file("mine/detail.md", "x\n{{#papers}}x{{/papers}}\n"), (), r"mine/page\.md \(partial detail\):2: \{\{#papers\}\} inside"),
    ("an empty page", with_file("mine/page.md", ""), (), r"mine/page\.md: it is empty"),
    ("an empty prompt", with_file("mine/prompt.txt", " \n"), (), r"mine/prompt\.txt: it is empty"),
    ("front matter with a name twice", with_file("mine/front.conf", "title = x\ntitle[] = y\n"), (), r'mine/front\.conf:2: "title" stands there already'),
    ("front matter with a name that is none", with_file("mine/front.conf", "ti: tle = x\n"), (), r'mine/front\.conf:1: "ti: tle" is no name'),
    ("a style sheet that ends early", with_file("mine/page.css", "a {}\n</STYLE><script>x</script>\n"), ("--format", "html"), r'mine/page\.css:2: '),
    ("front matter that is no line", with_file("mine/front.conf", "\ntitle\n"), (), r"mine/front\.conf:2: not `name = value`"),
    ("front matter with an open tag", with_file("mine/front.conf", "title = {{date\n"), (), r"mine/front\.conf:1: "),
    ("a language without words", with_file("mine/x", ""), ("--lang", "xx"), r'no page words for the language "xx"'),
    ("a language without a word that the page uses", with_file("words/xx.conf", "summary = S\n"), ("--lang", "xx"), r'/front\.conf:2: .*the page words have no "digest"'),
    ("words that are none", with_file("words/zh-Hans.conf", "# mine\nsummary\n"), (), r"words/zh-Hans\.conf:2: not `name = value`"),
)


def faults():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Journal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/feed.xml"
    for name, make, more, what in FAULTS:
        h = Home()
        os.mkdir(f"{h.folder}/t")
        make(f"{h.folder}/t")
        page = "page.html" if "html" in more else "page.md"
        Journal.asked.clear()
        r = h.run("mine", "--templates", "t", "--input", url, "-o", page, *more)
        case(f"{name}: said, before the first request", r.status == 2 and re.search(what, r.msg) and len(r.msg.splitlines()) == 1, said(r))
        case(f"{name}: nothing was fetched, asked, stored or written",
             not Journal.asked and h.asked() == [] and not os.path.exists(f"{h.folder}/s.db") and not os.path.exists(f"{h.folder}/{page}"))
        listed = run("styles", "--templates", "t", cwd=h.folder)
        if "no style" in what or "cannot be shown" in what or "--lang" in more:
            continue
        case(f"{name}: digest styles tells it", listed.status == 3 and re.search(what, listed.text) and re.search(what, listed.msg) and
             re.search("(?m)^(brief|qa) ", listed.text), said(listed))
    h = Home()
    r = h.run("footnote", "--input", url)
    case("this server would have seen it", Journal.asked == ["/feed.xml"], said(r))
    server.shutdown()


# ---- digest styles ----

def list_of_styles():
    h = Home()
    r = run("styles", cwd=h.folder)
    names = [x.split()[0] for x in r.text.splitlines()]
    case("digest styles lists them", r.status == 0 and r.err == b"" and names == sorted(STYLES), said(r))
    case("with what each is, and its formats", all(re.match(rf"{n} +\S.*: md\b.*\bjson", x) for n, x in zip(names, r.text.splitlines())), r.text)
    case("nothing is made for it", sorted(os.listdir(h.folder)) == ["answers.json", "in.jsonl", "s.py"], os.listdir(h.folder))
    for style in STYLES:
        with open(f"{ROOT}/templates/{style}/schema.json", encoding="utf-8") as f:
            wanted = json.load(f)["properties"]
        with open(f"{ROOT}/templates/{style}/prompt.txt", encoding="utf-8") as f:
            prompt = f.read()
        second = f"{ROOT}/templates/{style}/prompt.abstract.txt"
        if style in NEEDS_TEXT:
            with open(second, encoding="utf-8") as f:
                both = prompt + "prompt without the whole text:\n" + f.read()
        r = run("styles", style, cwd=h.folder)
        shown = re.findall(r"(?m)^  (\w+): ([\w ]+?)(?:, may be missing)? - (.*)$", r.text)
        equal(f"digest styles {style}: its fields, their types, what they are", [(k, t.split()[0], d) for k, t, d in shown],
              [(k, v["type"], v["description"]) for k, v in wanted.items()])
        case(f"digest styles {style}: its prompt, language and folder", r.status == 0 and r.text.endswith("prompt:\n" + (both if style in NEEDS_TEXT else prompt)) and "\nlanguage: zh-Hans\n" in r.text and
             re.search(rf"(?m)^folder: .*templates/{style}$", r.text), said(r))
        case(f"{style}: the prompt asks for exactly the schema's fields",
             all(f'"{k}"' in prompt for k in wanted) and set(re.findall(r'(?m)^- "(\w+)"', prompt)) - {"answer", "points", "closing"} == set(wanted), prompt)
    for words, what in ((("nothing",), 'no style "nothing"'), (("notes", "qa"), "one style at a time"), (("../notes",), 'no style "../notes"')):
        r = run("styles", *words, cwd=h.folder)
        case(f"digest styles {' '.join(words)}: an error", r.status == 2 and what in r.msg and r.out == b"", said(r))
    # A user's own folder adds and overrides.
    base = f"{h.folder}/.config/digest/templates"
    shutil.copytree(f"{ROOT}/templates/brief", f"{base}/mine")
    shutil.copytree(f"{ROOT}/templates/brief", f"{base}/qa")
    with open(f"{base}/qa/style.conf", "w", encoding="utf-8") as f:
        f.write("lang = zh-Hans\nabout = not what it was\n")
    r = run("styles", cwd=h.folder)
    case("a user's folders add and override", r.status == 0 and [x.split()[0] for x in r.text.splitlines()] == sorted((*STYLES, "mine")) and
         re.search("(?m)^qa +not what it was: ", r.text), said(r))
    shutil.copytree(f"{ROOT}/templates/brief", f"{h.folder}/t/qa")
    r = run("styles", "--templates", "t", "qa", cwd=h.folder)
    case("--templates is stronger", "a line a paper" in r.text and re.search(r"(?m)^folder: t/qa$", r.text), said(r))


# ---- templates/README.md ----

def manual():
    with open(f"{ROOT}/templates/README.md", encoding="utf-8") as f:
        text = f.read()
    folder = scratch()
    os.mkdir(f"{folder}/mine")
    files = re.findall(r"(?ms)^`(mine/[\w.]+)`[^\n]*(?:\n[^\n`]+[^\n]*)*?:\n\n```\w*\n(.*?)^```$", text)
    equal("the README's style has its files", [n for n, _ in files], [f"mine/{x}" for x in ("style.conf", "prompt.txt", "schema.json", "page.md", "use.md")])
    for name, content in files:
        with open(f"{folder}/{name}", "w", encoding="utf-8") as f:
            f.write(content)
    record = next(b for b in re.findall(r"(?ms)^```json\n(.*?)^```$", text) if b.startswith('{"id"'))
    with open(f"{folder}/papers.jsonl", "w", encoding="utf-8") as f:
        f.write(record)
    commands = [c.split() for b in re.findall(r"(?ms)^```sh\n(.*?)^```$", text) for c in b.splitlines()]
    equal("its commands", [c[:2] for c in commands], [["digest", "styles"], ["digest", "render"]])
    for words in commands:
        r = run(*words[1:], cwd=folder)
        case(f"the README's {' '.join(words[:2])}", r.status == 0 and r.err == b"" and r.text, said(r))
        if words[1] == "render":
            equal("prints what the README says", r.text, re.search(r"(?ms)^```markdown\n(.*?)^```$", text)[1])
    snippets = re.findall(r"(?m)^\| `(\{\{.*?)` \| `(.*)` \|$", text)
    case("the language's examples are there", len(snippets) >= 10, snippets)
    for template, prints in snippets:
        with open(f"{folder}/mine/page.text", "w", encoding="utf-8") as f:
            f.write("{{#papers}}\n" + template + "\n" + ("<%/papers%>" if "<%" in template else "{{/papers}}") + "\n")
        r = run("render", "--templates", ".", "--style", "mine", "--format", "text", "papers.jsonl", cwd=folder)
        equal(f"the README's {template}", r.text, prints + "\n")

    # The names are those of the program's rows, and of the record's fields.
    source = ""
    for of in ("page", "paper"):
        with open(f"{ROOT}/src/render/{of}_fields.c", encoding="utf-8") as f:
            source += f.read()
    rows = {}
    for table, body in re.findall(r"(?ms)^static const struct field_row (\w+)\[\] = \{(.*?)^\};", source):
        rows[table] = set(re.findall(r'\{ "(\w+)",', body))
    equal("rows of names are found", sorted(rows), ["page_names", "paper_names"])
    names = text.partition("\n## The names\n")[2]
    for what, table, section in (("page", "page_names", names.partition("Of a paper:")[0]), ("paper", "paper_names", names.partition("Of a paper:")[2])):
        told = {w for row in re.findall(r"(?m)^\| ([^|]*) \|", section) for w in re.findall(r"`(\w+)(?:\.KEY|\.NAME)?`", row)}
        equal(f"every name of a {what} is in the README", sorted(rows[table] - told), [])
        with open(f"{ROOT}/src/paper/fields.c", encoding="utf-8") as f:
            fields = set(re.findall(r'\{ "(\w+)"', f.read()))
        equal(f"and no other, of a {what}", sorted(told - rows[table] - (fields if what == "paper" else set())), [])
    table = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*?) \| .* \|$", text.partition("## The language")[0]))
    equal("every style is in the README", sorted(table), sorted(STYLES))


for part in (notes, qa, essay, gaps, contents, hostile, built, whole_way, bad_answers, faults, list_of_styles, manual):
    part()
done()
