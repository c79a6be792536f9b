# SPDX-License-Identifier: MIT
"""Texts as Markdown, one by one, and who reads them: nasty texts go through a dialect and are read back by the parsers
themselves. Wherever a text stands (a paragraph, a list's item, a heading, a cell, a link's text) it has to be read as exactly
what the cleaned record says, and nothing may become an element.

A style of this test's own prints each text in each place. The texts are made of pieces that mean something to somebody;
they are the same in every run, five times as many in `make check-long`."""
import json
import os
import random
import re
import shutil
import subprocess
import sys

import lxml.html

import page_tex
from gfm_read import EXTENSIONS, SPANNED, fold
from page_want import fetched, write_records
from tap import LONG, ROOT, case, done, equal, run, scratch, skip

FOLDER = scratch()
TEXTS = 400 if LONG else 80
LINK = "https://example.org/"

# ---- Texts ----

HAZARDS = r"""A|B and ||w||;[x](y) ![x](y.png);[1] [^1] ^[note] [^9];ANLS* and F*, a*b*c **b**;_it_ __init__ x_1 a_b_c _;**注意：**中文;<think> </s> x<y and a < b > c
<b>x</b> <script>alert(1)</script> <img src=x onerror=alert(1)>;<!-- x --> <!-- open;&amp; &lt; &copy; &copy &#42; R&D &a_b;;`code` one ` more;\* \_ \alpha \textit{x} 95\% end \
{{ site.title }} {{ 6*7 }} {{{ x }}};{% raw %} {% endraw %} {% foo %} {# x #};{{< figure >}} {{% notice %}};{6*7} {process.version} {a, b} {: .x} {#id} {::comment}x{:/}
[[toc]] [TOC] [[wiki|page]];[TOC];[[toc]];:smile: 1:100:1 :+1:;::: warning;::name[x];---;***;___;===;* * *;# x;#x;#;1. x;1) x;12345678901. x;- x;+ x;> x;>x;* x
``` code;~~~ code;: x;:x;*[HTML]: x;[x]: /url;[x]: /url "t";[^1]: note;~~x~~ ~10 to ~20 H~2~O;x^2 ^sup^ y^2^;==mark== ++ins++ C++ and C++;<https://x.org> <a@b.org>;https://x.org/c，中文
see www.x.org, x.org/a_b, a@b.org, @user and ftp://x.org/;!!! note;??? note;=== "Tab";--8<-- "file";-8<- x;% title;%;^;|;| a | b |;+---+---+;--- ---;--- a --- b ... c .. d;(c) (C) (r) (tm) (p) +- +/- =/= --> <-- 1/2 3/4 c/o
[ ] task;[x] task;(1) x;(a) x;a. x;a) x;iv. x;#. x;(@) x;(@x) y;A. x;I. x;p. 3;import x from 'y';export const a = 1;import this;:) :-) ;) 8-) <3 :D :/ :o (x :);$5 and $10;only $5;US$5 与 $3
\( x;\) x;\begin{a} b \end{a};\ref{x} and \eqref{y};\$5 \\ \[;a\b;<<x>> >> <<;"quoted" 'single' it's;.. ,, ???? !!!!;//x.org/y and a//b;C#;# 1 #2 C#7;a: b;k: [x];f:x[1] :x{y};@[x](y) [@x] @x;{x}{y}[z]{.w}
++ctrl++;==x;=x=;+;-;=;:;!;?;>;.;1.;1);..;...;---x;-x;+x;[;];{;};(;);<;&;\;*;_;~;`;@;$;{-- x --} {++ y ++} {~~ a~>b ~~} {>> c <<} {== d ==};a:b:c;::;10:30;a -- b;a---b;1st 2nd;x <y> z
|a|b| c;a || b;{% include x.html %};<% x %> <%= y %>;${x} #{y};%%x%%;((x));[x]{y};[x][y];[x] (y);](y);![;!x;~;^x;==;++;--;::x;;x;, x;don't 'n' "";a'b"c;<a href="x">y</a>;</div>;<?php ?>;<![CDATA[x]]>;&#;&#x;&;;""".replace("\n", ";")
HAZARDS = [h for h in re.split(r";(?=\S)", HAZARDS) if h.strip()]

PIECES = ["*", "_", "~", "`", "$", "\\", "<", ">", "&", "[", "]", "|", ":", ".", "@", "#", "!", "^", "(", ")", "-", "+", "=", "{", "}", "'", '"', "/",
          ";", ",", "?", "%", "0", "1", "9", "a", "b", "w", "x", "c", "o", "中", "。", "，", "é", " ", " ", " ", " ", " ", " ", "**", "__", "``", "```", "~~",
          "](", "![", "[x]", "[x]:", "[ ] ", "<b>", "</b>", "<!--", "-->", "<a@b.c>", "http://", "https://x.org/", "www.", "x.org", "/a_b", "(c)",
          "a@b.org", "@user", "&amp;", "&#42;", "&copy", "1.", "1)", "- ", "+ ", "# ", "> ", "---", "===", ":smile:", "#12", "<?", "{{", "}}", "{%", "%}",
          "{#", "{: .x}", "{::", "^[", "[^", "==", "++", "--", "...", "(tm)", "+-", ":)", "$5", "\\(", "\\)", "\\alpha", "\\%", "word", " and ", "文字"]


