/* SPDX-License-Identifier: MIT
 * About how many tokens a text is. Each model has a tokenizer of its own; they agree on what costs much. The factors were fitted to
 * those of DeepSeek V3, Qwen3 and OpenAI (o200k_base) over titles, abstracts, their Chinese, prompts and schemas, and hold for each
 * kind of text within a quarter of what each of the three counts (tests/generators/test_tokens.py). */
#include "digest/summarizer.h"

#include "digest/check.h"
#include "digest/text.h"

enum { SHORT_WORD = 6 };  /* letters: most words of this length are one token */

/* Thousandths of a token. */
enum { A_WORD = 930, A_LETTER_MORE = 140, A_DIGIT = 1000, A_SIGN = 800, A_HAN = 630, A_TRADITIONAL_MORE = 470, ANY_OTHER = 650 };

static bool is_han(uint32_t cp) { return (cp >= 0x3400 && cp <= 0x9fff) || (cp >= 0xf900 && cp <= 0xfaff) || (cp >= 0x20000 && cp <= 0x3ffff); }

int64_t summary_tokens(struct str text)
{
	int64_t sum = 0;
	for (size_t i = 0, n; i < text.n; i += n) {
		unsigned char c = (unsigned char)text.p[i];
		uint32_t cp;
		n = 1;
		if (is_alpha(c)) {
			while (i + n < text.n && is_alpha((unsigned char)text.p[i + n]))
				n++;
			sum += A_WORD + (n > SHORT_WORD ? (int64_t)(n - SHORT_WORD) * A_LETTER_MORE : 0);
		} else if (c < 0x80) {
			sum += is_digit(c) ? A_DIGIT : c <= ' ' ? 0 : A_SIGN;
		} else if ((n = utf8_decode(str_from(text, i), &cp)) == 0) {
			n = 1;  /* no character */
		} else {
			sum += is_han(cp) ? A_HAN + (han_is_traditional(cp) ? A_TRADITIONAL_MORE : 0) : ANY_OTHER;
		}
	}
	return (sum + 999) / 1000;
}
