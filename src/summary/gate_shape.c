/* SPDX-License-Identifier: MIT
 * Sentences and lengths: what stops in the middle, what repeats itself, what is too short or too long. */
#include "src/summary/gate.h"

void rule_empty(struct look *l)
{
	struct gate_counts n;
	gate_count(l->text, &n);
	bool digit = false;
	for (size_t i = 0; i < l->text.n; i++)
		digit |= is_digit((unsigned char)l->text.p[i]);
	if (n.han + n.latin + n.kana + n.foreign == 0 && !digit)
		gate_say(l, "nothing is in it");
}
