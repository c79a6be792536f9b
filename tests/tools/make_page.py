#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""make_page.py SECTIONS [--svg BYTES]: a page of LaTeXML's, of made-up words: sections with paragraphs, formulas with their MathML twice,
tables, footnotes, a bibliography; about 25 kB a section. The same arguments give the same page. --svg: a picture of so many bytes in it."""
import random
import sys

WORDS = ("graph walk node edge weight model data result train layer sample figure method show compare value large small given with from "
         "that which between over under each first second most more").split()


def math(rng, ident):
    a, b, n = rng.choice("abcxyz"), rng.choice("uvwpqr"), rng.randint(1, 99)
    tex = f"{a}_{{{n}}}=\\\\frac{{{b}}}{{{n + 1}}}".replace("\\\\", "\\")
    return (f'<math id="{ident}" class="ltx_Math" alttext="{tex}" display="inline"><semantics><mrow><msub><mi>{a}</mi><mn>{n}</mn></msub><mo>=</mo>'
            f'<mfrac><mi>{b}</mi><mn>{n + 1}</mn></mfrac></mrow><annotation-xml encoding="MathML-Content"><apply><eq/><apply><csymbol cd="ambiguous">'
            f'subscript</csymbol><ci>{a}</ci><cn type="integer">{n}</cn></apply><apply><divide/><ci>{b}</ci><cn type="integer">{n + 1}</cn></apply></apply>'
            f'</annotation-xml><annotation encoding="application/x-tex">{tex}</annotation></semantics></math>')


def text(rng, ident, n):
    parts = []
    for i in range(n):
        parts.append(" ".join(rng.choice(WORDS) for _ in range(12)))
        if rng.random() < 0.4:
            parts.append(math(rng, f"{ident}.m{i}"))
    return " ".join(parts) + "."


def table(rng, ident):
    rows = "".join('<tr class="ltx_tr"><th class="ltx_td ltx_align_left ltx_th ltx_th_row">System ' + chr(65 + i) + "</th>" +
                   "".join(f'<td class="ltx_td ltx_align_center">{rng.randint(100, 999) / 10}</td>' for _ in range(5)) + "</tr>" for i in range(8))
    return (f'<figure id="{ident}" class="ltx_table"><figcaption class="ltx_caption"><span class="ltx_tag ltx_tag_table">Table: </span>Scores.</figcaption>'
            f'<table class="ltx_tabular ltx_align_middle"><tbody class="ltx_tbody">{rows}</tbody></table></figure>')


def section(rng, s):
    out = [f'<section id="S{s}" class="ltx_section"><h2 class="ltx_title ltx_title_section"><span class="ltx_tag ltx_tag_section">{s} </span>Section</h2>']
    for p in range(1, 9):
        note = (f'<span id="footnote{s}" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">{s}</sup><span class="ltx_note_outer">'
                f'<span class="ltx_note_content"><sup class="ltx_note_mark">{s}</sup>{text(rng, "n", 1)}</span></span></span>') if p == 3 else ""
        out.append(f'<div id="S{s}.p{p}" class="ltx_para"><p class="ltx_p">{text(rng, f"S{s}.p{p}", 8)}{note}</p></div>')
    return "\n".join(out + [table(rng, f"S{s}.T1"), "</section>"])


def main():
    rng = random.Random(7)
    svg = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    print('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body><div class="ltx_page_main">'
          '<article class="ltx_document"><h1 class="ltx_title ltx_title_document">A page</h1>')
    for s in range(1, int(sys.argv[1]) + 1):
        print(section(rng, s))
    if svg:
        print('<svg class="ltx_picture">')
        for i in range(svg // 100):
            print(f'<g><path d="M {i} 0 L 12.345 67.89 C 1 2 3 4 5 6 Z" fill="none"/><text x="{i % 97}">t{i % 1000}</text></g>')
        print("</svg>")
    works = "".join(f'<li id="bib.bib{i}" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[{i}]</span><span class="ltx_bibblock">'
                    f'{chr(65 + i % 26)}. Writer. Work {i}. 2020.</span></li>' for i in range(1, 60))
    print(f'<section id="bib" class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2><ul>{works}</ul></section>'
          "</article></div></body></html>")


main()
