# SPDX-License-Identifier: MIT
"""The BibTeX of `digest export`, read by BibTeX, LaTeX and biber: all papers of the captures and 1,000 of papers-sample. No error; each name in
the parts that BibTeX takes it apart into, each title as the style plain writes it in lower case, held against the record."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tools"))
import cite_read  # noqa: E402
from tap import SHARED, case, done, run, scratch, shared, skip  # noqa: E402

HOME = scratch()
BIBER_TAKES = 1000  # entries; it needs a second for fifteen
UNKNOWN_TO_LATEX = re.compile(r"\\Q\b")  # a macro of a paper's own: its formula is shown as text
DOCUMENT = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage{amsmath,amssymb}
\begin{document}\nocite{*}\bibliographystyle{%s}\bibliography{all}\end{document}"""


def program(*args):
    env = dict(os.environ, max_print_line="10000", openout_any="p", HOME=HOME)
    return subprocess.run(args, cwd=HOME, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)


def write(name, text):
    with open(os.path.join(HOME, name), "w", encoding="utf-8") as f:
        f.write(text)


def read(name):
    with open(os.path.join(HOME, name), encoding="utf-8", errors="replace") as f:
        return f.read()


def fill(paths, limit=None):
    """The records of PATHS, each id once, and a store that has them."""
    papers = {}
    for left in ("s.db", "all.bib"):
        if os.path.exists(os.path.join(HOME, left)):
            os.remove(os.path.join(HOME, left))
    for path in paths:
        for line in run("fetch", "--store", "none", "--json", "--input", path, cwd=HOME).text.splitlines():
            p = json.loads(line)
            if limit is None or len(papers) < limit:
                papers.setdefault(p["id"], p)
    write("records.jsonl", "".join(json.dumps(p) + "\n" for p in papers.values()))
    run("fetch", "--store", "s.db", "--input", "records.jsonl", cwd=HOME)
    return papers


def entries(text):
    """The key of each id, by what stands in the file."""
    return {i: key for key, i in re.findall(r"^@misc\{([^,\s]+),.*?^  eprint = \{([^}]*)\}", text, re.M | re.S)}


def bibtex_reads():
    """What BibTeX itself says of each entry: key -> (title in lower case, names as four parts)."""
    write("parts.aux", "\\relax\n\\citation{*}\n\\bibstyle{parts}\n\\bibdata{all}\n")
    with open(os.path.join(HERE, "parts.bst"), encoding="utf-8") as f:
        write("parts.bst", f.read())
    p = program("bibtex", "parts")
    out = {}
    for line in read("parts.bbl").replace("%\n", "").replace("\n  ", " ").split("\n"):
        if line[:2] == "K ":
            title, names = out[line[2:]] = ["", []]
        elif line[:2] == "T ":
            out[key_of(out)][0] = line[2:]
        elif line[:2] == "N ":
            out[key_of(out)][1].append([cite_read.plain(x) for x in line[2:].split("|")])
    return p, out


def key_of(d):
    return next(reversed(d))


def names_are(what, papers, keys, names):
    """NAMES: key -> names as (given, particle, family, suffix)."""
    bad, n = [], 0
    for i, p in papers.items():
        want = cite_read.record_names(p)
        got = [cite_read.whole_name(*x) for x in names.get(keys.get(i), [])]
        if p.get("authors_omitted"):
            want = want + ["others"]
        n += len(want)
        bad += [(i, w, g) for w, g in zip(want + ["-"] * len(got), got + ["-"] * len(want)) if w.replace(",", "") != g]
    case(f"{what}: {n} names are the records'", n > 1000 and not bad, "\n".join(map(str, [len(bad)] + bad[:30])))


def titles_are(what, papers, keys, titles):
    text, math, capitals = [], [], []
    formulas = words = 0
    for i, p in papers.items():
        got = titles.get(keys.get(i), "")
        want, has = cite_read.same(p["title"]), cite_read.same(cite_read.plain(got))
        tame = not re.search(r"[\\{}]", cite_read.MATH.sub("", p["title"])) and p["title"].isascii()
        if tame and cite_read.MATH.sub("", want).casefold() != cite_read.MATH.sub("", has).casefold():
            text.append((i, want, has))
        for f in cite_read.MATH.findall(p["title"]):
            if f.isascii() and not UNKNOWN_TO_LATEX.search(f) and not re.search(r"\\[{}]|[%#&]", f):
                formulas += 1
                math += [(i, f, got)] if f not in got else []
        for w in cite_read.own_capitals(p["title"]):
            words += 1
            capitals += [(i, w, got)] if not re.search(r"(?<![A-Za-z])" + re.escape(cite_read.same(w)), has) else []
    for name, bad, n in (("texts", text, len(papers)), ("formulas", math, formulas), ("words with capitals of their own", capitals, words)):
        case(f"{what}: {name} of titles are the records' ({n})", n > 0 and not bad, "\n".join(map(str, [len(bad)] + bad[:30])))


