# SPDX-License-Identifier: MIT
"""Cleaning against other readings of the same papers: arXiv's own conversion of TeX and of author lists, and Python's
regular expressions over thousands of records of the earlier system."""
import json
import os
import re
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import case, done, run, shared, skip  # noqa: E402


def records(path):
    """What the program makes of a file."""
    return [json.loads(line) for line in run("fetch", "--store", "none", "--json", "--input", path).text.split("\n")[:-1]]


def squeezed(s):
    """Without white space: arXiv's parser puts blanks between initials."""
    return re.sub(r"\s+", "", s)


# ---- arXiv's own reading of author lists (Kaggle's authors_parsed) ----
KAGGLE = shared("captures/kaggle/snapshot-lines-001-130.jsonl")
if KAGGLE:
    src = [json.loads(line) for line in open(KAGGLE, encoding="utf-8")]
    got = {r["id"]: r for r in records(KAGGLE)}
    wrong, places = [], []
    for r in src:
        names = [squeezed(a["name"]) for a in got[r["id"]]["authors"]]
        if names != [squeezed(x[1] + x[0] + x[2]) for x in r["authors_parsed"]]:
            wrong.append(r["id"])
        affiliations = [a.get("affiliations", []) for a in got[r["id"]]["authors"]]
        if affiliations != [[" ".join(y.split()) for y in x[3:]] for x in r["authors_parsed"]]:
            places.append(r["id"])
    case(f"names of {len(src)} author lists as arXiv parsed them", len(src) == 130 and not wrong, wrong)
    # In these two arXiv's parser of the time did not follow the numbers to the list that the authors give.
    case("affiliations as arXiv parsed them, but for two lists", places == ["0704.0025", "0704.0128"], places)
    numbered = got["0704.0025"]["authors"][1]["affiliations"]
    case("numbered affiliations are looked up", numbered == ["CREST, Japan Science and Technology Agency", "The University of Tokyo"], numbered)
    last = got["0704.0128"]["authors"][-1]["affiliations"]
    case("two numbers, two affiliations", last == ["INAF-Osservatorio Astronomico di Brera", "Universita' degli Studi di Milano"], last)
else:
    skip("author lists", "captures/kaggle is not there")

# ---- the same papers as TeX (arXivRaw) and as arXiv converted them (arXiv) ----
OAI = shared("captures/oai")
if OAI:
    raw, plain = {}, {}
    for name in sorted(os.listdir(OAI)):
        if not name.endswith(".xml") or "err-" in name:
            continue
        text = open(os.path.join(OAI, name), encoding="utf-8").read()
        to = raw if "/OAI/arXivRaw/" in text else plain if 'xmlns="http://arxiv.org/OAI/arXiv/"' in text else None
        if to is not None:
            for r in records(os.path.join(OAI, name)):
                to[r["id"]] = r
    both = sorted(set(raw) & set(plain))
    case("papers in both forms", len(both) >= 15, len(both))
    for i in both:
        # A backslash too many, or braces left around a letter: arXiv's conversion leaves those where a source has them twice.
        names = [squeezed(re.sub(r"[\\{}]", "", a["name"])) for a in plain[i]["authors"]]
        ours = [squeezed(a["name"]) for a in raw[i]["authors"]]
        bad = [(a, b) for a, b in zip(names, ours) if a != b] + ([] if len(names) == len(ours) else [(len(names), len(ours))])
        case(f"{i}: {len(names)} authors from TeX as arXiv converts them", not bad, bad)
        for field in ("title", "abstract"):
            case(f"{i}: {field} from both forms", raw[i][field] == plain[i][field], (raw[i][field], plain[i][field]))
else:
    skip("TeX against arXiv's conversion", "captures/oai is not there")

