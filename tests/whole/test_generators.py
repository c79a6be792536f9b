# SPDX-License-Identifier: MIT
"""Debian's generators build our pages, and a reader sees the records: Hugo, Jekyll, MkDocs, Pelican, pandoc and cmark-gfm, each page in
the generator's own dialect and in `portable`. Every row has three cells, every reference goes to its details and back, the text is the
record's, field by field; nothing is executed, and no element is there that a record asked for (tools/page_read.py). Mathematics comes
out as the TeX that it was. Quotes, dashes and ellipses are aside where goldmark and kramdown draw them: Hugo and Jekyll.

Always: hostile records of our own. From the shared corpus: the torture records; all hazards and 300 of papers-sample in
`make check-long`."""
import concurrent.futures
import re

import page_read
import page_sources
import sites
from tap import case, done

# What each of these readers takes for its own, beside what all do.
HOSTILE = [
    # goldmark, Hugo
    "{{< ref \"x\" >}} and {{% notice %}}x{{% /notice %}}", "{{</* ref */>}} {{ .Site.Title }} {{ site.title }}", "term {#id .class} and {.x key=v}",
    "a heading {#custom}", "Term\n: definition", "<!--more--> and <!-- more -->", "- [ ] task and [x] done", "(c) (tm) 1/2 +- ... -- ---",
    # kramdown, Liquid
    "{% include evil.html %} {{ site.title }}", "{% raw %}{{ x }}{% endraw %}{{ site.title }}", "{% endraw %}{% include evil.html %}", "{{ '{{' }} {{- x -}}",
    "{:.class} {::comment}gone{:/comment} {::nomarkdown}<b>x</b>{:/}", "text {:toc} ^{: .x}", "$$x_1$$ inline and $$ \\sum_i $$", "*[HTML]: Hyper Text", "|a|b|\n|-|-|",
    "[^1]: note", "[^2401-00001] [^1] ^[inline]", "[ref]: https://example.org \"T\"", "[ref][] [ref][x] ![i][x]", "a --- b -- c ... 'd' \"e\" <<f>>",
    # Python-Markdown, pymdownx, Jinja
    "*[HTML]: x", "!!! note\n    x", "??? x", "=== \"Tab\"", "--8<-- \"mkdocs.yml\"", "==mark== ^^ins^^ ~~del~~ ^sup^ ~sub~", "{++add++} {--del--} {~~a~>b~~} {==x==} {>>c<<}",
    "++ctrl+c++ :smile: :material-x:", "[TOC]", "[[wiki]] [[wiki|x]]", "http://www.google.com and www.example.org", "user/repo#1 @user gh:x", "`#!python x` `code`",
    "\u0002klzzwxh:0001\u0003 wzxhzdk:1 amp stx", "|static|/x {static}/x {filename}x.md {attach}y", "Title: other", "&#42; &amp; &lt;b&gt; &copy;",
    # pandoc
    "@cite [@cite, p. 3] -@cite", "^sup^ ~sub~ H~2~O", "[text]{.class} `code`{=html}", "\\textbf{x} \\LaTeX \\begin{x}y\\end{x}", "::: warning\nx\n:::", "(@) list (@ex) x", "(a) x",
    "i. x", "Table: caption", ": caption", "| line block", "\\ ", "$5 and $10", "a $5 b$c", "<span>x</span> <div>y</div>",
    # all of them
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- open", "</td></tr></table>", "<b>x</b> <br> <hr/>", "</main><main id=page>", "](javascript:alert(1))",
    "[x](javascript:alert(1)) <javascript:alert(1)>", "A|B \\| C || D", "*a* **b** _c_ __d__ ***e***", "ANLS* and F*", "snake_case_name __init__", "`a ``b``` c", "back\\slash \\* \\\\ \\",
    "# h", "## h ##", "===", "---", "***", "+++", "> q", "1. x", "2) x", "- x", "+ x", "* x", "    code", "```x", "~~~", "\t tab", ":::", "<", ">", "&", "*", "_", "|", "$", "`", "\\",
    "中文，https://example.org/a_b。中文（见 http://例子.example）", "**注意：**中文", "变量_私有_与*重点*", "https://example.org/a_(b)*c*", "a@example.org", "10:30 C# #1 @x", "👩\u200d🔬 𠮷 e\u0301",
    # mathematics
    "$p(y|x) < \\|w\\|_2$", "$a_1 * b_2 * c_3$ and $x_{i}^{*}$", "$\\mathcal{O}(n\\log n)$, $95\\%$ of $\\$5$", "\\(a_1\\) and \\[b_1\\]", "$\\{x\\}$ $f'(x)$ $x~y$", "$\\sim$10",
    "$[a](b)$ $`x`$ $<b>$ $&amp;$", "$$\\begin{matrix} a & b \\\\ c & d \\end{matrix}$$", "$7$$\\times$$7$", "$x$ {{ y }} $z$",
    # mathematics that would act
    "$a$ $\\href{https://example.org/x}{y}$ $b$", "$\\class{c}{\\cssId{i}{\\style{color:red}{x}}}$ $$\\require{html}\\def\\x{y}$$", "\\(\\htmlId{i}{x}\\) \\[\\unicode{65}\\]",
]


def own_records():
    yield from page_sources.texts_everywhere(HOSTILE)
    for i, link in enumerate(["javascript:alert(1)", "data:text/html,<b>x</b>", "https://example.org/a_(b)|c\"d'e f?x=1&y=[2]<3>&copy=1", "https://example.org/*a*_b_{{x}}{% y %25}"]):
        yield {"id": f"2402.{i + 1:05}", "title": "A *link*", "abstract": "E.", "link": link, "summary": {"title": "链接", "tldr": "链接", "abstract": "链接"}}
    yield {"id": "2403.00001", "title": "*Waits*", "abstract": "Waits.", "summary": {"status": "pending", "reason": "a [reason] *here*"}}
    yield {"id": "2403.00002", "title": "Extract", "abstract": "All.", "summary": {"status": "extract", "tldr": "# The *key* {{ sentence }}."}}
    for n in ("first", "second", "third"):
        yield {"id": "2403.00003", "title": f"No abstract, the {n} of three", "abstract": "", "link": "https://arxiv.org/abs/2403.00003"}


