/* SPDX-License-Identifier: MIT
 * Characters and markup: UTF-8, TeX as authors type it, JSON, Markdown as we write it, HTML as feeds hold it. */
#ifndef DIGEST_TEXT_H
#define DIGEST_TEXT_H

#include "digest/arena.h"
#include "digest/buf.h"
#include "digest/err.h"

/* ---- UTF-8 (RFC 3629), NFC (Unicode 15, utf8proc) ---- */

/* Decode the character at the start of S into *CP; its length in bytes, 0 if S does not begin with a valid one. */
size_t utf8_decode(struct str s, uint32_t *cp);
/* The length of the character that begins S, which is not empty; 0: it is none; more than S.n: it may become one. */
size_t utf8_length(struct str s);
void utf8_encode(uint32_t cp, struct buf *out);
/* Whether S is valid UTF-8; if not, *BAD (may be NULL) is the offset of the first wrong byte. */
bool utf8_valid(struct str s, size_t *bad);
/* Append S in Normalization Form C. S must be valid. */
void utf8_nfc(struct str s, struct buf *out);
/* The same in Normalization Form D: letters apart from their marks. */
void utf8_nfd(struct str s, struct buf *out);
/* Whether CP is of the block of combining diacritical marks. */
static inline bool utf8_is_mark(uint32_t cp) { return cp >= 0x300 && cp < 0x370; }
/* Whether S is surely in NFC already: a quick check that never errs on this side. */
bool utf8_is_nfc_quick(struct str s);
/* Han, kana, Hangul and the full-width punctuation that goes with them. */
bool utf8_is_cjk(uint32_t cp);
/* Neither punctuation nor a symbol nor white space: a letter, a digit, what belongs to one. */
bool utf8_is_word(uint32_t cp);
/* A small letter of an alphabet that has capitals; a capital. */
bool utf8_is_lower(uint32_t cp);
bool utf8_is_upper(uint32_t cp);
/* The first byte at or after I that does not belong to a Han character or the punctuation of Chinese text. What is
 * passed over is valid, its own NFC and nothing to clean: most Chinese text needs no closer look. */
size_t utf8_skip_han(struct str s, size_t i);
/* The same for ASCII, too, of which much may be to be cleaned. */
size_t utf8_skip_inert(struct str s, size_t i);
/* CP without case and marks, in Normalization Form KD (Unicode 15, utf8proc): "É" is e, "ﬁ" is f and i. Returns how many characters
 * it is, at most UTF8_BARE_MOST: none for a mark. */
enum { UTF8_BARE_MOST = 18 };
size_t utf8_bare(uint32_t cp, uint32_t ret[UTF8_BARE_MOST]);
/* The grapheme at the start of S (Unicode's UAX 29): its length in bytes, 0 at the end; its first character in *FIRST, the
 * columns that it takes on a terminal in *WIDTH: the most of its parts, 2 for what is shown as an emoji. AMBIGUOUS_WIDE:
 * characters of ambiguous width (data/ambiguous.tsv) take two. A byte that is not UTF-8 is U+FFFD. */
size_t utf8_grapheme(struct str s, bool ambiguous_wide, uint32_t *first, int *width);

/* ---- Words, as searches compare them ---- */

/* Append the words of S, a blank behind each: letters, digits and what belongs to them, without case and accents (utf8_bare(); ø is o,
 * ł is l: data below words.c), all else parts them; each Han character, kana and Hangul letter is a word. So a phrase is in a text
 * where its words are in the text's, with a blank before both. TeX is its words: "$\\alpha$-divergence" is "alpha divergence ". Bytes
 * that are not UTF-8 part words. */
void words_put(struct str s, struct buf *out);
/* How long the address at the start of S is: without the signs behind it that end a sentence or close a bracket. */
size_t address_length(struct str s);

/* ---- What parts two texts ---- */

/* Words are what stands between white space; each Chinese character is one. CAME: in the new text alone. */
enum word_change { WORD_SAME, WORD_GONE, WORD_CAME };
/* WORDS of the old text (WORD_GONE) or of the new one, as they stand there, and the GAP before them; borrowed. */
typedef void word_diff_fn(void *ctx, enum word_change change, struct str gap, struct str words);
/* Tell FN of all words of both, in order, with as few that are gone or came as can be; of texts that differ in more than a thousand words
 * all between their common ends are. */
