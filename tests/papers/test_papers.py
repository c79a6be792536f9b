#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""TeX papers of our own, made by latexml and by pdflatex, read into the form, and compared with an independent reading of their TeX
(reading.py): from HTML, with each maker's chrome around it, nothing is lost and nothing is added; from PDF at most two of a hundred words
are lost. FORM is the program of form.c."""
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "tools")]
import chrome
import long_paper
import reading
from tap import case, done

FORM = os.environ["FORM"]
# What the makers of pages write themselves: labels and numbers.
LABELS = {"Table", "Figure", "Algorithm", "Theorem", "Lemma", "Proof", "https", "example", "org", "other", "clouds", "References", "Abstract",
          "UTF8gbsn"}  # LaTeXML does not know the environment CJK, and shows its arguments
KINDS = {"paragraph": "paragraph", "item": "item", "formula": "formula", "caption": "caption", "cell": "row", "line": "line", "footnote": "footnote"}
MOST_LOST = 0.02
SWITCHES = {"2024": ["--pmml", "--cmml", "--mathtex"], "2025": ["--pmml", "--mathtex"]}


def run(command, folder, **kw):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", **kw)


def make_html(tex, folder, switches):
    out = os.path.join(folder, "paper.html")
    run(["latexmlc", "--format=html5", *switches, "--navigationtoc=context", "--path=parts", f"--dest={out}", f"--log={folder}/latexml.log", tex], os.path.dirname(tex))
    with open(out, encoding="utf-8") as f:
        return f.read()


def make_pdf(tex, folder):
    for _ in range(2):
        run(["pdflatex", "-interaction=nonstopmode", f"-output-directory={folder}", tex], os.path.dirname(tex))
    return os.path.join(folder, os.path.splitext(os.path.basename(tex))[0] + ".pdf")


def form_of(road, path):
    r = run([FORM, road, path], None)
    if r.returncode != 0:
        raise RuntimeError(r.stderr)
    return json.loads(r.stdout)


def take_formulas(text):
    """A text's words without its formulas, and the formulas: what stands between dollars, which may have some in braces."""
    plain, formulas, i = [], [], 0
    while i < len(text):
        if text[i] != "$":
            plain.append(text[i])
            i += 1
            continue
        depth, end = 0, i + 1
        while end < len(text) and (text[end] != "$" or depth > 0):
            depth += {"{": 1, "}": -1}.get(text[end], 0) if text[end - 1] != "\\" else 0
            end += 1
        formulas.append(reading.formula_key(text[i + 1:end]))
        plain.append(" ")
        i = end + 1
    return reading.words_of("".join(plain)), formulas


def blocks_of(form):
    """(kind, words, formulas) of all that the form has, in order."""
    out = [("title", *take_formulas(form.get("title", "")))]
    for s in form.get("sections", []):
        if s.get("title") and s["title"] != "Abstract":
            out.append(("heading", *take_formulas(s["title"])))
        out += [(b["kind"], *take_formulas(b["text"])) for b in s.get("blocks", [])]
    return out + [("work", *take_formulas(w["text"])) for w in form.get("bibliography", [])]


def compare_kind(units, blocks):
    """What of UNITS is not in BLOCKS, in order, and what is there besides."""
    lost, added = [], []
    have = [w for b in blocks for w in b[1]]
    want = [w for u in units for w in u.words]
    at = 0
    for w in want:
        try:
            end = have.index(w, at, at + 40)
        except ValueError:
            lost.append(w)
            continue
        added += have[at:end]
        at = end + 1
    added += have[at:]
    formulas_have, formulas_want = [f for b in blocks for f in b[2]], [f for u in units for f in u.formulas]
    if formulas_want != formulas_have:
        lost += [f"${f}$" for f in formulas_want if f not in formulas_have]
        added += [f"${f}$" for f in formulas_have if f not in formulas_want]
        if not lost and not added:
            lost.append("the order of formulas")
    return lost, [w for w in added if w not in LABELS and not w.isdigit() and len(w) > 1]


def compare(units, blocks):
    lost, added = [], []
    for kind, block_kind in list(KINDS.items()) + [("title", "title"), ("heading", "heading"), ("work", "work")]:
        a, b = compare_kind([u for u in units if u.kind == kind], [x for x in blocks if x[0] == block_kind])
        lost += [f"{kind}: {w}" for w in a]
        added += [f"{kind}: {w}" for w in b]
    return lost, added


