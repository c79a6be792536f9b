# TeX outside mathematics to Unicode: an input line, the expected line. A line feed is written <U+000A>.
# What is expected is what TeX (The TeXbook; LaTeX2e for the text symbols) would set, as characters.

# accents that are signs
P\'eter E. Frenkel
Péter E. Frenkel

C. Bal\'azs
C. Balázs

R. Tom\`as
R. Tomàs

Schr\"odinger, G\"{o}del, Erd\"os
Schrödinger, Gödel, Erdös

It\^o, Fa\~nanas, Nystr\"om
Itô, Fañanas, Nyström

K\=en, \.Zak, c\^{o}t\'{e}
Kēn, Żak, côté

H\^{u}\`{e}
Hûè

\'Elie Cartan and \"Uber
Élie Cartan and Über

# braces around them
{\'E}cole, Universit{\'e} d'{\'E}t{\'e}, P{\'{o}}lya
École, Université d'Été, Pólya

Erd{\H{o}}s and {\"O}zg{\"u}r
Erdős and Özgür

{\'{\i}} and Mart{\'\i}nez, Mart\'{\i}nez, Mart\'\i nez
í and Martínez, Martínez, Martínez

# accents that are letters
Erd\H{o}s, Fran\c{c}ois, Fran\c cois
Erdős, François, François

\v{S}r\'amek, Bro\v{n}a Brejov\'a, Tom\'a\v{s} Vina\v{r}
Šrámek, Broňa Brejová, Tomáš Vinař

\v Cech, Ho\v r ava
Čech, Hoř ava

Wa{\l}\k{e}sa, \k{A}
Wałęsa, Ą

\AA ngstr\"om, \r{A}, \r{u}, Dvo\v{r}\'ak
Ångström, Å, ů, Dvořák

Erdo\u{g}an, Ho\d{a}, \d{m}, \b{d}
Erdoğan, Hoạ, ṃ, ḏ

Nguy\~{\^e}n, Vi\d{\^{e}}t
Nguyễn, Việt

\"{\i}, \'{\j}, \^\i, \=\i
ï, j́, î, ī

# an accent over what has no such letter stays, unless it is braced
\'q and \"w
\'q and ẅ

\'{q}
q́

\'{ab} \r{ho} \'1 \' x \'
\'{ab} \r{ho} \'1 \' x \'

# letters
S{\o}ren, S\o ren, Stanis{\l}aw, \L{}ojasiewicz, \L ojasiewicz
Søren, Søren, Stanisław, Łojasiewicz, Łojasiewicz

Stra{\ss}e, Stra\ss e, {\AE}sop, \OE uvre
Straße, Straße, Æsop, Œuvre

Polyak-\L{}ojasiewicz (P\L{}) condition
Polyak-Łojasiewicz (PŁ) condition

a line of 5 \AA wide, 3~\AA
a line of 5 Å wide, 3 Å

\dh, \DJ okovi\'c, \ng, \TH or
ð, Đoković, ŋ, Þor

Diyarbak{\i}r, \i
Diyarbakır, ı

Bj\o{}rn
Bjørn

# signs
95\% of \#1, A\&B, a\_b, \{x\}
95% of #1, A&B, a_b, {x}

US\$5 million and \$6 million
US$5 million and $6 million

11.8\,KB, e.g.\ this, i.e.\@ that, al.\ [1]
11.8 KB, e.g. this, i.e. that, al. [1]

distingu\-ished, shelf\/ful
distinguished, shelfful

# a line's end
Language\\Models, tail pipe? \\ A natural, one\\[2pt]two
Language Models, tail pipe? A natural, one two

# an accent that was escaped twice
pr\\'esent\\'e \\`a Jo\\"el, Bj{\\o}rnstad, {\\'e}cole, Lefran\\c{c}ois
présenté à Joël, Bjørnstad, école, Lefrançois

# dashes
pp. 259--296, gold--standard, 2--3\%
pp. 259–296, gold–standard, 2–3%

a result -- and more -- holds
a result – and more – holds

word---word, one --- two
word—word, one — two

$x$--$y$ and Word--\emph{Definition}
$x$–$y$ and Word–Definition

