# SPDX-License-Identifier: MIT
"""Answers with Markdown in them, pages of them, and what a reader of the built pages has to see: cmark's reading of each text.

    records(folder, style)             a file with a paper whose answer has Markdown in each text
    differences(html, root, style)     lines: what is missing, or is not the element that it has to be"""
import json
import os
import re

import lxml.html

import marks_want
from gfm_read import fold

DIALECTS = ("portable", "gfm", "hugo", "jekyll", "hexo", "eleventy", "mkdocs", "pelican", "pandoc", "docusaurus", "astro", "vitepress", "honkit", "zola")
PAPER = {"version": 1, "title": "Lamps for quiet harbours", "authors": [{"name": "Nora Vennick"}], "abstract": "We put lamps into harbours. It is quiet at night.",
         "categories": ["cs.CL"], "link": "https://arxiv.org/abs/2611.00001", "announced": "2026-11-20", "announce_type": "new"}
INLINE = ["**要点**：说明", "**要点：**说明", "提出的**“概念”**的方法", "甲**（乙）**和**《丙》**、丁", "**GPT-4(turbo)**模型", "用 `foo_bar(x)` 与 `a*b` 和 *强调*", "**粗 *斜* 体**与***两者***",
          "**$x_1$**是 $a_1*b_2$ 的", "价 \\$5，\\*号，[链接](https://example.org/x)与<b>标签</b>", "AT&amp;T 与 `{{ x }}`、`a|b`", "“**引号**”里，（**括号**）里", "1. 不是**列表**", "后面是**粗**"]
BLOCKS = ["开头**“概念”**的一段。\n\n又一段 `code`。", "前言：\n\n- 甲**（注）**的\n- 乙\n    - 子项 *强调*\n        - 孙项 $x$\n    - 子二\n- 丙\n\n结尾。",
          "步骤：\n\n1. 先**做**\n2. 再做\n    - 细节\n3. 完\n\n完了。", "> 引文**“重点”**。\n>\n> 又一段。\n\n评论。", "## 小标题\n\n内容。\n\n### 更小的\n\n内容二。", "- 松\n\n- 散 **项**\n\n之后。",
          "代码：\n\n```python\nx = 1\nprint(x)\n```\n\n后。", "一段\n\n---\n\n二段", "- 先\n\n1. 后\n\n末。"]


def _cycle(texts):
    n = 0
    while True:
        yield texts[n % len(texts)]
        n += 1


def _answers():
    i, b = _cycle(INLINE), _cycle(BLOCKS)
    some = lambda n: [next(i) for _ in range(n)]         # noqa: E731
    essay = [dict(style="essay", headline="题", introduction=next(b), sections=[
        dict(head=next(i), paragraphs=[next(b), next(i)], points=some(3), closing=next(b)) for _ in range(3)], outlook=next(b), references=some(2)) for _ in range(2)]
    qa = [dict(style="qa", title="题", **{k: dict(answer=next(b), points=[dict(point=next(i), details=some(2))], closing=next(b))
                                       for k in ("problem", "related", "solution", "experiments", "future", "overview")})]
    notes = [dict(style="notes", title="题", abstract=next(b), background=next(b), challenges=some(5), solution=next(b), innovations=some(4), models=some(3), results=some(2),
                  findings=some(2), rating=4, recommendation=next(b)) for _ in range(3)]
    return {"essay": essay, "qa": qa, "notes": notes}


ANSWERS = _answers()
IS_BLOCKS = set(BLOCKS)


def write(folder, name, answers):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        for n, a in enumerate(answers, 1):
            f.write(json.dumps(dict(PAPER, id=f"2611.{n:05}", summary=a), ensure_ascii=False) + "\n")
    return path


def records(folder, style):
    return write(folder, f"marks-{style}.jsonl", ANSWERS[style])


def _texts(value):
    if isinstance(value, dict):
        for k, v in value.items():
            if k not in ("style", "title", "headline", "rating"):
                yield from _texts(v)
    elif isinstance(value, list):
        for v in value:
            yield from _texts(v)
    elif isinstance(value, str):
        yield value