def random_texts(n):
    r = random.Random(20240301)
    for _ in range(n):
        yield "".join(r.choice(PIECES) for _ in range(r.choice((1, 2, 3, 4, 6, 9, 15, 30))))


FORMULAS = [r"$x_1$ and $y^*$", r"$\mathbf{x}_{i}$与$\mathbf{y}_{j}$", r"the $95\%$ of $p(y|x)$", r"$\frac{{a}}{{b}}$ or \(a_1*b\)", r"\[E=mc^2\] and $$a<b>c$$",
            r"$\sim$10 and 10$\times$ and $7$$\times$$7$", r"$\{x\}$ $a\,b$ $f'(x)$ $x''$", r"$\textsf{A($\lambda$)}$", r"$5 and $10, $x$ of $3", r"$\|w\|_2 ~ 5$",
            r"$a$b$c$", r"$x$$y$z", r"$\operatorname{argmin}_x f$ 与 $\begin{matrix}1&2\\3&4\end{matrix}$", r"[0,1) is $[0,1)$ and $f[x]$", r"$a_{i,j}$,$b$", r"# $x$", r"$x$ #", r"1. $x$", r"- $\alpha$",
            r"$:smile:$ $a:b:c$ $f:X:Y$", r"$x@y$ $a!b$ $(c)$ $a--b$", r"$a...b$ and $a\ldots b$", r"$`x`$", r"$x$ costs US$5 and $y$", r"$5$与$10$", r"\(a[1](b)\) [x](y)"]

# ---- The page ----

PAGE = """{{#papers}}
## Q{{number}}

{{title}}

- {{title}}

| a | b | c |
| --- | --- | --- |
| {{title}} | [{{title}}](%s) | x {{title}} y |

### {{title}}

{{/papers}}
""" % LINK
PLACES = ("p", "li", "td", "a", "td in", "h3")


def make_style():
    folder = os.path.join(FOLDER, "templates", "probe")
    os.makedirs(folder)
    for name, text in (("style.conf", "lang = zh-Hans\n"), ("prompt.txt", "x\n"), ("page.md", PAGE),
                       ("schema.json", '{"type": "object", "properties": {"tldr": {"type": "string"}}, "required": ["tldr"]}')):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write(text)
    return os.path.dirname(folder)


TEMPLATES = make_style()


def rendered(dialect, math, path):
    r = run("render", "--store", "none", "--templates", TEMPLATES, "--style", "probe", "--dialect", dialect, "--front-matter", "none", "--math", math, path)
    case(f"{dialect}, {math}: a page", r.status in (0, 3) and r.out, r.msg)
    return r.text


class Texts:
    """Texts as records, cleaned, in the page's order."""

    def __init__(self, name, texts):
        records = [{"id": f"2401.{i + 1:05}", "title": t} for i, t in enumerate(texts) if fold(t)]
        self.path = write_records(name + ".jsonl", records, FOLDER)
        r = run("render", "--format", "json", "--store", "none", self.path)
        self.want = [fold(json.loads(line)["title"]) for line in filter(None, r.text.split("\n"))]


# ---- Reading back ----

def quotes(text, smart=False):
    """Curled quotes as they were. SMART: pandoc moves blanks out of them, and puts a hard one behind "p."."""
    for signs, sign in (("“”„‟", '"'), ("‘’‚‛", "'"), ("\u00a0" if smart else "", " ")):
        for c in signs:
            text = text.replace(c, sign)
    return re.sub(r" *(['\"]) *", r"\1", text) if smart else text


def is_math(e):
    return e.tag in ("eq", "eqn") or set((e.get("class") or "").split()) & {"math", "arithmatex", "math-inline"}


def text_of(node, faults, link=None):
    """NODE's text; what is no text of a record's is a fault. LINK: the address of the one link that belongs there."""
    out = [node.text or ""]
    for e in node:
        if not isinstance(e.tag, str):
            pass                                       # "<!-- raw HTML omitted -->"
        elif is_math(e):
            drawn = e.xpath(".//*[local-name()='annotation']")
            tex = (drawn[0] if drawn else e).text_content().strip()
            out.append(page_tex.OPEN + (tex[2:-2] if tex[:2] == r"\(" else tex) + page_tex.CLOSE)
        elif e.tag == "span" and not e.attrib and not len(e) and (e.text in SPANNED or e.text == "\\"):
            out.append(e.text)
        elif e.tag == "a" and link and e.get("href") == link:
            out.append(text_of(e, faults))
        elif e.tag == "a" and not link and set(e.attrib) <= {"href", "class"} and goes_there(e):
            out.append(text_of(e, faults))
        else:
            faults.append(f"<{e.tag}> {dict(e.attrib)}")
            out.append(e.text_content())
        out.append(e.tail or "")
    return "".join(out)


