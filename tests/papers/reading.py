# SPDX-License-Identifier: MIT
"""An independent reading of TeX papers like those in tex/: what a reader of the paper has to find, in its order. It knows the commands
that these papers use and no others. Nothing of the program under test is used."""
import os
import re

# Commands of one argument whose argument is text; those that are not here vanish with what stands in brackets behind them.
KEEP_ARGUMENT = {"emph", "textbf", "textit", "unknowncommand", "url"}
BLOCKS = {"equation", "align", "multline", "table", "figure", "tabular", "itemize", "enumerate", "description", "quote", "verbatim", "algorithm",
          "algorithmic", "abstract", "theorem", "lemma", "proof", "thebibliography", "CJK", "document", "unknownenvironment"}
ALGORITHM = {"STATE": "", "FOR": "for", "ENDFOR": "end for", "IF": "if", "ENDIF": "end if", "RETURN": "return"}


class Unit:
    """A piece of the paper: its kind (paragraph, formula, caption, cell, footnote, item, line, work, heading), its words, its formulas."""

    def __init__(self, kind, words, formulas=()):
        self.kind, self.words, self.formulas = kind, words, list(formulas)

    def __repr__(self):
        return f"{self.kind}: {' '.join(self.words)} {self.formulas}"


def formula_key(tex):
    """TeX without what may be written one way or another: blanks, braces, sizes, alignment."""
    tex = re.sub(r"\\displaystyle|\\left|\\right|\\text|\\label\{\w+\}|%\n", "", tex)
    tex = tex.replace(r"\dots", r"\ldots").replace(r"\lVert", r"\|").replace(r"\rVert", r"\|").replace(r"\geq", r"\ge").replace(r"\gets", r"\leftarrow")
    return re.sub(r"[\s{}&]|\\\\|\\[,;! ]", "", tex)


def words_of(text):
    return re.findall(r"[\u3400-\u9fff]|[0-9A-Za-z\u00c0-\u024f]+", text)


def group(s, i):
    """The group {…} at S[I]: its content, and where it ends."""
    depth, start = 0, i
    while i < len(s):
        if s[i] == "\\":
            i += 1
        elif s[i] == "{":
            depth += 1
        elif s[i] == "}":
            depth -= 1
            if depth == 0:
                return s[start + 1:i], i + 1
        i += 1
    raise ValueError(s[start:start + 40])


def expand(s, macros):
    for name, (arity, body) in macros.items():
        at = 0
        while (m := re.compile(r"\\" + name + r"(?![a-zA-Z])").search(s, at)):
            end, args = m.end(), []
            for _ in range(arity):
                arg, end = group(s, end)
                args.append(arg)
            made = body
            for k, arg in enumerate(args):
                made = made.replace(f"#{k + 1}", arg)
            s = s[:m.start()] + made + s[end:]
            at = m.start()
    return s


def source(path):
    with open(path, encoding="utf-8") as f:
        s = f.read()
    folder = os.path.dirname(path)
    s = re.sub(r"\\input\{([\w-]+)\}", lambda m: open(os.path.join(folder, "parts", m[1] + ".tex"), encoding="utf-8").read(), s)
    return re.sub(r"(?<!\\)%.*", "", s)


def read_text(s, kind, out):
    """A run of text: its words, its formulas; footnotes become units of their own behind it."""
    notes, formulas, plain, i = [], [], [], 0
    while i < len(s):
        if s[i] == "$":
            end = s.index("$", i + 1)
            formulas.append(formula_key(s[i + 1:end]))
            plain.append(" ")
            i = end + 1
        elif s.startswith("\\(", i):
            end = s.index("\\)", i)
            formulas.append(formula_key(s[i + 2:end]))
            i = end + 2
        elif (m := re.compile(r"\\([a-zA-Z]+)\*?").match(s, i)):
            i = m.end()
            while i < len(s) and s[i] == "[":
                i = s.index("]", i) + 1
            if m[1] in ("footnote", "thanks"):
                note, i = group(s, i)
                if m[1] == "footnote":
                    notes.append(note)
            elif m[1] == "href":
                _, i = group(s, i)
                text, i = group(s, i)
                plain.append(text)
            elif m[1] in ("cite", "ref", "label", "rule", "centering"):
                while i < len(s) and s[i] == "{":
                    _, i = group(s, i)
            elif i < len(s) and s[i] == "{":
                arg, i = group(s, i)
                if m[1] in KEEP_ARGUMENT:
                    inner = []
                    read_text(arg, kind, inner)
                    plain.append(arg)
        elif s[i] == "\\":
            plain.append(s[i + 1:i + 2] if s[i + 1:i + 2] in "%&#" else " ")
            i += 2
        else:
            plain.append(" " if s[i] in "~{}" else s[i])
            i += 1
    words = words_of("".join(plain))
    if words or formulas:
        out.append(Unit(kind, words, formulas))
    for note in notes:
        read_text(note, "footnote", out)