def latex(style, but=r"$^"):
    """BUT: errors that there may be."""
    write("d.tex", DOCUMENT % style)
    program("pdflatex", "-interaction=nonstopmode", "d")
    blg = program("bibtex", "d").stdout.decode("utf-8", "replace")
    program("pdflatex", "-interaction=nonstopmode", "d")
    errors = [m for m in re.findall(r"^! .*(?:\n.*){3}", read("d.log"), re.M) if not re.search(but, m)]
    case(f"{style}: BibTeX has no errors", not re.search(r"(?m)error message|^I |^Illegal|^Repeated|^Warning", blg), blg[-3000:])
    case(f"{style}: LaTeX has no errors", not errors and os.path.exists(os.path.join(HOME, "d.pdf")), f"{len(errors)}\n" + "\n".join(errors[:8]))


def biber(papers):
    """biber's reading, as XML."""
    p = program("biber", "--tool", "--output-format=biblatexml", "--output-file=all.xml", "--quiet", "some.bib")
    said = [x for x in p.stdout.decode("utf-8", "replace").split("\n") if re.match(r"(WARN|ERROR)", x)]
    case("biber has nothing to say", p.returncode == 0 and not said, "\n".join(said[:20]))
    b = "{http://biblatex-biber.sourceforge.net/biblatexml}"
    names, titles = {}, {}
    for entry in ET.parse(os.path.join(HOME, "all.xml")).getroot().iter(b + "entry"):
        key = entry.get("id")
        names[key] = []
        for n in entry.iter(b + "name"):
            part = {x.get("type"): "".join(x.itertext()) for x in n.iter(b + "namepart")}
            family = part.get("family", "") if part else n.text or ""
            names[key].append([cite_read.plain(part.get(k, "") if k != "family" else family) for k in ("given", "prefix", "family", "suffix")])
        if any(x.get("morenames") for x in entry.iter(b + "names")):
            names[key].append(["", "", "others", ""])
        title = entry.find(b + "title")
        titles[key] = "".join(title.itertext()) if title is not None else ""
    keys = entries(read("some.bib"))
    taken = {i: p for i, p in papers.items() if i in keys}
    names_are("biber", taken, keys, names)
    titles_are("biber", taken, keys, titles)


def can_fail(papers, keys, got):
    """The comparisons see a name that is parted elsewhere and a letter that is not the record's."""
    i = next(i for i, p in papers.items() if len(p.get("authors", [])) > 1)
    names = got[keys[i]][1]
    case("a name that lacks a hyphen or a part is seen", cite_read.whole_name(*names[0]) == cite_read.record_names(papers[i])[0] and
         cite_read.whole_name("Jae hyun", "", "Kim", "") != cite_read.record_name("Jae-hyun Kim") and cite_read.whole_name("", *names[0][1:]) != cite_read.record_names(papers[i])[0])


def judge(name, paths, limit=None):
    papers = fill(paths, limit)
    r = run("export", "--store", "s.db", "--all", "-o", "all.bib", cwd=HOME)
    text = read("all.bib")
    keys = entries(text)
    case(f"{name}: an entry and a key for each of {len(papers)}", r.status == 0 and set(keys) == set(papers) and len(set(keys.values())) == len(papers), r.msg)
    p, got = bibtex_reads()
    case(f"{name}: BibTeX has nothing to say", p.returncode == 0 and b"Warning" not in p.stdout, p.stdout.decode()[-2000:])
    if any(p.get("authors") for p in papers.values()):
        names_are(f"{name}, BibTeX", papers, keys, {k: v[1] for k, v in got.items()})
        can_fail(papers, keys, got)
    titles_are(f"{name}, BibTeX", papers, keys, {k: v[0] for k, v in got.items()})
    latex("plain")
    latex("abbrv")
    return papers, text


if not shared("captures"):
    skip("bibtex", "../shared is not there")
    done()
PAPERS, TEXT = judge("captures", cite_read.captures(SHARED))
write("some.bib", "\n\n".join(TEXT.split("\n\n")[::max(1, len(PAPERS) // BIBER_TAKES)]))
biber(PAPERS)
fill([shared("corpus/torture.jsonl")])
run("export", "--store", "s.db", "--all", "-o", "all.bib", "--overwrite", cwd=HOME)
latex("plain", but=r"Unicode character \S+ \(U\+(?:1F|1D5|20E3|FE0F|200[CD])")  # emoji and letters of other alphabets of mathematics
judge("papers-sample", [shared("corpus/papers-sample.jsonl")], 1000)
done()
