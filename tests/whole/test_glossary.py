# SPDX-License-Identifier: MIT
"""data/glossary.zh.tsv: its form, its Chinese by opencc, and how often Chinese abstracts use the accepted forms."""
import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import ROOT, case, done, shared, skip  # noqa: E402

PATH = os.path.join(ROOT, "data", "glossary.zh.tsv")
text = open(PATH, encoding="utf-8").read()
rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
terms = [r[0] for r in rows]
folded = [re.sub(r"[- ]+", " ", t.lower()) for t in terms]

case(f"{len(rows)} terms, more than 250", len(rows) >= 250)
case("sorted by the term in lower case", terms == sorted(terms, key=str.lower),
     [a for a, b in zip(terms, sorted(terms, key=str.lower)) if a != b][:3])
case("each term once", len(set(folded)) == len(folded), sorted(t for t in folded if folded.count(t) > 1))
case("terms are letters, digits, blanks and hyphens", all(re.fullmatch(r"[A-Za-z0-9]+([ -][A-Za-z0-9]+)*", t) for t in terms))
odd = [r for r in rows if any(f != f.strip() or not f for f in r) or len(set(r[1:])) != len(r[1:])]
case("forms are trimmed, not empty, each once", not odd, odd)
odd = [r for r in rows if any(re.search("[\u3000-\u303f\uff00-\uffef\u0000-\u001f]", f) for f in r)]
case("no full-width signs, no controls", not odd, odd)
wrong = {r[0]: [f[1:] for f in r if f.startswith("!")] for r in rows if any(f.startswith("!") for f in r)}
rows = [[f for f in r if not f.startswith("!")] for r in rows]
case("what two words are never written as", wrong == {"Transformer": ["变压器"], "token": ["令牌", "代币"]}, wrong)
for word in sum(wrong.values(), []):
    case(f"{word} is right for another term", any(word in f for r in rows for f in r[1:]))
odd = [r for r in rows if len(r) > 1 and r[1] != r[0] and not re.search("[\u4e00-\u9fff]", r[1])]
case("the first form is Chinese, or the term itself", not odd, odd)
english = [r[0] for r in rows if len(r) == 1 or r[1] == r[0]]
case(f"{len(english)} terms stay in English", len(english) >= 10 and "Transformer" in english and "BERT" in english, english)
for term, form in (("attention", "注意力"), ("token", "词元"), ("embedding", "嵌入"), ("fine-tuning", "微调"), ("reinforcement learning", "强化学习"),
                   ("ablation", "消融"), ("benchmark", "基准"), ("agent", "智能体"), ("posterior", "后验"), ("mutual information", "互信息"),
                   ("point cloud", "点云"), ("machine translation", "机器翻译"), ("heteroscedastic", "异方差")):
    case(f"{term} is {form}", [form] == [r[1] for r in rows if r[0] == term])

if shutil.which("opencc"):
    got = subprocess.run(["opencc", "-c", "t2s.json"], input=text.encode(), capture_output=True, timeout=600).stdout.decode()
    case("opencc finds nothing that is not simplified", got == text,
         [a for a, b in zip(text.split("\n"), got.split("\n")) if a != b][:5])
    got = subprocess.run(["opencc", "-c", "t2s.json"], input="強化學習\n".encode(), capture_output=True, timeout=600).stdout.decode()
    case("and it would", got == "强化学习\n", got)
else:
    skip("opencc finds nothing that is not simplified", "no opencc")

# How often a warning would come: the rule, worked out here again with a regular expression.
sample = shared("corpus/papers-sample.jsonl")
if sample:
    forms = {f: [re.sub(r"[- ]+", "", x.lower()) for x in (r[1:] or r[:1])] for f, r in zip(folded, rows)}
    finder = re.compile(r"(?<![a-z0-9])(" + "|".join(re.escape(t).replace(r"\ ", "[- \n]") for t in sorted(folded, key=len, reverse=True))
                        + r")(?:s|es)?(?![a-z0-9])")
    met = all_of = 0
    used = set()
    for line in open(sample, encoding="utf-8"):
        p = json.loads(line)
        zh = p.get("summary", {})
        if not zh.get("abstract"):
            continue
        chinese = re.sub(r"[- ]+", "", (zh.get("title", "") + "\n" + zh["abstract"]).lower())
        for t in {re.sub("[- \n]", " ", m) for m in finder.findall((p["title"] + ". " + p["abstract"]).lower())}:
            used.add(t)
            all_of += 1
            met += any(f in chinese for f in forms[t])
    case(f"of {all_of} terms in the sample's papers {100 * met / all_of:.1f} % came out in an accepted form; 85 % at least",
         all_of > 10000 and met / all_of >= 0.85)
    # The sample has few papers of economics and finance: what arXiv sent counts, too.
    paths = [os.path.join(folder, f) for part in ("captures", "corpus") for folder, _, files in os.walk(shared(part)) for f in files]
    said = re.sub("[- \n]+", " ", "\n".join(open(path, encoding="utf-8", errors="replace").read() for path in paths).lower())
    used |= {t for t in set(folded) - used if re.search(re.escape(t) + r"(?:s|es)?(?![a-z0-9])", said)}
    case(f"{len(used)} of {len(rows)} terms occur in papers of arXiv, 90 % at least", len(used) >= 0.9 * len(rows))
else:
    skip("accepted forms in real abstracts", "no shared corpus")
done()