# ---- the earlier system's records: the feed's traces, read by regular expressions ----
SAMPLE = shared("corpus/papers-sample.jsonl")
if SAMPLE:
    src = [json.loads(line) for line in open(SAMPLE, encoding="utf-8")]
    got = records(SAMPLE)
    case("as many records", len(got) == len(src), (len(got), len(src)))
    SUFFIX = re.compile(r"^(.*?)\.? \(arXiv:(\S+?)(?:v(\d+))? \[([^\]]+)\](?: (UPDATED|CROSS LISTED))?\)$", re.S)
    PREFIX = re.compile(r"^arXiv:(\S+?)v(\d+) Announce Type: (\S+)\s+Abstract: (.*)$", re.S)
    TEX = re.compile(r"[\\~`]|--")
    counts = {"suffix": 0, "prefix": 0, "title": 0, "abstract": 0, "other": 0}
    bad = {k: [] for k in counts}
    for s, g in zip(src, got):
        m, p = SUFFIX.match(s["title"]), PREFIX.match(s["abstract"])
        title, abstract = s["title"], s["abstract"]
        if m:
            counts["suffix"] += 1
            title = m.group(1)
            kind = {None: "new", "UPDATED": "replace", "CROSS LISTED": "cross"}[m.group(5)]
            if (g["version"], g["announce_type"]) != (int(m.group(3)), kind) or len(g["categories"]) != 1:
                bad["suffix"].append(s["id"])
        if p:
            counts["prefix"] += 1
            abstract = p.group(4)
            if (g["version"], g["announce_type"]) != (int(p.group(2)), p.group(3)):
                bad["prefix"].append(s["id"])
        for key, want in (("title", title), ("abstract", abstract)):
            if not TEX.search(want):
                counts[key] += 1
                if g[key] != " ".join(want.split()):
                    bad[key].append(s["id"])
        if g["link"] != "https://arxiv.org/abs/" + g["id"] or g.get("received", {}).get("link", g["link"]) != s["link"] \
                or g.get("received", {}).get("title", g["title"]) != s["title"] \
                or g.get("received", {}).get("abstract", g["abstract"]) != s["abstract"]:
            bad["other"].append(s["id"])
        counts["other"] += 1
    for key, what in (("suffix", "titles' suffixes"), ("prefix", "abstracts' prefixes"), ("title", "titles without TeX"),
                      ("abstract", "abstracts without TeX"), ("other", "links, and what was received")):
        case(f"{counts[key]} {what} as a regular expression reads them", counts[key] > 400 and not bad[key], bad[key][:5])

    # What the record says is valid by its own page: one line, NFC, no control or bidi character; and it is settled.
    odd = [g["id"] for g in got for k in ("title", "abstract")
           if unicodedata.normalize("NFC", g[k]) != g[k] or g[k] != g[k].strip() or "  " in g[k] or (k == "title" and "\n" in g[k])
           or any(unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\u200b\u200c\u200d" for c in g[k])]
    case("every text is in its form", not odd, odd[:5])
    with tempfile.NamedTemporaryFile("w", suffix=".x", encoding="utf-8") as f:
        f.write("".join(json.dumps(g, ensure_ascii=False) + "\n" for g in got))
        f.flush()
        again = records(f.name)
    differ = [a["id"] for a, b in zip(got, again) if a != b]
    case("what was printed and is read again is the same", len(again) == len(got) and not differ, differ[:5])

    # Formulas are never touched: the same ones, in the same order.
    MATH = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$")
    touched = []
    for s, g in zip(src, got):
        if s["title"].count("$") % 2 == 0 and "\\$" not in s["title"]:
            if [" ".join(x.split()) for x in MATH.findall(s["title"])] != MATH.findall(g["title"]):
                touched.append(s["id"])
    case("formulas of titles are as they were", not touched, touched[:5])
else:
    skip("the earlier system's records", "corpus is not there")

# ---- without the shared corpus: one record of our own writing with everything ----
with tempfile.NamedTemporaryFile("w", suffix=".x", encoding="utf-8") as f:
    f.write(json.dumps({"id": "2401.00001", "title": "On G\\\"odel's ~\\textit{proof} in $\\mathcal{O}(n)$. (arXiv:2401.00001v2 [math.IT] UPDATED)",
                        "abstract": "One.\nTwo\u202e \u0007e\u0301.", "authors": [{"name": "Stanis{\\l}aw Ulam"}, {"name": ":"}],
                        "link": "http://arxiv.org/abs/2401.00001", "summary": {"tldr": "\\textit{as it is}"}}) + "\n")
    f.flush()
    r = records(f.name)[0]
for key, want in (("title", "On Gödel's proof in $\\mathcal{O}(n)$"), ("version", 2), ("announce_type", "replace"), ("categories", ["cs.IT"]),
                  ("abstract", "One.\nTwo é."), ("authors", [{"name": "Stanisław Ulam"}]), ("link", "https://arxiv.org/abs/2401.00001"),
                  ("summary", {"tldr": "\\textit{as it is}"})):
    case(f"own record: {key}", r.get(key) == want, r.get(key))
done()
