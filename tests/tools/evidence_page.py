# SPDX-License-Identifier: MIT
"""Answers whose figures and works have their place in the paper, pages of them, and what has to be on the built pages: each is a link to
its place, and nothing else of the page is another one than without them.

    records(folder, style, evidence)          a file with papers whose answers have them, or the same answers without
    differences(html, plain, root, style)     lines: what is wrong with a built page, PLAIN being the same without evidence"""
import json
import os
import re
from collections import Counter

import lxml.html

import marks_page

# {} is a figure, <…> a work. What stands beside them is what readers of Markdown make something of.
INLINE = ["**要点**：准确率 {}，高于 {}", "{}", "**{}** 与 *{}*、**提升{}**", "看！{}", "列[{}]与({}){{注}}[^1]", "[{}](https://example.org/x) 和 {}", "见 `x = 74.4` 与 {}（表 1）",
          "公式 $a_{{74.4}} = 12.5$ 之后 {}", "AT&amp;T 的 {}|右边", "提升{}_下划_{}", "{}: 冒号；{}", "1. {} 在前", "“{}”里，（{}）里", "约 {}~{} 之间", "{}<b>标签</b>{}", "{} {}",
          "@{}#{}", "**的{}“概念”**的{}", "\\*{}\\*", "{}{{% if %}}{}", "{{{{ {} }}}}", "<{}>", "{}。{}！{}？", ":{}: 与 www.example.org/{}"]
BLOCKS = ["开头 {}。\n\n又一段 `74.4` 与 **{}**。", "前言 {}：\n\n- 甲 {}\n- **乙**（{}）\n    - 子项 *{}*\n- {}\n\n结尾 {}。", "步骤：\n\n1. {}\n2. 再 {}\n\n完 {}。", "> 引文 {}。\n\n## 标题\n\n{}"]
WORKS = ["<Doe et al., 2020> 先做了", "<“Lamps for Quiet Harbours, Revisited”>与<Roe和Poe（2019）>", "[<Zoe et al. (2021)>] 之后 {}", "**<Ngo等人（2018）>**"]
FIGURES = ["%.1f%%", "%.2f", "%d,%03d", "%.1f 个百分点", "%d 万", "-%.1f", "%.1f×", "$%d"]


class Made:
    def __init__(self, style, reads):
        self.style, self.reads, self.n, self.evidence, self.want = style, reads, 0, [], Counter()

    def _figure(self):
        self.n += 1
        form = FIGURES[self.n % (len(FIGURES) - 1)]
        return form % ((100 + self.n, 7) if form.count("%d") + form.count("%03d") == 2 else 100 + self.n if "%d" in form else 200.4 + self.n)

    def _note(self, field, text, work):
        anchor = f"p.{self.n % 9 + 1}" if self.reads == "pdf" else f"bib.bib{self.n}" if work else f"S{self.n % 7}.T{self.n}"
        base = "https://arxiv.org/pdf/{}v1#page=" if self.reads == "pdf" else "https://arxiv.org/html/{}v1#"
        places = [anchor]
        e = {"field": field, "work" if work else "figure": text, "anchor": anchor, "quote": f"a \"quote\" <b>{text}</b> & more"}
        if not work and self.n % 5 == 0:
            second = "p.3" if self.reads == "pdf" else "S9.T9"
            e.update(derived="difference", second={"anchor": second, "quote": "another"})
            places.append(second)
        self.evidence.append(e)
        for k, a in enumerate(places):
            self.want[(text if k == 0 else "†", base + a.removeprefix("p."))] += 1

    def text(self, field, pattern):
        """PATTERN with figures; in evidence a text's figures come before its works, and a line's before the next line's."""
        out = []
        for line in pattern.split("\n"):
            figures = []

            def put(m):
                figure = self._figure()
                if not m.group(1):          # one within an address is a part of it
                    figures.append(figure)
                return m.group(1) + figure
            line = re.sub(r"(www\.[a-z./]*)?\{\}", lambda m: put(re.match(r"(.*?)\{\}$", m.group(0))), line).replace("{{", "{").replace("}}", "}")
            for f in figures:
                self._note(field, f, False)
            for w in re.findall(r"<((?:[A-Z“])[^<>]*)>", line):
                self.n += 1
                self._note(field, w, True)
                line = line.replace(f"<{w}>", w)
            out.append(line)
        return "\n".join(out)


