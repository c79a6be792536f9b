#!/bin/sh
# SPDX-License-Identifier: MIT
# markdown-it-footnote 4.0.0, marked-footnote 1.4.0, remark-gfm 4.0.1: of two notes with one label, which is shown?
# Expected: the first in all of them, as CommonMark has it for link definitions and markdown-it itself does.
# Seen: markdown-it-footnote shows the last one; marked-footnote and remark-gfm the first. None says anything.
# Follows: two pages joined into one, each with notes [^1] and so on, show the wrong notes under markdown-it (VitePress, Eleventy) for
#   the first page and under the others for the second. Labels that hold the paper's id (`--labels id`) do not meet.
. "$(dirname -- "$0")/kit.sh"
npm_get markdown-it@14.1.0 markdown-it-footnote@4.0.0 marked@16.4.1 marked-footnote@1.4.0 unified@11.0.5 remark-parse@11.0.0 \
	remark-gfm@4.0.1 remark-rehype@11.1.2 rehype-stringify@10.0.1

cat >read.mjs <<'JS'
import MarkdownIt from 'markdown-it'
import mdFootnote from 'markdown-it-footnote'
import { Marked } from 'marked'
import markedFootnote from 'marked-footnote'
import { unified } from 'unified'
import parse from 'remark-parse'
import gfm from 'remark-gfm'
import rehype from 'remark-rehype'
import stringify from 'rehype-stringify'
const page = '甲 [^1] 乙 [x]\n\n[^1]: first note\n\n[^1]: last note\n\n[x]: first.html\n[x]: last.html\n'
const which = (name, html) => console.log(name, html.match(/(first|last) note/g).join(), html.match(/(first|last)\.html/)[0])
which('markdown-it', new MarkdownIt().use(mdFootnote).render(page))
which('marked', new Marked().use(markedFootnote()).parse(page))
which('remark', String(unified().use(parse).use(gfm).use(rehype).use(stringify).processSync(page)))
JS
same 'note and link shown' 'markdown-it last note first.html
marked first note first.html
remark first note first.html' "$(node read.mjs)"