# What Chinese punctuation keeps cmark from reading as bold: what was meant.
MEANT = {"提出的**“概念”**的方法": ["“概念”"], "甲**（乙）**和**《丙》**、丁": ["（乙）", "《丙》"], "**要点：**说明": ["要点："], "**GPT-4(turbo)**模型": ["GPT-4(turbo)"]}
MEANT_IN = {"开头**“概念”**的一段。": "“概念”", "甲**（注）**的": "（注）", "引文**“重点”**。": "“重点”"}
TAGS = {"strong": ("strong", "b"), "em": ("em", "i"), "code": ("code",), "li": ("li",), "quote": ("blockquote",), "h": ("h4", "h5", "h6")}
NOTHING = re.compile("[\u200b\u00a0]")
MATH = re.compile(r"\$[^$\u3000-\uffef]*?\$|\\\(.*?\\\)")  # no price: Chinese text follows it


def _bare(text, drawn=()):
    """Without formulas, which are drawn in many ways, or as they are DRAWN; without white space and what is never seen; quotes straight."""
    text = MATH.sub(lambda m: dict(drawn).get(m.group(), ""), NOTHING.sub("", text))
    return re.sub(r"\s+", "", text.translate({0x201c: '"', 0x201d: '"', 0x2018: "'", 0x2019: "'"}))


def _of(e):
    """E's text without formulas that were drawn."""
    parts = [e.text or ""]
    for c in e:
        drawn = isinstance(c.tag, str) and (c.tag in ("math", "mjx-container") or set((c.get("class") or "").split()) & {"math", "arithmatex", "katex", "tex"})
        parts += [_of(c) if isinstance(c.tag, str) and not drawn else "", c.tail or ""]
    return "".join(parts)


def _wanted(text):
    """(what is seen, [(kind, text)]) of one TEXT of an answer."""
    blocks = text in IS_BLOCKS
    r = marks_want.read(text, blocks)
    marks = [(kind, t) for kind, t in r.marks if kind in TAGS]
    if text in MEANT:
        return re.sub(r"\*\*", "", r.text), [("strong", t) for t in MEANT[text]]
    seen = r.text
    for part, bold in MEANT_IN.items():
        if part in text:
            marks.append(("strong", bold))
            seen = seen.replace(f"**{bold}**", bold)
    return seen, [(kind, t.replace("**", "") if kind != "code" else t) for kind, t in marks]


def differences(html, root, style, elements=True, drawn=()):
    """ELEMENTS False: the generator drops HTML, which is how code with signs of templates is written; it is text then. DRAWN: (formula, its
    line) of what is shown as text."""
    doc = lxml.html.document_fromstring(html.decode("utf-8"), parser=lxml.html.HTMLParser(encoding=None))
    place = (doc.xpath(root) or [doc.body])[0]
    whole = _bare(_of(place))
    found = {kind: [_bare(_of(e)) for e in place.iter(*tags)] for kind, tags in TAGS.items()}
    out = []
    for answer in ANSWERS[style]:
        for text in _texts(answer):
            seen, marks = _wanted(text)
            want = _bare(seen, drawn)
            if want not in whole:
                out.append(f"not seen: {want!r} of {text!r}")
            for kind, t in marks:
                t = _bare(t, drawn)
                if kind == "code" and not elements and set("{}|\\") & set(t):
                    continue
                if t and not any(t == x or (kind == "li" and x.startswith(t)) for x in found[kind]):
                    out.append(f"no {kind} {t!r} of {text!r}")
    for e in place.iter("script", "img", "table"):
        out.append(f"<{e.tag}> {_of(e)[:60]!r}")
    out += [f"a link to {e.get('href')!r}" for e in place.iter("a") if "example.org" in (e.get("href") or "")]
    return out + (["marks are left as they are"] if re.search(r"\*\*|`", whole) else [])
