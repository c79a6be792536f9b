# SPDX-License-Identifier: MIT
"""The cases of one of npm's generators: look("hexo") builds each of its set-ups (npm_sites.py) and reads the pages back. Every row has
three cells, every reference goes to its details and back, the text is the record's, field by field; nothing is run, no element is there
that a record asked for; KaTeX and MathJax say of a page's TeX nothing that they do not say of the record's."""
import json
import os
import subprocess

import npm_sites
import page_read
import page_sources
import page_tex
from npm_sites import GENERATORS, LEAK, SECRET
from tap import ROOT, case, done, skip

NUMBER = 1234321 * 3                                   # nobody writes it, but who multiplies
RUN = f"process.getBuiltinModule('fs').writeFileSync('{npm_sites.RAN}', '')"
THROUGH = f'constructor("return {RUN.replace(chr(39), chr(92) + chr(39))}")()'

FEW = ("own", "torture", "hazards-1", "sample-1", "plain")

# What these generators and their parsers take for their own.
HOSTILE = [
    # templates: Nunjucks, Liquid, EJS, Vue, MDX, and code in them
    "{{ 1234321 * 3 }}", "{{ process.version }}", "{{ site.title }} {{ config.title }} {{ book.title }} {{ $frontmatter.title }} {{ theme }}",
    "{{ range.constructor(\"return process.version\")() }}", "{{ [].constructor.constructor(\"return process.version\")() }}",
    "{{ range.%s }}" % THROUGH, "{{ [].constructor.%s }}" % THROUGH, "{[].constructor.%s}" % THROUGH, "{%s}" % RUN, "${%s}" % RUN,
    "{1234321*3}", "{process.version}", "{ } {a, b} {}", "{`${1234321*3}`}", "<%= 1234321 * 3 %> <%- process.version %>", "<% " + RUN + " %>",
    "{% include \"SECRET-FILE-LEAK.md\" %}", "{% include evil.html %} {% render 'evil' %}", "{% include_code x.js %} {% asset_img x.png %} {% post_link own %}",
    "{% raw %}{{ 1234321 * 3 }}{% endraw %}", "{% endraw %}{{ 1234321 * 3 }}{% raw %}", "{%- set x = 1234321 * 3 -%}{{ x }}", "{% for i in (1..3) %}x{% endfor %}",
    "{# gone #} {#- gone -#} {#id}", "{{ \"{{\" }} }} {{ {{{ }}} {{", "{% %} {%", "{{{ 1234321 * 3 }}}", "{% codeblock %}x{% endcodeblock %} {% hint %}x{% endhint %}",
    # Vue, VitePress
    "<script setup>import fs from 'fs'; %s</script>" % RUN, "<Badge type=\"tip\" /> <Content/> <ClientOnly>x</ClientOnly>", "<<< @/SECRET-FILE-LEAK.md", "<!--@include: ./SECRET-FILE-LEAK.md-->",
    "::: raw\nx\n:::", "::: v-pre x", "::: tip x", ":::", "[[toc]]", "@[code](x.js)", "<div v-html=\"1\" :x=\"1234321*3\" @click=\"x\">", "[x]{.cls #id v-html=x}", ":tada: :100: :+1: :smile:",
    # MDX, Docusaurus, Astro
    "import fs from 'fs'", "export const x = 1234321 * 3", "import x", "export", "<Foo.Bar {...props} />", "<></> <a b={1234321*3}>", "<https://example.org>", "</p></li></section>",
    ":::danger x", "::name[x]{a=b}", ":name[x] :name{a=b} a:name b", "[x](@site/SECRET-FILE-LEAK.md) ![x](./SECRET-FILE-LEAK.md)", "<!-- truncate --> {/* truncate */}", "{/* gone */} {//", "x \\{y\\} \\<z\\>",
    "<Fragment set:html=\"x\" /> {Astro.version} <slot/>", "$$\nx\n$$", "#tag {#x} {.y}",
    # parsers: marked, kramed, markdown-it, remark
    "A|B \\| C || D", "| a | b |", "[^1] [^1]: x ^[inline] [^9]", "[x](y) ![x](y.png) [x][y] [x]: z", "*a* **b** _c_ __d__ ***e*** A* and F*", "snake_case_name __init__ a_b_c",
    "**注意：**中文**「加粗」**中文", "变量_私有_与*重点*", "~~x~~ ~x~ ~10 to ~20 H~2~O", "x^2 ^sup^ ==m== ++i++", "`a ``b``` c", "back\\slash \\* \\\\ \\_ \\", "&amp; &lt; &copy; &#42; &#x2a; R&D",
    "<b>x</b> <br> <hr/> <i", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- open", "<!-- x --> <![CDATA[x]]> <?x?> <!X>", "</td></tr></table>", "<style>*{display:none}</style>",
    "[x](javascript:alert(1)) <javascript:alert(1)> javascript:alert(1)", "https://example.org/a_(b)*c*，中文 www.example.org。", "see example.org and //example.org/x a@example.org a@例子.中文", "ftp://x.org mailto:a@b.c xmpp:a@b.c",
    "PASS@1精度为39.3", "# h", "## h ##", "===", "---", "***", "+++", "> q", "> [!NOTE] x", "1. x", "2) x", "- x", "+ x", "* x", "- [ ] x", "[x] y", "```x", "~~~", ": x", "*[HTML]: x", "!!! x", "??? x", ":::",
    "<", ">", "&", "*", "_", "|", "$", "`", "\\", "{", "}", "[", "]", "(", "#", "~", "^", "@", ":", "=", "+", "-", "!", "%", "\"", "'",
    "10:30 C# #1 @x a:b:c", "(c) (r) (tm) (p) +- ... -- --- 1/2 <<f>>", "👩\u200d🔬 𠮷 e\u0301 龘", "long " * 40 + "end", "\"quoted\" 'single' it's 5' 6\"",
    # mathematics
    "$p(y|x) < \\|w\\|_2$", "$a_1 * b_2 * c_3$ and $x_{i}^{*}$", "$\\mathcal{O}(n\\log n)$, $95\\%$ of $\\$5$", "\\(a_1\\) and \\[b_1\\]", "$\\{x\\}$ $f'(x)$ $x~y$ $x''_i$", "$\\sim$10 and 10$\\times$",
    "$[a](b)$ $`x`$ $<b>$ $&amp;$", "$$\\begin{matrix} a & b \\\\ c & d \\end{matrix}$$", "$7$$\\times$$7$", "$x$ {{ y }} $z$", "$5 and $10, only $5", "$\\frac{{a}}{{b}}$ ${x}$ ${{1234321*3}}$", "$\\#x$ $a\\&b$ $\\text{if } x_i$",
]


