# SPDX-License-Identifier: MIT
"""Answers as models break them: valid objects, written wrongly on purpose. A line each: JSON of [how, text, title, tldr].

    damaged.py SEED COUNT
"""
import json
import random
import sys

WORDS = ["我们提出", "一种方法", "基于图的", "模型", "收敛速度", "在三个数据集上", "improves", "the bound", "提高 3.2%", "，其中", "。结果", "（见文）"]
MATH = [r"$\frac{1}{2}$", r"$\beta_t$", r"$\nu \neq 0$", r"$x \to \infty$", r"$\rho(\theta)$", r"$\tau$", r"$\bar{x}_\text{max}$", r"$O(\sqrt{n})$",
        r"$\mathbb{R}^d$", r"$\forall \epsilon > 0$", r"$\nabla f$", r"$\underline{u}$", r"$a \times b$", r"$\{x\}$", r"$\hat{y}\,\bm{z}$"]
QUOTED = ['"注意力"', '"deep" 学习', "“引号”", "it's"]


def text(r, lines):
    parts = [r.choice(r.choice((WORDS, WORDS, MATH, QUOTED))) for _ in range(r.randint(3, 9))]
    if lines and r.random() < 0.5:
        parts.insert(r.randint(1, len(parts)), "\n第二段")
    return "".join(p if i == 0 or p[0] == "\n" else r.choice(("", "" if p[0] == "$" else " ")) + p for i, p in enumerate(parts))


def string(s, how):
    if "single" in how:
        return repr(s) if "'" not in s else "'" + s.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"
    s = s if "backslash" in how else s.replace("\\", "\\\\")
    s = s if "quote" in how else s.replace('"', '\\"')
    s = s if "control" in how else s.replace("\n", "\\n")
    return ("“" + s + "”") if "curly" in how else '"' + s + '"'


def answer(title, tldr, how, r):
    name = {"single": "'%s'", "curly": "“%s”", "bare": "%s"}.get(next((h for h in how if h in ("single", "curly", "bare")), ""), '"%s"')
    between, blank = r.choice(((",", ""), (", ", " "), (",\n  ", "\n")))
    members = [name % "title" + ":" + r.choice(("", " ")) + string(title, how), name % "tldr" + ": " + string(tldr, how)]
    if "comma missing" in how:
        between = "\n"
    t = "{" + blank + between.join(members) + ("," if "comma" in how else "") + blank + ("" if "brace" in how else "}")
    if "array" in how:
        t = "[" + t + "]"
    if "nested" in how:
        t = '{"answer": ' + t + "}"
    if "fence" in how:
        t = r.choice(("```json\n%s\n```", "```\n%s\n```", "~~~\n%s\n~~~")) % t
    if "before" in how:
        t = r.choice(("好的，结果如下：\n", "Sure! Here is the {JSON} for \"you\":\n\n")) + t
    if "behind" in how:
        t += r.choice(("\n\n希望有帮助。", "\n以上“翻译”供参考，{完}。"))
    if "thinking" in how:
        t = r.choice(("<think>\n先想 {\"title\": \"草稿\"}\n</think>\n\n", "想一想。</think>")) + t
    if "blank" in how:
        t = "\n \n\n" + t + "\n\n"
    return t


KINDS = ["backslash", "quote", "control", "single", "curly", "bare", "comma", "comma missing", "brace", "array", "nested", "fence", "before", "behind",
         "thinking", "blank"]
# What cannot stand together without being something else.
APART = [{"single", "curly", "bare"}, {"single", "backslash"}, {"single", "quote"}, {"single", "control"}, {"comma", "comma missing"},
         {"brace", "array"}, {"brace", "nested"}, {"brace", "behind"}, {"array", "nested"}, {"bare", "comma missing"}, {"brace", "comma"}]

seed, count = int(sys.argv[1]), int(sys.argv[2])
rand = random.Random(seed)
for n in range(count):
    chosen = {KINDS[n % len(KINDS)]}
    for kind in rand.sample(KINDS, 4):
        if len(chosen) < 1 + n // len(KINDS) % 4 and not any(len((chosen | {kind}) & a) > 1 for a in APART):
            chosen.add(kind)
    a, b = text(rand, False), text(rand, True)
    whole = json.dumps({"title": a, "tldr": b}, ensure_ascii=False)
    assert json.loads(whole) == {"title": a, "tldr": b}
    print(json.dumps([" ".join(sorted(chosen)), answer(a, b, chosen, rand), a, b]))
