# Character references, resolved once; what is none stays.

&amp; &lt; &gt; &quot; &apos; &#39;
& < > " ' '

&amp;amp; &amp;lt; &amp;#38;
&amp; &lt; &#38;

&eacute;&Eacute;&ouml;&szlig;&ccedil;&Aring;&oslash;
éÉößçÅø

&alpha;&Omega; &le; &ne; &infin; &rarr; &sum;
αΩ ≤ ≠ ∞ → ∑

&hellip;&ndash;&mdash;&lsquo;&rsquo;&ldquo;&rdquo;
…–—‘’“”

&#8212; &#x2014; &#X2014; &#x1F600;
— — — 😀

# Windows-1252 by its numbers, as browsers read them
&#145;&#146;&#150;&#128;
‘’–€

&#0; &#xD800; &#x110000; &#99999999999999999999;
� � � �

# none
AT&T, &, &;, &unknown;, &amp, &#;, &#x;, &#12a;, & amp;
AT&T, &, &;, &unknown;, &amp, &#;, &#x;, &#12a;, & amp;

a?b=1&copy=2
a?b=1&copy=2