def read_table(s, out):
    for row in re.split(r"\\\\(?:\[[^]]*\])?", s):
        row = re.sub(r"\\(hline|toprule|midrule|bottomrule)", "", row)
        for cell in re.split(r"(?<!\\)&", row):
            cell = re.sub(r"\\multirow\{\d+\}\{[^}]*\}", "", cell)
            cell = re.sub(r"\\multicolumn\{\d+\}\{[^}]*\}", "", cell)
            read_text(cell, "cell", out)


def read_algorithm(s, out):
    for m in re.finditer(r"\\(STATE|FOR|ENDFOR|IF|ENDIF|RETURN)([^\\]*(?:\\(?!STATE|FOR|ENDFOR|IF|ENDIF|RETURN)[^\\]*)*)", s):
        text = (ALGORITHM[m[1]] + " " + m[2].strip().strip("{}") + (" do" if m[1] == "FOR" else " then" if m[1] == "IF" else ""))
        read_text(text, "line", out)


def items(s):
    """The items of a list; those of lists within it stay with their item."""
    found, depth, start = [], 0, None
    for m in re.finditer(r"\\(begin|end)\{|\\item(?![a-zA-Z])", s):
        if m[1]:
            depth += 1 if m[1] == "begin" else -1
        elif depth == 0:
            if start is not None:
                found.append(s[start:m.start()])
            start = m.end()
    return found + ([s[start:]] if start is not None else [])


def read_list(s, out):
    for item in items(s):
        m = re.match(r"\s*\[([^]]*)\]", item)
        if m:
            item = m[1] + " " + item[m.end():]
        read_blocks(item, out, "item")


def read_environment(name, s, out):
    if name in ("equation", "multline"):
        out.append(Unit("formula", [], [formula_key(s)]))
    elif name == "align":
        for line in s.split(r"\\"):
            out.append(Unit("formula", [], [formula_key(line)]))
    elif name == "tabular":
        read_table(s[group(s, 0)[1]:], out)
    elif name == "algorithmic":
        read_algorithm(s, out)
    elif name in ("itemize", "enumerate", "description"):
        read_list(s, out)
    elif name == "thebibliography":
        for work in re.split(r"\\bibitem\{\w+\}", s)[1:]:
            read_text(work, "work", out)
    elif name == "verbatim":
        for line in s.strip().split("\n"):
            out.append(Unit("line", words_of(line)))
    else:
        s = re.sub(r"^\[([^]]*)\]", r"\1 ", s.lstrip()) if name in ("theorem", "lemma") else re.sub(r"^(\[[^]]*\]|\{[^}]*\})+", "", s)
        read_blocks(s, out, "paragraph")


def read_blocks(s, out, kind):
    """Text with environments, headings and displayed formulas in it."""
    token = re.compile(r"\\begin\{(\w+\*?)\}|\\(section|subsection)\*?\{|\\caption\{|\\\[|\\(maketitle|appendix)(?![a-z])|\n\s*\n")
    at = 0
    while (m := token.search(s, at)):
        read_text(s[at:m.start()], kind, out)
        if m[1]:
            name, depth, i = m[1], 1, m.end()
            for n in re.finditer(r"\\(begin|end)\{" + re.escape(name) + r"\}", s[i:]):
                depth += 1 if n[1] == "begin" else -1
                if depth == 0:
                    break
            read_environment(name.rstrip("*"), s[i:i + n.start()], out)
            at = i + n.end()
        elif m[2]:
            title, at = group(s, m.end() - 1)
            read_text(title, "heading", out)
        elif m[0].startswith("\\caption"):
            text, at = group(s, m.end() - 1)
            read_text(text, "caption", out)
        elif m[0] == "\\[":
            end = s.index("\\]", m.end())
            out.append(Unit("formula", [], [formula_key(s[m.end():end])]))
            at = end + 2
        else:
            at = m.end()
    read_text(s[at:], kind, out)


def read(path):
    """The units of the paper at PATH, in order; its title's words come first."""
    s = source(path)
    macros = {m[1]: (int(m[2] or 0), group(s, m.end() - 1)[0]) for m in re.finditer(r"\\newcommand\{\\(\w+)\}(?:\[(\d)\])?\{", s)}
    head, body = s.split(r"\begin{document}")
    body = expand(body.split(r"\end{document}")[0], macros)
    title = re.sub(r"\\thanks\{[^}]*\}", "", group(head, head.index(r"\title{") + 6)[0])
    out = [Unit("title", words_of(title))]
    read_blocks(body, out, "paragraph")
    return out
