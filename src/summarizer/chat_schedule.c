/* SPDX-License-Identifier: MIT
 * The papers that an endpoint is to be asked about: in line, or at rest until their time has come. */
#include "src/summarizer/chat.h"

#include <string.h>

void chat_enqueue(struct chat *chat, struct call *c)
{
	c->next = NULL;
	*chat->line_end = c;
	chat->line_end = &c->next;
}

/* The next paper to be asked about. While an endpoint is only probed, it is the one that failed least often, so that no paper uses
 * up all its tries. */
struct call **chat_dequeue(struct chat *chat)
{
	struct call **least = &chat->line;
	for (struct call **at = least; chat->rate.open && *at; at = &(*at)->next)
		if ((*at)->tries < (*least)->tries)
			least = at;
	return least;
}

void chat_unqueue(struct chat *chat, struct call **at)
{
	if (chat->line_end == &(*at)->next)
		chat->line_end = at;
	*at = (*at)->next;
}

void chat_rest(struct chat *chat, struct call *c, int64_t due)
{
	size_t low = 0, high = chat->n_resting;
	c->due = due;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (chat->resting[mid]->due > due)
			low = mid + 1;
		else
			high = mid;
	}
	memmove(chat->resting + low + 1, chat->resting + low, (chat->n_resting - low) * sizeof(struct call *));
	chat->resting[low] = c;
	chat->n_resting++;
}
