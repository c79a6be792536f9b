# An abstract in the record's form: each line feed ends a paragraph (written <U+000A>).

One paragraph.
One paragraph.

First.<U+000A>Second.
First.<U+000A>Second.

First.<U+000A><U+000A><U+000A>Second.
First.<U+000A>Second.

First. <U+000D><U+000A>  Second. <U+000A>
First.<U+000A>Second.

<U+000A>First.<U+2029>Same.
First. Same.

First \\<U+000A>\label{x} Second
First<U+000A>Second
