/* SPDX-License-Identifier: MIT
 * Is it Chinese, and simplified? Names and mathematics do not count. */
#include "src/summary/gate.h"

void rule_no_han(struct look *l)
{
	struct gate_counts n;
	gate_count(l->text, &n);
	if (n.han == 0 && n.latin > 0)
		gate_say(l, "not a word of Chinese: \"%.*s\"", STR_ARG(gate_shown(l->text)));
}
