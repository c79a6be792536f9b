# SPDX-License-Identifier: MIT
"""marked, markdown-it and remark read our pages, bare but for footnotes: the whole of papers-sample, all hazards, the torture records and
hostile ones of our own, in `gfm` and in `portable`; 0 differences, KaTeX and MathJax at ease."""
import html
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import npm_look  # noqa: E402
import npm_sites  # noqa: E402
import page_read  # noqa: E402
import page_sources  # noqa: E402
import page_want  # noqa: E402
from tap import case, done, shared, skip  # noqa: E402

FOLDER = os.path.join(npm_sites.GENERATORS, "parsers")
READER = page_read.Reader()
# Looking for addresses without a scheme is no part of GFM.
ROWS = [("marked", ("gfm", "portable")), ("markdown-it", ("gfm", "portable")), ("markdown-it, linkify", ("portable",)), ("remark", ("gfm", "portable"))]


def parsed(name, text):
    p = subprocess.run(["node", os.path.join(HERE, "parse.mjs"), FOLDER, name], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600,
                       check=False)
    return page_read.fragment(p.stdout if p.returncode == 0 else b"<p>" + p.stderr[-1500:])


def sources():
    out = [page_sources.Source("own", list(npm_look.own_records()))]
    for name, records in (("torture", "corpus/torture.jsonl"), ("hazards", None), ("papers-sample", "corpus/papers-sample.jsonl")):
        path = shared(records) if records else None
        records = page_want.records_of(path) if path else page_sources.hazards() if not records else []
        if records:
            out.append(page_sources.Source(name, records))
        else:
            skip(name, "../shared/corpus is not there")
    out.append(page_sources.Source("plain", [{"id": "2401.00001", "title": "Plain", "abstract": "Plain."}]))
    return out


def can_fail(s):
    """What is not escaped is misread; what is changed is seen."""
    text = s.page("--dialect", "portable")
    page = page_read.read(parsed("remark", html.unescape(text.decode()).encode()), READER)
    case("unescaped, the same records are misread", len(page_read.compare(page, s.want, READER)) > 20)
    good = parsed("remark", text)
    for what, old, new in (("a letter", b"snake_case", b"snaky_case"), ("a link back", b"#user-content-fnref-2\"", b"#user-content-fnref-3\""),
                           ("an element", b"snake_case", b"snake<i>_</i>case"), ("a sign of TeX", rb"\ast b", b"b"), ("a cell", b"</td>\n</tr>", b"</td><td></td>\n</tr>")):
        changed = good.replace(old, new, 1)
        case(f"{what} that is not the record's is seen", changed != good and page_read.compare(page_read.read(changed, READER), s.want, READER))


if not npm_sites.installed("parsers"):
    skip("parsers", "they are not installed: make setup-generators")
    done()
SOURCES = sources()
for name_, dialects_ in ROWS:
    for dialect_ in dialects_:
        # GFM knows no notes within the text, ^[x]; there are none in real papers.
        pages_ = [s for s in SOURCES if s.name not in ("own", "torture")] if (name_, dialect_) == ("markdown-it", "gfm") else SOURCES
        built_ = {s.name: parsed(name_, s.page("--dialect", dialect_)) for s in pages_}
        npm_look.read_all(f"{name_}, {dialect_}", built_, pages_, READER)
can_fail(SOURCES[0])
done()