def goes_there(e):
    text, href = e.text_content(), e.get("href") or ""
    plain = lambda s: re.sub(r"%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), s)
    return plain(href).rstrip("/") == plain(text if re.match("(?i)https?:", text) else "http://" + text).rstrip("/")


def places(blocks):
    """The six places of a text among the BLOCKS that follow its heading: {place: element}."""
    kinds = [b.tag for b in blocks]
    if kinds != ["p", "ul", "table", "h3"]:
        return f"the blocks are {kinds}: {[b.text_content()[:40] for b in blocks]}"
    p, ul, table, h3 = blocks
    rows = table.xpath(".//tr")
    if len(ul) != 1 or len(rows) != 2 or len(rows[1]) != 3:
        return f"{len(ul)} items, {len(rows)} rows, {len(rows[-1])} cells"
    li = ul[0][0] if len(ul[0]) == 1 and ul[0][0].tag == "p" and not fold(ul[0].text or "") else ul[0]
    return dict(zip(PLACES, (p, li, rows[1][0], rows[1][1], rows[1][2], h3)))


def read_back(html, n):
    """(the places or what is wrong, a text each)"""
    body = lxml.html.document_fromstring(b'<meta charset="utf-8"><body>' + html, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)).find("body")
    groups, blocks = [], []
    for e in body.iter("h2", "p", "ul", "table", "h3", "ol", "dl", "pre", "blockquote", "hr", "h1", "h4", "div", "script", "img", "details"):
        if any(a in blocks for a in e.iterancestors()):
            continue
        if e.tag == "h2" and re.fullmatch(r"Q\d+", fold(e.text_content())):
            blocks = []
            groups.append(blocks)
        elif e.tag != "div" or e.attrib:
            blocks.append(e)
    return [places(b) for b in groups] if len(groups) == n else f"{len(groups)} texts of {n}"


def same(seen, want, keep):
    """KEEP: "exact", "rewritten", or "mixed": rewritten for a script where that would see typography."""
    if keep == "mixed":
        drawn = seen.replace(r"\(", page_tex.OPEN).replace(r"\)", page_tex.CLOSE)
        return same(seen, want, "exact") or same(drawn, want, "rewritten")
    return seen == want or (keep and page_tex.same_text(seen, want, keep == "exact"))


def differences(html, texts, keep, smart):
    """KEEP: how mathematics is kept, see same(); None: it is text."""
    read = read_back(html, len(texts.want))
    if isinstance(read, str):
        return [read]
    differ = []
    for group, want in zip(read, texts.want):
        if isinstance(group, str):
            differ.append(f"{want!r}: {group}")
            continue
        for place, e in group.items():
            faults = []
            seen = quotes(fold(text_of(e, faults, LINK if place == "a" else None)), smart)
            record = quotes(f"x {want} y" if place == "td in" else want, smart)
            if not same(seen, record, keep):
                faults.append(f"seen   {seen!r}")
            if faults:
                differ.append(f"{place}: {want!r}: " + "; ".join(faults))
                break
    return differ


# ---- Readers: Markdown to HTML; None: it is not here ----

