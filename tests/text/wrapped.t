# An abstract as arXiv wraps it: a line feed joins, with a blank or another line feed behind it it ends a paragraph.

One line<U+000A>and another.
One line and another.

  Leading blanks,<U+000A>wrapped<U+000A>  New paragraph<U+000A>wrapped.<U+000A>
Leading blanks, wrapped<U+000A>New paragraph wrapped.

First.<U+000A><U+000A>Second.
First.<U+000A>Second.

First. <U+000A>Same, with a blank before.
First. Same, with a blank before.

First.<U+000D><U+000A>Same.<U+000D><U+000A> Second.
First. Same.<U+000A>Second.

Now the API keeps breaks as<U+000A>  this.
Now the API keeps breaks as<U+000A>this.

\textit{over<U+000A>a line} and ``open<U+000A>  closed''
over a line and ``open<U+000A>closed''