# What would only be there if a page had run something of the site's.
LEAKS = (b"SITE-TITLE-LEAK", b"INCLUDED-FILE-LEAK")


# Sites are built while pages are compared.
POOL = concurrent.futures.ThreadPoolExecutor(2)


def start(build, options, front=()):
    """A site of all pages with OPTIONS, which is being built."""
    return POOL.submit(lambda sources: build({s.name: s.page(*options, *front) for s in sources}), SOURCES)


def look(what, site, reader):
    """Compare all pages of a SITE from start()."""
    try:
        built = site.result()
    except sites.Failed as e:
        case(f"{what}: the site is built", False, e)
        return {}
    case(f"{what}: all {len(SOURCES)} pages are built", {s.name for s in SOURCES} <= set(built), sorted(built))
    differ = []
    for s in SOURCES:
        page = page_read.read(built.get(s.name, b"<p>no page"), reader)
        differ += [f"{s.name}: {line}" for line in page_read.compare(page, s.want, reader)]
    case(f"{what}: {sum(len(s.want) for s in SOURCES)} records: 0 differences", not differ, f"{len(differ)}\n" + "\n".join(differ[:12]))
    leaks = [name for name, html in built.items() if any(leak in html for leak in LEAKS)]
    case(f"{what}: nothing was run", not leaks, leaks)
    return built


SOURCES = page_sources.sources(own_records())
ROWS = [
    ("hugo", sites.hugo, "hugo", "hugo", "yaml"), ("jekyll", sites.jekyll, "jekyll", "jekyll", "yaml"),
    ("mkdocs", sites.mkdocs, "mkdocs", "mkdocs", "yaml"), ("pelican", sites.pelican, "pelican", "pelican", "pelican"),
    ("pandoc", sites.pandoc, "pandoc", "pandoc", "yaml"), ("cmark-gfm", sites.cmark, "cmark", "gfm", "none"),
]
BUILT, STARTED = {}, []
for name_, build_, reader_, dialect_, front_ in ROWS:
    STARTED.append((name_, dialect_, start(build_, ("--dialect", dialect_)), sites.READERS[reader_]))
    STARTED.append((name_, "portable", start(build_, ("--dialect", "portable"), ("--front-matter", front_)), sites.READERS[reader_]._replace(exact=False)))
for name_, dialect_, site_, reader_ in STARTED:
    BUILT.setdefault(name_, look(f"{name_}, {dialect_}", site_, reader_))

# ---- Other set-ups, with the records that are meant to hurt ----

SOURCES = [s for s in SOURCES if s.name in ("own", "torture")]
STARTED = [("mkdocs with all of Material's extensions", start(sites.material, ("--dialect", "mkdocs")), "mkdocs"),
           ("pandoc -f gfm, gfm", start(sites.pandoc_gfm, ("--dialect", "gfm")), "pandoc")]
for labels_, how_, names_ in (
        ("number", "headings", "hugo jekyll mkdocs pandoc pelican"), ("id", "headings", "hugo jekyll mkdocs pandoc pelican"),
        ("number", "anchors", "hugo jekyll mkdocs pandoc"), ("id", "notes", "hugo jekyll mkdocs pandoc pelican")):
    for name_, build_, reader_, dialect_, front_ in ROWS:
        if name_ in names_.split():
            STARTED.append((f"{name_}, {how_}, labels {labels_}", start(build_, ("--dialect", dialect_, "--details", how_, "--labels", labels_)), reader_))
for what_, site_, reader_ in STARTED:
    look(what_, site_, sites.READERS[reader_])

# ---- Several digests on one page ----


def notes_twice(html):
    ids = re.findall(rb'\bid="(fn[^"]*)"', html)
    return len(ids), sorted({i for i in ids if ids.count(i) > 1})


for name_, build_, list_ in (("jekyll", sites.jekyll, "_whole"), ("pelican", sites.pelican, "_list")):
    for labels_ in ("id", "number"):
        pages_ = build_({s.name: s.page("--dialect", name_, "--labels", labels_) for s in SOURCES[:2]})
        n_, twice_ = notes_twice(pages_.get(list_, b""))
        if labels_ == "id":
            case(f"{name_}: digests on one page, labels id: no note's name twice", n_ >= 2 * len(SOURCES[0].want) and not twice_, (n_, twice_[:5]))
        elif len(SOURCES) > 1:
            case(f"{name_}: with numbers they would be", twice_)

# ---- The test can fail ----

if BUILT["hugo"]:
    html_ = BUILT["hugo"]["own"]
    reader_ = sites.READERS["hugo"]
    for what_, old_, new_ in (("a letter", b"snake_case_name", b"snake_case_nane"), ("a link back", b'href="#fnref:2"', b'href="#fnref:3"'),
                              ("a sign of TeX", b"a_1 * b_2", b"a_1  b_2"), ("an element", b"snake_case_name", b"snake<em>_case_</em>name"),
                              ("a cell", b"</td>\n</tr>", b"</td><td>x</td>\n</tr>")):
        changed_ = html_.replace(old_, new_, 1)
        page_ = page_read.read(changed_, reader_)
        case(f"{what_} that is not the record's is seen", changed_ != html_ and page_read.compare(page_, SOURCES[0].want, reader_))
done()