# no dashes
git --help, <!-- x -->, a --> b, ---- rule ----, x-y
git --help, <!-- x -->, a --> b, ---- rule ----, x-y

--- at the start
--- at the start

|---|---|
|---|---|

# quotes
a ``black box'' and ``another''
a “black box” and “another”

a ``black box" model
a “black box” model

the `universal distribution' and `Traces in Geometry',
the ‘universal distribution’ and ‘Traces in Geometry’,

the `one's own' case
the ‘one's own’ case

(``a'', `b') and -`ousiograms' -
(“a”, ‘b’) and -‘ousiograms’ -

``a `nested' one''
“a ‘nested’ one”

don't, O'Brien's, Fal'ko, 0'' and f''
don't, O'Brien's, Fal'ko, 0'' and f''

# no quotes: code, an open one, three
`code`, ``double`` and an odd ` tick
`code`, ``double`` and an odd ` tick

``open to the end
``open to the end

```python
```python

# ties
Fig.~1, HD~209458, Section~\ref{x}, 70.5~ms, et~al.
Fig. 1, HD 209458, Section [x], 70.5 ms, et al.

descent~(DMSGD) of $n$~points, (i)~one
descent (DMSGD) of $n$ points, (i) one

, ~\textsc{FuseLLM}
, FuseLLM

# no ties
~10\% to ~20%, 14~32\%, 10\%~20\%, (~5)
~10% to ~20%, 14~32%, 10%~20%, (~5)

高达~3.7倍（~5秒），约~$10$个, Fig.~3
高达~3.7倍（~5秒），约~$10$个, Fig. 3

~/bin, http://x.org/~user, www.x.org/~user, ~~struck~~
~/bin, http://x.org/~user, www.x.org/~user, ~~struck~~

# macros that wrap
\textit{Peacock}, \textbf{ReFusion}, \emph{a \textbf{b} c}
Peacock, ReFusion, a b c

\textsc{FuseLLM}, \texttt{NAG}, \textsf{x}, \textrm{y}, \text{z}, \underline{u}, \mbox{m}
FuseLLM, NAG, x, y, z, u, m

\textbf{\underline{P}}rogram
Program

{\em emphasised}, {\it italic text}, {\bf bold}, {\sc Caps}, { \tt mono}
emphasised, italic text, bold, Caps, mono

\textit{i}.\textit{e}., \textbf {spaced}
i.e., spaced

\textbf{cut off at the en
cut off at the en

\textit word, \textbf
\textit word, \textbf

\textit{$a_{i}$ and \{set\}}
$a_{i}$ and {set}

\bfseries all \itshape that
all that

# addresses
\url{https://example.com/~u/a_b--c}, see \href{https://x.org/a_b}{our page}
https://example.com/~u/a_b--c, see our page (https://x.org/a_b)

\href{https://x.org}{https://x.org}
https://x.org

https://github.com/a\_b/c\%20d\#e\&f and http://x.org/\~{}me
https://github.com/a_b/c%20d#e&f and http://x.org/~me

https://x.org/a--b and ``https://x.org''
https://x.org/a--b and “https://x.org”

\url{https://gith
https://gith

some \url{~}12,000 words
some ~12,000 words

\url{https://x.org/a\_b\#c}
https://x.org/a_b#c

# citations, references, notes
ZInD~\cite{cruz2021} and \citet{a,b_c}, \citep[p.~3]{k}
ZInD [cruz2021] and [a,b_c], [k, p.~3]

Eq.~\eqref{eq:x}, Fig.~\ref{fig:a_b}
Eq. [eq:x], Fig. [fig:a_b]

\label{sec:x}Title \label{b} goes on
Title goes on

a claim\footnote{See below.} holds
a claim (See below.) holds

# other macros with arguments
\textcolor{red}{text}, \texorpdfstring{$\alpha$}{alpha}-stable, \texorpdfstring{\alpha}{alpha}
text, $\alpha$-stable, alpha

2\textsuperscript{nd}, 10\textsuperscript{-3}, CO\textsubscript{2}, a\textsuperscript{*}
2nd, 10⁻³, CO₂, a*

a\unicode{x2014}b\unicode{8211}c
a—b–c

a\unicode{x202e}b\unicode{xd800}\unicode{zz}
a\unicode{x202e}b\unicode{xd800}\unicode{zz}

use \verb|a_{b}| here
use a_{b} here

# symbols
\LaTeX{} and \TeX\ \ldots, Intel\textregistered, \textcopyright\ 2024
LaTeX and TeX …, Intel®, © 2024

360\deg, \pounds5, \S 3, \dag
360°, £5, § 3, †

\alpha-stable, \beta and \Sigma, \epsilon-greedy, \times 2, 5 \pm 1, \sim 10
α-stable, β and Σ, ε-greedy, × 2, 5 ± 1, ∼ 10

a \to b, x \leq y \geq z, \rightarrow \infty, \ell_1, \alpha_2
a → b, x ≤ y ≥ z, → ∞, ℓ_1, α_2

\eg, this, \ie~that, Smith \etal\ 2020
e.g., this, i.e. that, Smith et al. 2020

a line\newline another\linebreak{}third \newline fourth
a line another third fourth

\textmu P and 5 \textmu m, 3 \micro{}s, \textmu{}TransferLab, {\textmu}m
µP and 5 µm, 3 µs, µTransferLab, µm

the \enquote{right} one, \enquote{a \enquote{b} c} and \enquote {d}
the “right” one, “a ‘b’ c” and “d”

# braces
11{,}000, 3{}011, X{-}Y
11,000, 3011, X-Y

50{,}000 images
50,000 images

11{}000 of them
11000 of them

the {\it{cdf}} of {\bf{{two}}}, {\em {three}} and {\sc four}
the cdf of two, three and four

Kurdyka-\L{ojasiewicz}, \L{}ojasiewicz, \L ojasiewicz, \O{rsted}, \L{ojasiewicz
Kurdyka-Łojasiewicz, Łojasiewicz, Łojasiewicz, Ørsted, Ł{ojasiewicz

# a backslash too many, a blank too many
Fert\é, Ren\é and \École; 5\×3
Ferté, René and École; 5\×3

M\' ezier, Poincar\' e and Cram\' er
Mézier, Poincaré and Cramér

the authors\' approach, don\' t, a word\' s end
the authors\' approach, don\' t, a word\' s end

Poincar\' e, the \'third word\' of M\' ezier
Poincaré, the \'third word\' of M\' ezier

# amounts beside formulas
costs \$0.6/h at $x$, and \$5+ a day with $y$
costs $0.6/h at $x$, and $5+ a day with $y$

GPT-{n}, {a, b}, { return x; }, a lone { and a lone }
GPT-{n}, {a, b}, { return x; }, a lone { and a lone }

\frac{\alpha}{b}, \unknown{\o}, x_{\alpha}, x^{\o}
\frac{α}{b}, \unknown{ø}, x_{α}, x^{ø}

# what is unknown stays
C:\new\folder, \mymacro{x}, \nthree, \ alone, \* and \
C:\new\folder, \mymacro{x}, \nthree, \ alone, \* and \

# mathematics stays as it is, to the sign
$\alpha$, $$\textbf{x}~--``y''$$, \(a~b\), \[\'e\]
$\alpha$, $$\textbf{x}~--``y''$$, \(a~b\), \[\'e\]

for $\sim$10~km and $\textit{n} = 5$
for $\sim$10 km and $\textit{n} = 5$

\begin{equation} a~b -- \alpha \end{equation} is \emph{it}
\begin{equation} a~b -- \alpha \end{equation} is it

\begin{itemize} \item one \end{itemize} end
• one end

# a formula that the end of the text cuts stays as it is
a rate of \textbf{x} and $\Omega(\alpha
a rate of x and $\Omega(\alpha

# a dollar that would become ambiguous stays escaped
pay \$\alpha and \$x
pay \$α and \$x

between \$5-\$10
between $5-$10

# nothing to do
A Plain Title: No Traps (v2) [Re]
A Plain Title: No Traps (v2) [Re]

中文 \textbf{粗体}，95\%
中文 粗体，95%
