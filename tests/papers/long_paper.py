# SPDX-License-Identifier: MIT
"""A paper of sixty pages as TeX: sections of sentences put together from words, with formulas, tables, footnotes and lists among them.
The same seed gives the same paper."""
import random

SUBJECTS = "the gardener|a careful reader|the old machine|each participant|our procedure|the second experiment|a neighbour|the estimate".split("|")
VERBS = "measures|repeats|improves|describes|compares|collects|observes|reconstructs|underestimates|approximates".split("|")
OBJECTS = ("the temperature of the soil|an unexpected difference|the arrangement of the flowers|every measurement of the season|"
           "the distribution of the seeds|a considerable amount of water|the representation of the garden|their understanding").split("|")
ENDS = ("in the morning|without any instrument|although it is raining|because nobody else does|as often as necessary|with remarkable patience|"
        "before the harvest begins|under comparable conditions").split("|")


def sentence(rng):
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(ENDS)}".capitalize() + "."


def paragraph(rng, n):
    text = " ".join(sentence(rng) for _ in range(n))
    if rng.random() < 0.4:
        text += f" The coefficient is $c_{{{rng.randint(1, 99)}}}={rng.randint(100, 999)}.{rng.randint(1, 9)}$ here."
    if rng.random() < 0.15:
        text += f"\\footnote{{{sentence(rng)}}}"
    return text


def table(rng, n):
    rows = "\n".join(f"Garden {chr(65 + i)} & {rng.randint(10, 99)}.{rng.randint(1, 9)} & {rng.randint(100, 999)} \\\\" for i in range(n))
    return ("\\begin{table}\n\\caption{" + sentence(rng) + "}\n\\begin{tabular}{lrr}\nPlace & Height & Flowers \\\\\n" + rows +
            "\n\\end{tabular}\n\\end{table}")


def section(rng, number):
    parts = [f"\\section{{Observations of season {number}}}"]
    for sub in range(3):
        parts.append(f"\\subsection{{Week {sub + 1} of season {number}}}")
        parts += [paragraph(rng, rng.randint(4, 9)) + "\n" for _ in range(6)]
        if sub == 0:
            parts.append(table(rng, rng.randint(3, 7)))
        if sub == 1:
            parts.append(f"\\begin{{equation}}\nh_{{{number}}}=\\sum_{{i=1}}^{{{rng.randint(5, 50)}}}a_{{i}}+b\n\\end{{equation}}")
        if sub == 2:
            parts.append("\\begin{itemize}\n" + "\n".join(f"\\item {sentence(rng)}" for _ in range(4)) + "\n\\end{itemize}")
    return "\n".join(parts)


def paper(seed=13, sections=30):
    rng = random.Random(seed)
    works = "\n".join(f"\\bibitem{{w{i}}} {chr(65 + i % 26)}. Gardener. Notes on season {i}. Garden Letters, {1960 + i}." for i in range(1, 41))
    return ("\\documentclass{article}\n\\title{Sixty Pages about One Garden}\n\\author{Mona Garden}\n\\begin{document}\n\\maketitle\n"
            "\\begin{abstract}\n" + paragraph(rng, 4) + "\n\\end{abstract}\n" + "\n".join(section(rng, i) for i in range(1, sections + 1)) +
            "\n\\section{Conclusion}\n" + paragraph(rng, 5) + "\n\\begin{thebibliography}{99}\n" + works + "\n\\end{thebibliography}\n\\end{document}\n")