def _cycle(texts):
    n = 0
    while True:
        yield texts[n % len(texts)]
        n += 1


def _answer(style, reads, i, b, w):
    m = Made(style, reads)
    t = m.text
    if style == "notes":
        y = dict(title="题", abstract=t("abstract", next(b)), background=t("background", next(b)), challenges=[t("challenges", next(i)) for _ in range(6)],
                 solution=t("solution", next(b)), innovations=[t("innovations", next(i)) for _ in range(6)], models=[t("models", next(i)) for _ in range(6)],
                 results=[t("results", next(i)) for _ in range(6)], findings=[t("findings", next(i)) for _ in range(6)], rating=4, recommendation=t("recommendation", next(b)))
    elif style == "qa":
        y = dict(title="题", **{k: dict(answer=t(k, next(b)), points=[dict(point=t(k, next(i)), details=[t(k, next(i)), t(k, next(w) if k == "related" else next(i))])],
                                       closing=t(k, next(b))) for k in ("problem", "related", "solution", "experiments", "future", "overview")})
    else:
        y = dict(headline="题", introduction=t("introduction", next(b)), sections=[
            dict(head=t("sections", next(i)), paragraphs=[t("sections", next(b)), t("sections", next(i))], points=[t("sections", next(i)) for _ in range(3)],
                 closing=t("sections", next(b))) for _ in range(3)], outlook=t("outlook", next(b)), references=[t("references", next(w)) for _ in range(4)])
    return dict(y, style=style, reads=reads, reads_version=1), m


def _answers():
    i, b, w = _cycle(INLINE), _cycle(BLOCKS), _cycle(WORKS)
    return {style: [_answer(style, reads, i, b, w) for reads in ("html", "pdf")] for style in ("notes", "qa", "essay")}


ANSWERS = _answers()


def records(folder, style, evidence=True):
    path = os.path.join(folder, f"evidence-{style}-{'with' if evidence else 'without'}.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        for n, (y, m) in enumerate(ANSWERS[style], 1):
            y = dict(y, evidence=m.evidence) if evidence else y
            f.write(json.dumps(dict(marks_page.PAPER, id=f"2611.{n:05}", summary=y), ensure_ascii=False) + "\n")
    return path


def wanted(style):
    """{(text, address): how often}, of all papers of the page."""
    out = Counter()
    for n, (_, m) in enumerate(ANSWERS[style], 1):
        for (text, url), k in m.want.items():
            out[(fold(text), url.format(f"2611.{n:05}"))] += k
    return out


def fold(text):
    return re.sub("[\u200b\\s]+", "", text.translate({0x201c: '"', 0x201d: '"', 0x2019: "'", 0x2018: "'", 0xa0: " "}))


def place_of(html, root):
    doc = lxml.html.document_fromstring(html.decode("utf-8"), parser=lxml.html.HTMLParser(encoding=None))
    return (doc.xpath(root) or [doc.body])[0]


def _text(place):
    return re.sub(r"·有出处\d+", "", fold(place.text_content())).replace("†", "")


def differences(html, plain, root, style):
    out, a, b = [], place_of(html, root), place_of(plain, root)
    links = Counter((fold(e.text_content()), e.get("href")) for e in a.iter("a") if re.match(r"https://arxiv\.org/(html|pdf)/.*#", e.get("href") or ""))
    want = wanted(style)
    out += [f"no link {k[0]!r} to {k[1]}" for k in want - links] + [f"a link {k[0]!r} to {k[1]}" for k in links - want]
    x, y = _text(a), _text(b)
    if x != y:
        at = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), min(len(x), len(y)))
        out.append(f"another text: {x[max(0, at - 30):at + 40]!r}, without evidence {y[max(0, at - 30):at + 40]!r}")
    tags = [Counter(e.tag for e in p.iter() if isinstance(e.tag, str) and e.tag not in ("a", "span")) for p in (a, b)]
    if tags[0] != tags[1]:
        out.append(f"other elements: {tags[0] - tags[1]} {tags[1] - tags[0]}")
    # Some generators make a heading's own anchor of its text, the dagger too.
    others = [[e.get("href") for e in p.iter("a") if not (e.get("href") or "").startswith("#")] for p in (a, b)]
    left = Counter(others[0]) - Counter(url for (_, url), k in want.items() for _ in range(k))
    if left != Counter(others[1]):
        out.append(f"other links: {left - Counter(others[1])} {Counter(others[1]) - left}")
    return out
