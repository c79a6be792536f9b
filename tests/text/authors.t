# A list of authors: the line, then each name, its affiliations behind it in [ ], names separated by " | ".
# (arxiv.org/help/prep, and the forms seen in real lists.) "+N" at the end: N left out by the source.

Ileana Streinu
Ileana Streinu

Ileana Streinu and Louis Theran
Ileana Streinu | Louis Theran

A. Corichi, T. Vukasinac and J. A. Zapata
A. Corichi | T. Vukasinac | J. A. Zapata

A.A. Serga, M. Kostylev, and B. Hillebrands
A.A. Serga | M. Kostylev | B. Hillebrands

A. One; B. Two & C. Three
A. One | B. Two | C. Three

# affiliations hold commas
V. M. Biryukov (Serpukhov, IHEP)
V. M. Biryukov [Serpukhov, IHEP]

A. A. One (Oxford), S. C. Two (Culham), W. Three (Univ. X, City)
A. A. One [Oxford] | S. C. Two [Culham] | W. Three [Univ. X, City]

A. One (Inst. (Lab), City), B. Two
A. One [Inst. (Lab), City] | B. Two

# names without one share the next, as in arXiv's own reading
Xiaolin Li, Li Zhang and Hongjie Dai (Stanford)
Xiaolin Li [Stanford] | Li Zhang [Stanford] | Hongjie Dai [Stanford]

A. One (X), B. Two, C. Three (Y), D. Four
A. One [X] | B. Two [Y] | C. Three [Y] | D. Four

# numbers
Arthur Jaffe (1) and Gordon Ritter (1) ((1) Harvard University)
Arthur Jaffe [Harvard University] | Gordon Ritter [Harvard University]

sum won(1,2)((1)lab a,(2)lab b)
sum won [lab a] [lab b]

A. One (1 and 2), B. Two (3) ((1) Inst, City, (2) Lab, and (3) Uni)
A. One [Inst, City] [Lab] | B. Two [Uni]

A. One (1) (2), B. Two (2) ((1) Inst; (2) Lab)
A. One [Inst] [Lab] | B. Two [Lab]

A. One (a), B. Two (a,b) ((a) Inst, (b) Lab)
A. One [Inst] | B. Two [Inst] [Lab]

A. One (1), B. Two (2), (1) Inst, (2) Lab
A. One [Inst] | B. Two [Lab]

A. One (1), B. Two (9) ((1) Inst)
A. One [Inst] | B. Two

A. One (1), B. Two (2)
A. One | B. Two

# collaborations
LHCb Collaboration: R. Aaij, B. Adeva
LHCb Collaboration | R. Aaij | B. Adeva

QUaD collaboration: S. Gupta (1), P. Ade (1) ((1) Cardiff University)
QUaD collaboration | S. Gupta [Cardiff University] | P. Ade [Cardiff University]

The BABAR Collaboration, B. Aubert, et al
The BABAR Collaboration | B. Aubert

T. Montaruli (for the IceCube Collaboration)
T. Montaruli [for the IceCube Collaboration]

LHCb collaboration: R. Aaij, et al. (909 additional authors not shown)
LHCb collaboration | R. Aaij +909

STAR Collaboration
STAR Collaboration

# suffixes, prefixes, signs
Neal J. Evans II, Philip C. Myers
Neal J. Evans II | Philip C. Myers

Fred Bloggs, Jr, et al
Fred Bloggs, Jr

Simeon Warner Jr. and Herbert Van de Sompel III
Simeon Warner Jr. | Herbert Van de Sompel III

Anatoly Zlotnik and Jr-Shin Li
Anatoly Zlotnik | Jr-Shin Li

O'Brien P.T., N.d'Ambrumenil, Chao-Hsi Chang
O'Brien P.T. | N.d'Ambrumenil | Chao-Hsi Chang

Zheng (Eddie) Zhang and Li (Lily) Wei
Zheng (Eddie) Zhang | Li (Lily) Wei

  Deepti, A. Sanders , B. Anderson
Deepti | A. Sanders | B. Anderson

M. Fern\'andez, Rastislav \v{S}r\'amek, Mikkel {\O}bro, Stanis{\l}aw Ulam
M. Fernández | Rastislav Šrámek | Mikkel Øbro | Stanisław Ulam

A. One (``Kurchatov'' Institute), B.~Two
A. One [“Kurchatov” Institute] | B. Two

B. Aubert et al.
B. Aubert

A, , B,, C
A | B | C

Authors: A. One, B. Two, :
A. One | B. Two

# broken lists give what they can
A. One (unclosed, B. Two
A. One [unclosed, B. Two]

A. One) closed, B. Two
A. One) closed | B. Two

()
-

((1) Inst)
-
