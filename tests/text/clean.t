# The form of titles, comments and names: one line. A character that cannot be typed here is written <U+XXXX>.

A Plain Title
A Plain Title

  Leading and   many blanks  
Leading and many blanks

Line<U+000A>feed,<U+000D><U+000A>return,<U+0009>tab<U+000B>and<U+000C>form
Line feed, return, tab and form

NEL<U+0085>LS<U+2028>PS<U+2029>end
NEL LS PS end

NBSP<U+00A0>x<U+3000>y<U+2009>z<U+202F>w<U+1680>v<U+205F>u
NBSP x y z w v u

bell<U+0007>, escape<U+001B>[31m, DEL<U+007F>, C1<U+009F>, NUL<U+0000>
bell, escape[31m, DEL, C1, NUL

<U+202E>evil<U+202C> <U+2066>isolated<U+2069> <U+200F>mark<U+200E><U+061C>
evil isolated mark

<U+FEFF>BOM, soft<U+00AD>hyphen, word<U+2060>joiner, non<U+FFFE>char<U+FDD0>
BOM, softhyphen, wordjoiner, nonchar

zero<U+200B>width, <U+0645><U+200C><U+0646>, 👩<U+200D>🔬
zero<U+200B>width, <U+0645><U+200C><U+0646>, 👩<U+200D>🔬

Combining e<U+0301>, n<U+0303>, A<U+030A>, <U+212B>, <U+2126>
Combining é, ñ, Å, Å, Ω

Vie<U+0323><U+0302>t, Vie<U+0302><U+0323>t
Việt, Việt

か<U+3099>, 한<U+1100><U+1161><U+11A8>
が, 한각

豈<U+F900>
豈<U+8C48>

罕见汉字 𠮷野家、㐀、龘。“引号”
罕见汉字 𠮷野家、㐀、龘。“引号”

<U+3000><U+3000>段首缩进两格。
段首缩进两格。

AT&amp;T, R&D and &lt;tag&gt; stay
AT&amp;T, R&D and &lt;tag&gt; stay

TeX~\textit{too}\footnote{A note.} and  $a~b$
TeX too (A note.) and $a~b$

\url{\emph{nested}} macros
nested macros

<U+00A0>
-

\label{x}
-

a \label{x} b\\
a b

# groups of one sign, in a text without other TeX
50{,}000 images of 1024{}x1024 points, {and} more
50,000 images of 1024x1024 points, {and} more

1024{}x1024 points
1024x1024 points
