/* SPDX-License-Identifier: MIT
 * Which summarizer the words mean, and the key under which its answers are kept. */
#include "internal.h"

#include <string.h>

static bool chat_run(const struct summarizer_options *o, const struct summary_done *papers, struct err *e)
{
	return queue_run(&backend_chat, o, papers, e);
}

/* The names that are backends; any other words are a command. */
static const struct {
	const char *words;
	bool (*run)(const struct summarizer_options *, const struct summary_done *, struct err *);
} built_in[] = {
	{ "chat", chat_run },
	{ "extract", extract_run },
};

static const struct backend *const commands[] = {
	[PROTOCOL_JSONL] = &backend_jsonl,
	[PROTOCOL_PLAIN] = &backend_plain,
};

bool summarize(const struct summarizer_options *o, const struct summary_done *papers, struct err *e)
{
	for (size_t i = 0; i < COUNTOF(built_in); i++)
		if (strcmp(o->words, built_in[i].words) == 0)
			return built_in[i].run(o, papers, e);
	return queue_run(commands[o->protocol], o, papers, e);
}

/* Each part with its length before it, so that no two lists of parts are one text. */
static void add_part(struct hash *h, struct str part)
{
	char length[8];
	for (int i = 0; i < 8; i++)
		length[i] = (char)((uint64_t)part.n >> (56 - 8 * i));
	hash_add(h, (struct str){ length, sizeof length });
	hash_add(h, part);
}

/* What is the same for all papers comes first, and is hashed once. */
void summary_keys_init(struct summary_keys *k, const struct summarizer_options *o, const struct summary_style *style)
{
	bool chat = strcmp(o->words, backend_chat.name) == 0;  /* the same model elsewhere gives the same answers */
	const struct str parts[] = {
		str_of(prompt_version), str_of(chat ? "chat" : o->words), str_of(chat ? o->chat.model : NULL), style->name,
		style->lang, style->prompt, style->schema,
	};
	hash_init(&k->run);
	for (size_t i = 0; i < COUNTOF(parts); i++)
		add_part(&k->run, parts[i]);
}

void summary_key(const struct summary_keys *k, const struct paper *p, struct str terms, struct str text, struct buf *out)
{
	struct hash h = k->run;
	char hex[HASH_HEX_SIZE];
	add_part(&h, p->title);
	add_part(&h, p->abstract);
	add_part(&h, terms);
	if (!str_empty(text))
		add_part(&h, text);
	hash_hex(&h, hex);
	buf_addz(out, hex);
}
