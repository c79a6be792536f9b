#!/bin/sh
# SPDX-License-Identifier: MIT
# lynx 2.9.0dev.12: a formula in MathML is shown as its source, tags and all, and Chinese lines are twice as wide as asked.
# Expected: a browser that does not know MathML leaves the tags away and shows the text, O(n2), as w3m does; a line of Chinese is
#   broken at -width=40, where each sign takes two columns.
# Seen: "[MATH: <msup><mi>n</mi> …"; the first line holds 31 signs, 62 columns, and the indent.
# Follows: our html page, whose formulas are MathML, is not for lynx where titles have formulas; a Markdown page is. Its lines want a
#   terminal of twice the width, or half the number in -width.
. "$(dirname -- "$0")/kit.sh"
deb_get lynx=2.9.0dev.12-1 lynx-common=2.9.0dev.12-1

cat >page.html <<'HTML'
<!DOCTYPE html><meta charset="utf-8"><title>T</title>
<p>A <math><msup><mi>n</mi><mn>2</mn></msup></math></p>
<p>这是一段没有空格的中文文字，它应当在窗口的宽度处折行，而不应当被切成半个字。</p>
HTML
lynx -cfg=root/etc/lynx/lynx.cfg -dump -nolist -width=40 -display_charset=utf-8 page.html >page.txt
same 'the formula, without its line breaks' 'A[MATH:<msup><mi>n</mi><mn>2</mn></msup>:MATH]' "$(sed -n '/A/,/MATH\]/p' page.txt | tr -d ' \n')"
same 'signs in the first line of Chinese' 31 "$(grep 这 page.txt | tr -d ' \n' | wc -m)"
