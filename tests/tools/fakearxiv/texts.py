# SPDX-License-Identifier: MIT
"""Whole texts: /html/IDvN as LaTeXML pages are made, /pdf/IDvN as a PDF of plain text, and what comes where there is none.

A paper's text is made from its record, the same each time; paper_text() gives its parts, for tests that look them up. How a paper's addresses
behave is a word, set by `{"texts": {ID or "*": WORD}}`; without one both are served. WORDS:
    html          both
    none          /html 404 with arXiv's page; the PDF is there
    none-200      the same page with 200
    nothing       404 for both
    not-yet       "File unavailable", 404, for both
    not-yet-200   the same with 200
    not-public    403 with a page about it, for both
    denied        403 "Access Denied", for both
    error         500 for /html; the PDF is there
    file-list     /html is a list of files; the PDF is there
    bodyless      /html has nothing behind the abstract, but its table of contents
    bare          /html's sections have no text
    ends          /html has the introduction and the conclusion alone
    other         /html is another paper's
    older         /html is of version 1, whatever is asked for
    no-works      /html without bibliography
    scan          /html 404; the PDF has no text
    other-pdf     /html 404; the PDF is another paper's"""
from .feeds import http_date
from .forms import Reply, text

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{0}</title></head>
<body><header><a href="/">arXiv</a></header><main><h1>{0}</h1><p>{1}</p></main></body></html>
"""


def sections_of(title, seed):
    """(number, title, paragraphs, rows of a table) of the text, figures that are of this paper alone."""
    n = seed % 900 + 100
    long = ("The corpus was read twice by two annotators who did not know of each other, and what they disagreed about was settled by a third. "
            "Each step is described so that it can be done again by others, with the settings that were used for every run.")
    def part(*paragraphs):
        return [p + " " + long for p in paragraphs]
    return [
        ("1", "Introduction", part(f"{title} is about a problem that has been open for long.", "Earlier work has looked at smaller corpora, as [1] and [2] did."), []),
        ("2", "Related Work", part("Vennick et al. (2021) measured the same on fewer documents [1].", "Osei and Lind (2022) gave the bound that we improve [2]."), []),
        ("3", "Method", part(f"The method reads {n} documents at a time with a learning rate of 0.00{seed % 9 + 1}.", "A second pass weighs what the first one found."), []),
        ("4", "Experiments", part(f"We train on {n * 37} documents and test on {n * 3} of them.", f"On the test set the accuracy is {seed % 40 + 50}.{seed % 10}%."),
         [["Model", "Accuracy", "F1"], ["Base", f"{seed % 40 + 41}.2", f"{seed % 40 + 38}.7"], ["Ours", f"{seed % 40 + 50}.{seed % 10}", f"{seed % 40 + 47}.9"]]),
        ("5", "Conclusion", part(f"The method is right in {seed % 40 + 50}.{seed % 10}% of all cases.", "What it costs in time is left to later work."), []),
    ]


WORKS = [("1", "Nora Vennick, Tam Osei. 2021. Counting lamps in quiet harbours. Journal of Harbours 12, 1-20."),
         ("2", "Tam Osei and Mara Lind. 2022. A bound for lamps. In Proceedings of Lights, pages 301-310.")]


def paper_text(p, version):
    """{"title", "abstract", "sections", "works"} of a Paper of the world."""
    v = p.versions[version - 1]
    return {"title": v.title, "abstract": v.abstract, "sections": sections_of(v.title, p.hash + version), "works": WORKS}


# ---- HTML ----

def _table(number, rows):
    cells = "".join("<tr class=\"ltx_tr\">" + "".join(f"<td class=\"ltx_td\">{text(c)}</td>" for c in r) + "</tr>" for r in rows)
    return (f"<figure class=\"ltx_table\" id=\"S{number}.T1\"><figcaption class=\"ltx_caption\"><span class=\"ltx_tag ltx_tag_table\">Table 1: </span>"
            f"Results on the test set.</figcaption><table class=\"ltx_tabular\"><tbody>{cells}</tbody></table></figure>")


def _section(number, title, paragraphs, rows):
    body = "".join(f"<div class=\"ltx_para\" id=\"S{number}.p{i}\"><p class=\"ltx_p\">{text(t)}</p></div>\n" for i, t in enumerate(paragraphs, 1))
    return (f"<section id=\"S{number}\" class=\"ltx_section\"><h2 class=\"ltx_title ltx_title_section\"><span class=\"ltx_tag ltx_tag_section\">{number} </span>"
            f"{text(title)}</h2>\n{body}{_table(number, rows) if rows else ''}</section>\n")


def html_page(paper, pid, version, sections, works):
    toc = "".join(f"<li class=\"ltx_tocentry ltx_tocentry_section\"><a class=\"ltx_ref\" href=\"#S{n}\"><span class=\"ltx_text ltx_ref_title\">"
                  f"<span class=\"ltx_tag ltx_tag_ref\">{n} </span>{text(t)}</span></a></li>" for n, t, _, _ in paper["sections"])
    items = "".join(f"<li class=\"ltx_bibitem\" id=\"bib.bib{n}\"><span class=\"ltx_tag ltx_tag_bibitem\">[{n}]</span>"
                    f"<span class=\"ltx_bibblock\">{text(t)}</span></li>" for n, t in works)
    bib = f"<section class=\"ltx_bibliography\" id=\"bib\"><h2 class=\"ltx_title ltx_title_bibliography\">References</h2><ul class=\"ltx_biblist\">{items}</ul></section>"
    return (f"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{text(paper['title'])}</title>\n"
            "<!--Generated on Mon Mar  2 10:00:00 2026 by LaTeXML (version 0.8.8) http://dlmf.nist.gov/LaTeXML/.-->\n"
            "<link rel=\"stylesheet\" href=\"/static/browse/0.3.4/css/arxiv-html-papers-20260823.css\"></head>\n<body>"
            f"<div id=\"infobox\"><a id=\"license-tr\">License: CC BY 4.0</a><div id=\"watermark-tr\">arXiv:{pid}v{version} [{'cs.CL'}] 02 Mar 2026</div></div>"
            f"<nav class=\"ltx_page_navbar\"><nav class=\"ltx_TOC\"><ol class=\"ltx_toclist\">{toc}</ol></nav></nav>"
            "<div class=\"ltx_page_main\"><div class=\"ltx_page_content\"><article class=\"ltx_document\">\n"
            f"<h1 class=\"ltx_title ltx_title_document\">{text(paper['title'])}</h1>\n"
            f"<div class=\"ltx_abstract\"><h6 class=\"ltx_title ltx_title_abstract\">Abstract</h6><p class=\"ltx_p\">{text(paper['abstract'])}</p></div>\n"
            + "".join(_section(*s) for s in sections) + (bib if works else "") + "</article></div></div></body></html>\n")


# ---- PDF ----

def _lines(words, width=90):
    line, out = "", []
    for w in words.split():
        if len(line) + len(w) > width:
            out.append(line)
            line = ""
        line = f"{line} {w}".strip()
    return out + [line]


def _pdf_text(s):
    return s.encode("latin-1", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf_file(lines, per_page=54):
    """A PDF (1.4) of these lines in Helvetica; of no lines: a page with a rectangle on it."""
    pages = [lines[i:i + per_page] for i in range(0, len(lines), per_page)] or [[]]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in pages:
        body = b"100 100 200 200 re f" if not page else \
            b"BT /F1 10 Tf 12 TL 50 760 Td " + b" ".join(b"(" + _pdf_text(line) + b") Tj T*" for line in page) + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects))
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    out, at = b"%PDF-1.4\n", []
    for i, o in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, o)
    table = b"".join(b"%010d 00000 n \n" % a for a in at)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(out))


def pdf_lines(paper, pid, version):
    out = [paper["title"], "", f"arXiv:{pid}v{version} [cs.CL] 2 Mar 2026", "", "Abstract"] + _lines(paper["abstract"])
    for number, title, paragraphs, rows in paper["sections"]:
        out += ["", f"{number} {title}"]
        for p in paragraphs:
            out += _lines(p) + [""]
        out += ["Table 1: Results on the test set."] * bool(rows) + ["  ".join(r) for r in rows]
    return out + ["", "References"] + [line for n, t in paper["works"] for line in _lines(f"[{n}] {t}")]


# ---- What is answered ----

def _none(pid):
    return _PAGE.format(f"No HTML for '{pid}'", "HTML is not available for the source.")


def _unavailable(pid):
    return _PAGE.format(f"File unavailable for {pid}", "HTML or source was not provided to generate HTML or a PDF.")


_DENIED = _PAGE.format("Access Denied", "Sadly, your client does not seem to follow our rules for robots.")
_OTHER = {"title": "Weather over seven mountains", "abstract": "Of winds and clouds nothing was known there. We went up and looked."}


def answer(world, road, name, habits, now):
    """The reply to /ROAD/NAME; HABITS: {ID or "*": WORD}."""
    pid, _, number = name.partition("v")
    p = world.papers.get(pid)
    public = p and p.at(now, 0)
    if not public or (number and not number.isdigit()) or int(number or public[0]) > public[0]:
        return Reply(_none(pid), "text/html; charset=utf-8", 404)
    version = int(number or public[0])
    word = habits.get(pid, habits.get("*", "html"))
    status = {"none": 404, "nothing": 404, "not-yet": 404, "not-public": 403, "denied": 403, "error": 500, "scan": 404, "other-pdf": 404}.get(word, 200)
    for both, words in (("not-yet", _unavailable(pid)), ("not-yet-200", _unavailable(pid)), ("nothing", _none(pid)),
                        ("not-public", _PAGE.format("Forbidden", f"{pid} is not public.")), ("denied", _DENIED)):
        if word == both:
            return Reply(words, "text/html; charset=utf-8", status)
    paper = paper_text(p, version)
    tags = {"ETag": f"\"{road}-{pid}v{version}\"", "Last-Modified": http_date(p.versions[version - 1].submitted)}
    if road == "pdf":
        if word == "other-pdf":
            paper.update(_OTHER, sections=sections_of(_OTHER["title"], 7))
        return Reply(pdf_file([] if word == "scan" else pdf_lines(paper, pid, version)), "application/pdf", 200, tags)
    if word in ("none", "none-200", "scan", "other-pdf"):
        return Reply(_none(pid), "text/html; charset=utf-8", status)
    if word == "error":
        return Reply(_PAGE.format("Error", "HTML of this paper is unavailable at the moment."), "text/html; charset=utf-8", 500)
    if word == "file-list":
        links = "".join(f"<li><a href=\"/html/{pid}v{version}/{f}\">{f}</a></li>" for f in ("index.html", "part1.html", "part2.html"))
        return Reply(f"<!DOCTYPE html><html><head><title>HTML files for {pid}</title></head><body><h1>Multiple HTML files for {pid}</h1><ul>{links}</ul></body></html>",
                     "text/html; charset=utf-8")
    sections, works = paper["sections"], paper["works"]
    if word == "bodyless":
        sections, works = [], []
    elif word == "bare":
        sections = [(n, t, [], []) for n, t, _, _ in sections]
    elif word == "ends":
        sections = [sections[0], sections[-1]]
        paper["sections"] = sections
    elif word == "other":
        paper.update(_OTHER)
    elif word == "older":
        version, paper = 1, paper_text(p, 1)
        sections = paper["sections"]
    elif word == "no-works":
        works = []
    return Reply(html_page(paper, pid, version, sections, works), "text/html; charset=utf-8", 200, tags)