def command(*argv):
    def read(markdown):
        if not shutil.which(argv[0]):
            return None
        r = subprocess.run(argv, input=markdown.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return r.stdout if r.returncode == 0 else b"<p>" + r.stderr[:300]
    return read


def python_markdown(*extensions):
    def read(markdown):
        try:
            import markdown as m
            import pymdownx  # noqa: F401
        except ImportError:
            return None
        configs = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.tabbed": {"alternate_style": True}}
        return m.markdown(markdown, extensions=list(extensions), extension_configs={k: v for k, v in configs.items() if k in extensions}).encode()
    return read


def kramdown(options):
    script = f"require 'kramdown'; require 'kramdown-parser-gfm'; print Kramdown::Document.new(STDIN.read.force_encoding('utf-8'), {{{options}}}).to_html"
    there = subprocess.run(["ruby", "-e", "require 'kramdown-parser-gfm'"], stderr=subprocess.DEVNULL).returncode == 0 if shutil.which("ruby") else False
    return command("ruby", "-e", script) if there else lambda markdown: None


def hugo(markdown):
    if not shutil.which("hugo"):
        return None
    site = scratch()
    for name, text in (("config.toml", 'baseURL = "http://x/"\ntitle = "T"\nenableEmoji = true\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]\n'),
                       ("content/x.md", '---\ntitle: "x"\n---\n' + markdown), ("layouts/_default/single.html", "{{ .Content }}"), ("layouts/index.html", "x")):
        os.makedirs(os.path.dirname(os.path.join(site, name)), exist_ok=True)
        with open(os.path.join(site, name), "w", encoding="utf-8") as f:
            f.write(text)
    r = subprocess.run(["hugo", "-s", site, "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = os.path.join(site, "public", "x", "index.html")
    return open(out, "rb").read() if r.returncode == 0 and os.path.exists(out) else b"<p>" + r.stdout[:300]


def node(name):
    """A parser from npm, where tests/generators has installed them."""
    folder = os.path.join(os.environ.get("GENERATORS", os.path.join(ROOT, "build", "generators")), "parsers")
    there = shutil.which("node") and os.path.isdir(os.path.join(folder, "node_modules"))
    return command("node", os.path.join(ROOT, "tests", "tools", "readers.mjs"), folder, name) if there else lambda markdown: None


CMARK = command("cmark-gfm", "--unsafe", *(x for name in EXTENSIONS for x in ("-e", name)))
EXTRA = ("abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc", "admonition", "meta")
MATERIAL = tuple(x for x in EXTRA if x not in ("fenced_code", "meta")) + tuple("pymdownx." + x for x in (
    "betterem", "caret", "mark", "tilde", "critic", "details", "emoji", "highlight", "inlinehilite", "keys", "magiclink", "smartsymbols", "snippets", "superfences",
    "tasklist", "tabbed", "arithmatex")) + ("smarty", "wikilinks", "sane_lists")
READERS = [
    ("cmark-gfm", CMARK, ("gfm", "portable")),
    ("Python-Markdown, extra", python_markdown(*EXTRA), ("pelican", "mkdocs", "portable")),
    ("Python-Markdown, all that Material sites turn on", python_markdown(*MATERIAL), ("mkdocs", "portable")),
    ("pandoc", command("pandoc", "-f", "markdown-smart", "-t", "html", "--wrap=none", "--mathjax"), ("pandoc", "portable")),
    ("pandoc, smart", command("pandoc", "-f", "markdown", "-t", "html", "--wrap=none", "--mathjax"), ("portable",)),
    ("kramdown", kramdown("input: 'kramdown'"), ("jekyll", "portable")),
    ("kramdown, GFM", kramdown("input: 'GFM'"), ("jekyll", "portable")),
    ("hugo", hugo, ("hugo", "portable")),
    ("marked", node("marked"), ("hexo", "portable")),
    ("markdown-it with 12 plugins", node("markdown-it"), ("vitepress", "eleventy", "portable")),
    ("markdown-it", node("markdown-it-plain"), ("eleventy", "portable")),
    ("markdown-it with texmath", node("markdown-it-math"), ("portable",)),
    ("remark-gfm", node("remark"), ("astro", "portable")),
    ("remark-gfm, remark-math", node("remark-math"), ("portable",)),
    ("remark-gfm, directives", node("remark-directive"), ("docusaurus",)),
    ("mdx", node("mdx"), ("docusaurus", "astro")),
]


def test_can_fail(name, reader, dialect, texts):
    """What is not written as references is misread."""
    raw = re.sub(r"(?:<span>)?&#(\d+);(?:</span>)?", lambda m: chr(int(m[1])), rendered(dialect, "text", texts.path))
    html = reader(raw)
    differ = html and differences(html, texts, None, "smart" in name)
    if html is not None:
        case(f"{name}: the same without references is misread", differ, "nothing differs")


def main():
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    nasty = Texts("nasty", HAZARDS + list(random_texts(TEXTS)))
    formulas, few = Texts("formulas", FORMULAS), Texts("few", HAZARDS[:9])
    for name, reader, dialects in READERS:
        for dialect in dialects:
            if only not in name + " " + dialect:
                continue
            how = "mixed" if dialect == "astro" else "rewritten" if dialect in ("gfm", "portable", "mkdocs", "pandoc") else "exact"
            for what, texts, math, keep in (("texts", nasty, "text", None), ("texts with what may be mathematics", nasty, "keep", how),
                                            ("formulas", formulas, "keep", how)):
                html = reader(rendered(dialect, math, texts.path))
                if html is None:
                    skip(f"{name} reads {dialect}", "it is not installed")
                    break
                differ = differences(html, texts, keep, "smart" in name)
                if dialect == dialects[0] and keep is None:
                    test_can_fail(name, reader, dialect, few)
                case(f"{name} reads {dialect}: {len(texts.want)} {what}", not differ, f"{len(differ)} differ\n" + "\n".join(differ[:30]))
    done()


if __name__ == "__main__":
    main()
