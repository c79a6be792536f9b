# A fragment of HTML as text: tags go, <p> and <br> end a line (<U+000A>), references are resolved once.

<p>In 2015 the first collisions<U+000A>occurred.<U+000A></p><U+000A>
In 2015 the first collisions occurred.

<p>One.</p><p>Two.</p>
One.<U+000A>Two.

One.<br/>Two.<BR>Three.
One.<U+000A>Two.<U+000A>Three.

range of $2.6&lt;\eta&lt;4$ &amp;amp; more
range of $2.6<\eta<4$ &amp; more

<a href="http://arxiv.org/find/x">Christopher Dilks</a> (STAR Collaboration)
Christopher Dilks (STAR Collaboration)

1 < 2 and <3
1 < 2 and <3

an unclosed <a href="x
an unclosed <a href="x

x<!-- comment -->y
xy

  many   blanks  
many blanks

&nbsp;x&#xa0;y
<U+00A0>x<U+00A0>y
