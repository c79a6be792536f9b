# Where mathematics is: an input line, then its formulas with their delimiters, each between ⟦ and ⟧.

Inline $a_1+b_2$ and $\mathbf{x}_{i}$.
⟦$a_1+b_2$⟧⟦$\mathbf{x}_{i}$⟧

Display $$\sum_{i}x_{i}$$ inside, \(a_1\), \[b_{2}\]
⟦$$\sum_{i}x_{i}$$⟧⟦\(a_1\)⟧⟦\[b_{2}\]⟧

inner blanks $ x + y $, digits behind $\sim$10
⟦$ x + y $⟧⟦$\sim$⟧

neighbours $7$$\times$$7$
⟦$7$⟧⟦$\times$⟧⟦$7$⟧

one letter $x$ and a number $5$
⟦$x$⟧⟦$5$⟧

# prices
Costs $5 and 10$ per 1k Tokens
-

A total of $1,000, US$ 20.
-

从 $5 降到 $3。
-

$5 and $\alpha$
⟦$\alpha$⟧

$5-$10 and $100K–$200K
-

$5与10$
-

$579/tCO2, rising to USD$ 820 in 2050 at $x$
⟦$x$⟧

579 $/tCO2, rising to USD$ 820 at $x$ and $0.2/kWh 以及$
⟦$x$⟧

$2|xy|$ and $5|ab|^2$
⟦$2|xy|$⟧⟦$5|ab|^2$⟧

$100+ per month or $200+ a year, $y$
⟦$y$⟧

$1/n$, $2/3$, $1/\mathrm{poly}(n)$, $10/kn$ and $3+4$
⟦$1/n$⟧⟦$2/3$⟧⟦$1/\mathrm{poly}(n)$⟧⟦$10/kn$⟧⟦$3+4$⟧

$5$ and $10$ and $1{,}000$
⟦$5$⟧⟦$10$⟧⟦$1{,}000$⟧

# Chinese inside: only as text
价格为$x，其中$y$为
⟦$y$⟧

$x_{\text{测试}}$ 与 $\mathrm{损失}+1$
⟦$x_{\text{测试}}$⟧⟦$\mathrm{损失}+1$⟧

# braces must pair
$\textsf{A($\lambda$)}$
⟦$\lambda$⟧

$x_{a$ but $\{c\}$
⟦$ but $⟧

# escaped signs
\$5 and \$6, \\$x$, \\\$y
⟦$x$⟧

$a\$b$ c
⟦$a\$b$⟧

# without a partner
an odd $ sign
-

\(open and \[open
-

\(a \(b\) c
⟦\(b\)⟧

$$open and $x$
⟦$open and $⟧

empty $$ alone
-

empty $ $ pair
-

\\(not\\)
-

no mathematics
-