def own_records():
    yield from page_sources.texts_everywhere(HOSTILE)
    for i, link in enumerate(["javascript:alert(1)", "data:text/html,<b>x</b>", "https://example.org/a_(b)|c\"d'e f?x=1&y=[2]<3>&copy=1",
                              "https://example.org/*a*_b_`c`{{1234321*3}}{process.version}"]):
        yield {"id": f"2402.{i + 1:05}", "title": "A *link*", "abstract": "E.", "link": link, "summary": {"title": "链接", "tldr": "链接", "abstract": "链接"}}
    yield {"id": "2403.00001", "title": "*Waits*", "abstract": "Waits.", "summary": {"status": "pending", "reason": "a [reason] {{ 1234321 * 3 }}"}}
    yield {"id": "2403.00002", "title": "Extract", "abstract": "All.", "summary": {"status": "extract", "tldr": "# The *key* {process.version}."}}
    yield {"id": "2403.00003", "title": "No abstract", "abstract": "", "link": "https://arxiv.org/abs/2403.00003"}


# ---- Mathematics ----

def tex_errors(texts):
    """{TeX: what KaTeX and MathJax say of it}."""
    texts = sorted(texts)
    p = subprocess.run(["node", os.path.join(ROOT, "tests/tools/tex_errors.mjs"), os.path.join(GENERATORS, "tex")],
                       input="".join(json.dumps(t) + "\n" for t in texts).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600, check=False)
    answers = [json.loads(line) for line in p.stdout.decode().split("\n") if line]
    if len(answers) != len(texts):
        raise RuntimeError(p.stderr.decode("utf-8", "replace")[-2000:])
    return dict(zip(texts, answers))