void word_diff(struct str before, struct str after, word_diff_fn *fn, void *ctx);
/* What stands around words that are gone, and that came: as git's --word-diff has them, and its colours. */
struct word_marks {
	const char *gone, *gone_end, *came, *came_end;
};
extern const struct word_marks word_marks_plain, word_marks_colour;
/* Append the new text, with what is gone at its place. */
void word_diff_put(struct str before, struct str after, const struct word_marks *marks, struct buf *out);

/* ---- JSON ---- */

/* Append S as a JSON string with quotes: UTF-8 stays, controls and U+2028/9 are escaped.
 * S must be valid UTF-8; an invalid byte becomes U+FFFD. */
void js_put_string(struct buf *out, struct str s);

/* Reading, strictly: RFC 8259, valid UTF-8, no key twice in an object, an array or an object as the whole. */
struct js;  /* a value; all but the root are borrowed from it */
enum js_type { JS_NULL, JS_FALSE, JS_TRUE, JS_NUMBER, JS_STRING, JS_ARRAY, JS_OBJECT };
enum { JS_MAX_DEPTH = 2048 };  /* of arrays and objects in one another */

/* TEXT, a number as JSON writes it without a sign, as an integer of at most MOST, without going through binary fractions: 4.0 is 4 (JSON
 * Schema 2020-12, 6.1.1). False: it is none. */
bool decimal_integral(struct str text, uint64_t most, uint64_t *ret);
/* Parse all of TEXT; a BOM before it is passed over. On success *RET is the caller's: js_free(). ERR_INPUT with column
 * and reason. */
bool js_parse(struct str text, struct js **ret, struct err *e) NODISCARD;
void js_free(struct js *v);                                     /* NULL is fine */
enum js_type js_type(const struct js *v);                       /* NULL is JS_NULL */
const char *js_type_name(enum js_type t);                       /* "a string", "an object" … for messages */
const struct js *js_get(const struct js *object, const char *key);  /* NULL: absent, or not an object */
const struct js *js_member(const struct js *object, struct str key);
struct str js_str(const struct js *v);                          /* STR_NULL if not a string */
bool js_int(const struct js *v, int64_t *ret);                  /* false if not an integer of 64 bits */
bool js_whole(const struct js *v, int64_t *ret);                /* the same by JSON Schema 2020-12: 4.0 and 4e0 are 4, too */
size_t js_len(const struct js *v);                              /* items or members */
const struct js *js_at(const struct js *array, size_t i);       /* NULL: not an array, or shorter */
/* Call FN for each member in the file's order. */
bool js_each(const struct js *object, bool (*fn)(void *ctx, struct str key, const struct js *v, struct err *e), void *ctx,
             struct err *e) NODISCARD;
/* Append V as compact JSON; numbers as they were written. */
void js_write(const struct js *v, struct buf *out);
/* Where a value stands: within which others, and its key there. */
struct js_place {
	const struct js_place *outer;  /* NULL: the outermost */
	struct str key;                /* STR_NULL: an item of an array */
	size_t depth;                  /* of arrays and objects round it */
};
/* The same with what FN makes of each string that is a value; AT: NULL where it is the whole. */
typedef struct str js_map_fn(void *ctx, struct str s, const struct js_place *at);
void js_map_strings(const struct js *v, js_map_fn *fn, void *ctx, struct buf *out);

/* ---- HTML ---- */

/* Append the text of an HTML fragment: tags dropped, <p> and <br> as LF, references resolved once. */
void html_to_text(struct str html, struct buf *out);
/* Append S with character references resolved once (&amp; &lt; &#42; &#x2a; …, data/entities.tsv); others stay. */
size_t html_unescape(struct str s, struct buf *out);

/* ---- Lines for terminals ---- */

/* Append LINE (no LF in it) broken into lines of at most WIDTH columns, at least 2 (LF between, none at the end), by
 * Unicode's widths and Chinese rules: no closing punctuation begins a line, no opening one ends it; words of Latin letters
 * and addresses stay whole where they fit a line, longer ones are cut. Blanks at a break and at the end go; nothing else
 * does, and nothing comes. Lines after the first are indented as the first is, if that is at most half of WIDTH, else not.
 * Escape sequences ESC […m have no width. AMBIGUOUS_WIDE: as in utf8_grapheme(). Linear time. */
void text_wrap(struct str line, int width, bool ambiguous_wide, struct buf *out);

/* The version of utf8proc that this was compiled with, "NAME/VERSION". */
extern const char utf8_library[];

#endif