def order(units, blocks):
    """The kinds as they follow each other in the paper and in the form: footnotes stand behind their paragraphs, works apart."""
    names = {v: k for k, v in KINDS.items()}

    def merged(kinds):
        kinds = [k for k in kinds if k not in ("footnote", "work", "title")]
        return [k for i, k in enumerate(kinds) if i == 0 or kinds[i - 1] != k]

    return merged([u.kind for u in units]), merged([names.get(b[0], b[0]) for b in blocks])


def lost_of_pdf(units, blocks):
    """How many words of the paper are not in the form, in order within each paragraph, caption, cell …"""
    stream = [w for b in blocks for w in b[1]]
    places = {}
    for i, w in enumerate(stream):
        places.setdefault(w, []).append(i)
    total = lost = 0
    missing = []
    for u in units:
        if not u.words:
            continue
        best = 0
        for start in places.get(u.words[0], [])[:4000]:
            if len(u.words) > 1 and u.words[1] not in stream[start:start + 12]:
                continue
            at, found = start, 0
            for w in u.words:
                window = stream[at:at + 12]
                if w in window:
                    at += window.index(w) + 1
                    found += 1
            best = max(best, found)
            if best == len(u.words):
                break
        total += len(u.words)
        lost += len(u.words) - best
        if best < len(u.words):
            missing.append(f"{best} of {len(u.words)}: {u}")
    return total, lost, missing


def check_html(name, tex, units, folder):
    found = []
    for form_name, switches in SWITCHES.items():
        html = make_html(tex, folder, switches)
        for maker in chrome.MAKERS:
            path = os.path.join(folder, f"{form_name}-{maker.__name__}.html")
            with open(path, "w", encoding="utf-8") as f:
                f.write(maker(html))
            form = form_of("html", path)
            lost, added = compare(units, blocks_of(form))
            a, b = order(units, blocks_of(form))
            found.append((f"{name}: HTML of {form_name}, {maker.__name__}: nothing lost, nothing added, in order", not lost and not added and a == b,
                          f"lost {lost[:20]}\nadded {added[:20]}" + (f"\norder {a}\nform  {b}" if a != b else "")))
            if maker in (chrome.latexml_2025, chrome.latexml_oxide):
                found.append((f"{name}: {maker.__name__}: licence and stamp are read",
                              (form.get("license"), form.get("id"), form.get("version"), form.get("category")) == ("CC BY 4.0", "2609.01234", 2, "cs.CL"),
                              str({k: form.get(k) for k in ("license", "id", "version", "category")})))
    return found


def check_pdf(name, tex, units, folder):
    form = form_of("pdf", make_pdf(tex, folder))
    total, lost, missing = lost_of_pdf(units, blocks_of(form))
    titles = [reading.words_of(s.get("title", "")) for s in form["sections"]]
    headings = [u for u in units if u.kind == "heading"]
    gone = [u for u in headings if u.words not in titles]
    return [(f"{name}: PDF: {lost} of {total} words lost", lost <= MOST_LOST * total, "\n".join(missing[:20])),
            (f"{name}: PDF: all {len(headings)} headings are sections", not gone, f"{gone[:10]}\n{titles[:40]}")]


def check_paper(tex):
    name = os.path.splitext(os.path.basename(tex))[0]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        units = reading.read(tex)
        for check in (check_html, check_pdf):
            try:
                found += check(name, tex, units, folder)
            except (OSError, RuntimeError) as e:
                found.append((f"{name}: {check.__name__}", False, str(e)))
    return found


def main():
    papers = sorted(os.path.join(HERE, "tex", n) for n in os.listdir(os.path.join(HERE, "tex")) if n.endswith(".tex"))
    with tempfile.TemporaryDirectory() as folder:
        sixty = os.path.join(folder, "sixty_pages.tex")
        with open(sixty, "w", encoding="utf-8") as f:
            f.write(long_paper.paper())
        papers.append(sixty)
        only = [a for a in sys.argv[1:] if not a.startswith("-")]
        papers = [p for p in papers if not only or os.path.splitext(os.path.basename(p))[0] in only]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for results in pool.map(check_paper, papers):
                for name, ok, detail in results:
                    case(name, ok, "" if ok else detail)
    done()


main()