def pairs_of(page, want, reader):
    """The page's formulas, each with the record's TeX; "?": its own is not to be seen."""
    out = []
    for row, d, w in zip(page.rows, page.details, want):
        texts = list(zip(d.paragraphs, [x for x in w[3:] if x is not None]))
        texts += [(row.title, w[0]), (row.summary, w[2])] if row else []
        for seen, record in texts:
            if "$" in record or "\\" in record:
                out += page_tex.formulas(seen, record, reader.exact) or ()
    return out


def judge(what, pairs, drawn):
    """The cases of a set-up's formulas. DRAWN: [(TeX, error)] of those that its own renderer drew."""
    records = [record for _, record in pairs]
    pairs = {pair for pair in pairs if pair[0] != "?"}
    if not case(f"{what}: {len(pairs)} formulas are found", len(pairs) > 20 or drawn, len(pairs)):
        return
    said = tex_errors({t for pair in pairs for t in pair} | set(records))
    for who in ("katex", "mathjax"):
        worse = [f"{seen!r}: {said[seen][who]}\n  record {record!r}" for seen, record in pairs if said[seen][who] and not said[record][who]]
        case(f"{what}: {who} finds nothing in the TeX that is not in the records'", not worse, f"{len(worse)}\n" + "\n".join(worse[:12]))
    known = [t for t in records if said[t]["katex"] or said[t]["mathjax"]]
    worse = [f"{f.tex!r}: {f.error}" for f in drawn if f.error]
    if drawn:
        case(f"{what}: its renderer draws {len(drawn)} formulas; what it cannot draw, nobody can", len(worse) <= len(known), "\n".join(worse[:12]))


# ---- A set-up ----

def read_all(what, built, pages, reader):
    """Compare all pages of a set-up."""
    missing = [s.name for s in pages if s.name not in built]
    case(f"{what}: all {len(pages)} pages are built", not missing, missing)
    differ, pairs, drawn = [f"{name}: not built" for name in missing], [], []
    for s in pages:
        if s.name not in built:
            continue
        page = page_read.read(built[s.name], reader)
        differ += [f"{s.name}: {line}" for line in page_read.compare(page, s.want, reader)]
        pairs += pairs_of(page, s.want, reader)
        drawn += page.formulas
    case(f"{what}: {sum(len(s.want) for s in pages)} records: 0 differences", not differ, f"{len(differ)}\n" + "\n".join(differ[:12]))
    leaks = [f"{s.name}: {mark!r}" for s in pages for mark in marks() if built.get(s.name, b"").count(mark) > built.get("plain", b"").count(mark)]
    case(f"{what}: nothing was run, no file was taken in", not leaks, leaks)
    judge(what, pairs, drawn)


def marks():
    """What is on a page more often than on a plain one only if something was run or taken in."""
    version = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, check=True).stdout.strip()
    return str(NUMBER).encode(), LEAK.encode(), SECRET.encode() + b"<", version + b"<", b">" + version


def sources():
    """What generators are given; the last page is the one that others are measured by."""
    return page_sources.sources(own_records()) + [page_sources.Source("plain", [{"id": "2401.00001", "title": "Plain", "abstract": "Plain."}])]


def chosen(site, everything):
    """The pages that SITE builds."""
    return [s for s in everything if s.name in FEW] if site.few else everything


def look(package):
    """The cases of all set-ups of a generator."""
    rows = [site for site in npm_sites.SITES if site.package == package]
    if not npm_sites.installed(package):
        skip(package, "it is not installed: make setup-generators")
        done()
    everything = sources()
    for site in rows:
        pages = chosen(site, everything)
        try:
            built = site.build({s.name: s.page("--dialect", site.dialect, *site.options) for s in pages})
        except npm_sites.Failed as e:
            case(f"{site.name}: the site is built", False, e)
            continue
        read_all(f"{site.name}, {site.dialect}", built, pages, site.reader)
    done()
