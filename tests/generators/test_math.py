# SPDX-License-Identifier: MIT
"""Mathematics, judged by KaTeX, MathJax, xmllint and Chromium: portable TeX draws what the TeX draws, MathML has the letters and
signs that KaTeX has, in its order."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tools"))
from tap import DIGEST, ROOT, case, done, shared, skip  # noqa: E402
from lxml import etree  # noqa: E402

TESTS = os.path.join(os.path.dirname(os.path.abspath(DIGEST)), "tests")
MODULES = os.path.join(os.environ.get("GENERATORS", os.path.join(ROOT, "build", "generators")), "node_modules")
NODE = dict(os.environ, NODE_PATH=MODULES)
CHROMIUM = "/usr/bin/chromium"
CJK = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")

# Formulas of our own: what authors write, a kind each. They are there without the corpus, too.
OWN = r"""x_i^2
x'^2 + f''_n
\frac{a}{b}
\sqrt[3]{x+1}
\sum_{i=1}^n i^2
\int_0^1 f(x)\,dx
\max_{x\in X} f(x)
\mathbb{E}[X]
\mathcal{O}(n\log n)
p(y|x)
\|w\|_2
|x|^2
a<b
a>b
\{x\}
a~b
a\;b\:c\!d
\left(\frac{1}{2}\right)
\left\{x\middle|y\right\}
\hat{x}\tilde y\bar z
\text{if }x>0
\operatorname{tr}(A)
\operatorname*{arg\,max}_x f
\begin{pmatrix}a&b\\c&d\end{pmatrix}
\begin{cases}x&y\\z&w\end{cases}
\alpha^*
a...b
n!
a:=b
\boldsymbol{\theta}
{\bf x}y
\underbrace{x}_{n}
\overset{d}{=}
\not\in
a\pmod{n}
\binom{n}{k}
\mathrm{max}_i
\langle x,y\rangle
\lceil x\rceil
x^{y^{z}}
{a \over b}
\big(x\big)
\neq""".split("\n")


def formulas(text):
    """The bodies of formulas, by regular expressions: not how digest looks for them."""
    for m in re.finditer(r"(?s)\\\\|\\[$%&#_{}]|\$\$(.+?)\$\$|\$((?:\\.|[^$\\])+)\$|\\\((.+?)\\\)|\\\[(.+?)\\\]", text):
        if m.lastindex is None:
            continue
        body = " ".join(m.group(m.lastindex).split())
        bare = re.sub(r"\\.", "", body)
        depth = [bare[:i].count("{") - bare[:i].count("}") for i in range(len(bare) + 1)]
        price = m.lastindex == 2 and re.match(r"[\d.,]+[^\\^_{}=<>+*/|]*$", body) and re.search("[A-Za-z]{2}", body)
        outside = re.sub(r"\\(?:text|mbox|textrm|mathrm|textbf|hbox)\{[^{}]*\}", "", body)
        if body and min(depth) == 0 and depth[-1] == 0 and not price and not CJK.search(outside):
            yield body, m.lastindex in (1, 4)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for v in value.values() if isinstance(value, dict) else value:
            yield from strings(v)


def collect(paths):
    """(formula, display) -> how often."""
    found = {}
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in f:
                for s in strings(json.loads(line)) if line.strip() else ():
                    for key in formulas(s):
                        found[key] = found.get(key, 0) + 1
    return found


def answers(program, lines):
    out = subprocess.run([os.path.join(TESTS, program), "--lines"], input="".join(l + "\n" for l in lines), capture_output=True,
                         text=True, check=True).stdout.split("\n")[:-1]
    assert len(out) == len(lines), (program, len(out), len(lines))
    return [o[1:] if o[0] == "+" else None for o in out]


def draw(keys):
    lines = "".join(json.dumps({"tex": t, "display": d}) + "\n" for t, d in keys)
    out = subprocess.run(["node", os.path.join(HERE, "math.cjs"), "draw"], input=lines, capture_output=True, text=True, check=True,
                         env=NODE)
    return [json.loads(o) for o in out.stdout.splitlines()]


def check_portable(name, keys):
    got = answers("test_portable", [t for t, _ in keys])
    pairs = [(k, p) for k, p in zip(keys, got) if p is not None]
    # What is refused has a sign of text, or something in \text{…} that no parser may see.
    excuse = re.compile(r"\\[%#$&_]|[%#`]|\\text[a-z]*\{([^}]*[*|<>:_^]|\{)")
    odd = [t for (t, _), p in zip(keys, got) if p is None and not excuse.search(t)]
    case(f"{name}: {len(pairs)} of {len(keys)} have a portable form; the others a sign of text", not odd and pairs, odd)
    # In a line: so it is written, whatever the delimiters were.
    before, after = draw([(t, False) for (t, _), _ in pairs]), draw([(p, False) for _, p in pairs])
    new = [(k[0], p, a.get("error") or a.get("mathjaxError")) for (k, p), b, a in zip(pairs, before, after)
           if ("error" in a and "error" not in b) or ("mathjaxError" in a and "mathjaxError" not in b)]
    case(f"{name}: no error that the TeX itself does not have, in KaTeX and MathJax", not new, new)
    drawn = [(k, p, b, a) for (k, p), b, a in zip(pairs, before, after) if "error" not in b]
    differ = [(k[0], p) for k, p, b, a in drawn if b["html"] != a["html"]]
    case(f"{name}: KaTeX draws {len(drawn) - len(differ)} of {len(drawn)} the same, more than 99 %", len(differ) * 100 < len(drawn),
         differ)
    both = [(k[0], p, b["mathjax"], a["mathjax"]) for (k, p), b, a in zip(pairs, before, after)
            if "mathjax" in b and "mathjax" in a]
    # MathJax has one sign for two primes side by side where they were typed so.
    differ = [x for x in both if x[2] != x[3] and "''" not in x[0]]
    case(f"{name}: MathJax reads {len(both) - len(differ)} of {len(both)} as the same letters and signs", not differ, differ)


def check_mathml(name, found, coverage):
    keys = list(found)
    got = answers("test_mathml", [("D" if d else "I") + t for t, d in keys])
    total, taken = sum(found.values()), sum(found[k] for k, m in zip(keys, got) if m)
    refused = sorted(((found[k], k[0]) for k, m in zip(keys, got) if not m), reverse=True)
    case(f"{name}: {taken} of {total} formulas become MathML, at least {coverage} %", taken * 100 >= coverage * total, refused[:20])
    for n, tex in refused[:10]:
        print(f"# refused {n} times: {tex[:120]}")
    pairs = [(k, m) for k, m in zip(keys, got) if m]
    with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as f:
        f.write("<all>" + "\n".join(m for _, m in pairs) + "</all>")
        f.flush()
        lint = subprocess.run(["xmllint", "--noout", f.name], capture_output=True, text=True)
    case(f"{name}: well-formed, says xmllint", lint.returncode == 0, lint.stderr)
    tags = {e.tag for _, m in pairs for e in etree.fromstring(m).iter()}
    core = set("""math mrow mi mo mn mtext mspace ms msub msup msubsup munder mover munderover mmultiscripts mprescripts mfrac
                  msqrt mroot mstyle mtable mtr mtd mphantom mpadded merror""".split())
    case(f"{name}: no element that MathML Core does not have", tags <= core, tags - core)
    arguments = {"msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mfrac": 2, "mroot": 2}
    wrong = [k[0] for k, m in pairs for e in etree.fromstring(m).iter() if len(e) != arguments.get(e.tag, len(e))]
    case(f"{name}: each element has the arguments that it needs", not wrong, wrong)
    same, differ = 0, []
    for (k, m), judge in zip(pairs, draw([k for k, _ in pairs])):
        if "leaves" in judge:
            mine = leaves(m)
            same += mine == judge["leaves"]
            if mine != judge["leaves"]:
                differ.append(f"{k[0]}\n  KaTeX {judge['leaves']}\n  here  {mine}")
    case(f"{name}: {same} of {same + len(differ)} have KaTeX's letters and signs in its order, at least 95 %",
         same * 100 >= 95 * (same + len(differ)), "\n".join(differ))
    for d in differ[:8]:
        print("# differs: " + d.replace("\n", "\n#"))
    return [m for _, m in pairs]


def leaves(mathml):
    """As math.cjs does it, by another parser."""
    import unicodedata
    text = "".join(e.text or "" for e in etree.fromstring(mathml).iter("mi", "mo", "mn", "mtext"))
    for a, b in (("\u2223", "|"), ("\u2016", "\u2225"), ("\u20d7", "\u2192")):
        text = text.replace(a, b)
    return re.sub("[\\s\u2061\u2063\u200b]", "", unicodedata.normalize("NFKC", text)).replace("\u2016", "\u2225")


# Words whose signs differ, and why ours are meant.
MEANT = {
    "coloneq": "one sign", "dddot": "one sign for three dots", "underline": "a low line, not an overline below",
    "mathstrut": "nothing that is seen",
}


def check_words():
    with open(os.path.join(ROOT, "data", "mathml.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if line.count("\t") == 2]
    forms = {k: "\\%s " for k in "var ord op open close fence big int func lim".split()}
    forms.update({k: "\\%s{A}" for k in "accent over under font text".split()})
    forms.update({k: "\\%s{a}{b}" for k in "frac binom stack".split()}, switch="{\\%s A}", size="\\%s(", arrow="\\%s{a}",
                 space="a\\%s b")
    tried = [(word, (forms[kind] if word.isalpha() else forms[kind].strip()) % word) for kind, word, _ in rows if kind in forms]
    got = answers("test_mathml", ["I" + f for _, f in tried])
    known, bad = 0, []
    for (word, f), m, judge in zip(tried, got, draw([(f, False) for _, f in tried])):
        if "leaves" not in judge:
            continue
        known += 1
        if (m is None or leaves(m) != judge["leaves"]) and word not in MEANT:
            bad.append(f"{word}: KaTeX {judge['leaves']}, here {m}")
    case(f"words: {known} of data/mathml.tsv that KaTeX knows, with its signs", known > 500 and not bad, "\n".join(bad))


def check_page(mathml):
    if not os.path.exists(CHROMIUM):
        skip("Chromium draws MathML", "no chromium")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(os.environ.get("KEEP", folder), "math.html")
        with open(path, "w", encoding="utf-8") as f:
            f.write('<!DOCTYPE html><meta charset="utf-8"><title>t</title><body>' + "".join(f"<p>{m}" for m in mathml))
        out = subprocess.run(["node", os.path.join(HERE, "math.cjs"), "page", path, CHROMIUM], capture_output=True, text=True,
                             env=NODE)
        if not case("Chromium opens the page", out.returncode == 0, out.stderr):
            return
        got = json.loads(out.stdout)
    case("Chromium: no message, no request but the page", not got["messages"] and len(got["requests"]) == 1,
         (got["messages"], got["requests"]))
    flat = [i for i, (w, h) in enumerate(got["boxes"]) if w < 1 or h < 1]
    case(f"Chromium: each of {len(mathml)} formulas has a box", len(got["boxes"]) == len(mathml) and not flat,
         [mathml[i] for i in flat])


def main():
    if not all(os.path.isdir(os.path.join(MODULES, name)) for name in ("katex", "mathjax-full", "playwright-core")):
        skip("mathematics", f"tests/generators/package.json is not installed in {os.path.dirname(MODULES)}")
        return done()
    both = draw([("x_i", False), ("x_j", False), ("\\frac", False)])
    case("the judges see a difference, and an error", both[0]["html"] != both[1]["html"] and both[0]["leaves"] != both[1]["leaves"]
         and both[0]["mathjax"] != both[1]["mathjax"] and "error" in both[2] and "mathjaxError" in both[2])
    own = {(f, False): 1 for f in OWN}
    check_portable("own", list(own))
    page = check_mathml("own", own, 100)
    check_words()
    sample = shared("corpus/papers-sample.jsonl")
    if sample is None:
        skip("papers-sample", "no shared corpus")
    else:
        found = collect([sample])
        check_portable("papers-sample", list(found))
        page += check_mathml("papers-sample", found, 97)
        hard = collect(sorted(glob.glob(shared("corpus/hazards") + "/*.jsonl")) + [shared("corpus/torture.jsonl")])
        check_portable("hazards", list(hard))
        check_mathml("hazards", hard, 97)
    check_page(page[:200])
    return done()


if __name__ == "__main__":
    sys.exit(main())
