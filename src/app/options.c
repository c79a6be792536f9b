/* SPDX-License-Identifier: MIT
 * The rows: an option is a line here, and nothing else. */
#include "digest/options.h"

#include <stdlib.h>
#include <string.h>


#define AT(field) offsetof(struct opt_values, field)

enum { IN = CMD_RUN | CMD_FETCH, ASK = CMD_RUN | CMD_SUMMARIZE, PAGE = CMD_RUN | CMD_RENDER,
       PICK = CMD_RUN | CMD_SUMMARIZE | CMD_RENDER, WORK = CMD_RUN | CMD_FETCH | CMD_SUMMARIZE | CMD_RENDER,
       GET = CMD_RUN | CMD_FETCH | CMD_SUMMARIZE, JSON = CMD_FETCH | CMD_STATUS | CMD_CHECK, STORED = WORK | CMD_STATUS };

const struct opt_row opt_rows[] = {
	{ "input", 0, OPT_ADD, AT(inputs), "FILE|URL|-", NULL, 0, IN, false,
	  "Read papers from this file, folder, http(s) address or standard input; every form that arXiv serves is recognised by its content. May be repeated." },
	{ "category", 'c', OPT_LIST, AT(categories), "LIST", NULL, 0, STORED, false,
	  "Ask arXiv for what it announced in these categories (cs.CL,stat.ML) or archives (cs); with --input, and from the store: only their papers. May be repeated." },
	{ "query", 'q', OPT_ADD, AT(expressions), "EXPR", NULL, 0, IN, false,
	  "Ask arXiv's API for the papers of this expression (ti:attention AND au:vaswani), also of --category, submitted for the days of --since and --until. May be repeated." },
	{ "announce", 0, OPT_LIST, AT(announce), "LIST", NULL, 0, WORK, false,
	  "Only these announce types: new, cross, replace, replace-cross." },
	{ "id", 0, OPT_LIST, AT(ids), "LIST", NULL, 0, WORK, true, "Only the papers with these arXiv identifiers; a run without --input asks arXiv for them." },
	{ "since", 0, OPT_STR, AT(since), "DAY", NULL, 0, STORED, false,
	  "From this announcement day on: YYYY-MM-DD, today, yesterday, 3d, 2w, last (the store's newest day)." },
	{ "until", 0, OPT_STR, AT(until), "DAY", NULL, 0, STORED, false, "Up to and including this announcement day." },
	{ "date", 0, OPT_STR, AT(date), "DAY", NULL, 0, STORED, false, "This announcement day only." },
	{ "by", 0, OPT_STR, AT(by), "WHAT", "announced", 0, WORK, false,
	  "What --since and --until mean: announced, or submitted (version 1, UTC)." },
	{ "all", 0, OPT_FLAG, AT(all), NULL, NULL, 0, PICK, true, "All papers of the store." },
	{ "limit", 0, OPT_COUNT, AT(limit), "N", NULL, INT32_MAX, PAGE, false, "At most N papers a page, in its order." },
	{ "summarizer", 0, OPT_STR, AT(summarizer), "WORDS", NULL, 0, ASK, false,
	  "Who puts papers into Chinese: extract (offline: key sentences of the abstract, not Chinese), chat (an endpoint: --provider, --base-url), or a command, which is started without a shell." },
	{ "summarizer-protocol", 0, OPT_STR, AT(summarizer_protocol), "NAME", "jsonl", 0, ASK, false,
	  "How to talk to the command: jsonl (one request and one reply a line), or plain (once a paper: text in, text out)." },
	{ "jobs", 'j', OPT_COUNT, AT(jobs), "N", "8", 10000, ASK, false, "Requests under way at a time." },
	{ "summarizer-timeout", 0, OPT_COUNT, AT(summarizer_timeout), "SECONDS", "600", 86400, ASK, false,
	  "Seconds that one request may take." },
	{ "summarizer-max-reply", 0, OPT_COUNT, AT(summarizer_max_reply), "BYTES", "1048576", INT32_MAX, ASK, false,
	  "Bytes that one reply may have." },
	{ "summarizer-restarts", 0, OPT_COUNT, AT(summarizer_restarts), "N", "3", 1000, ASK, false,
	  "How often a command that died is started again." },
	{ "provider", 0, OPT_STR, AT(provider), "NAME", NULL, 0, ASK, false,
	  "Who answers at the endpoint: openai, deepseek, dashscope …, or a section [provider NAME] of the configuration. Means --summarizer chat." },
	{ "base-url", 0, OPT_STR, AT(base_url), "URL", NULL, 0, ASK, false,
	  "The endpoint's address up to before /chat/completions; the provider is told from it. Means --summarizer chat." },
	{ "model", 0, OPT_STR, AT(model), "NAME", NULL, 0, ASK, false, "The model that is asked at the endpoint." },
	{ "batch", 0, OPT_FLAG, AT(batch), NULL, NULL, 0, ASK, false,
	  "Ask at the provider's address for half the price; an answer may take an hour." },
	{ "answer-tokens", 0, OPT_COUNT, AT(answer_tokens), "N", NULL, 1000000, ASK, false, "Tokens that one answer may have." },
	{ "summarizer-tries", 0, OPT_COUNT, AT(summarizer_tries), "N", "3", 100, ASK, false,
	  "How often a paper is asked about in all at an endpoint that is busy or fails." },
	{ "summarizer-retry-delay", 0, OPT_COUNT, AT(summarizer_retry_delay), "MILLISECONDS", "1000", 3600000, ASK, false,
	  "Before the second of these tries, where the endpoint names no time; it doubles from try to try." },
	{ "summarizer-env", 0, OPT_LIST, AT(summarizer_env), "LIST", NULL, 0, ASK, false,
	  "Variables that hold keys and that the summarizer's command may see all the same: OPENAI_API_KEY. May be repeated." },
	{ "max-requests", 0, OPT_COUNT, AT(max_requests), "N", NULL, INT32_MAX, ASK, false,
	  "Requests that the run may make of the endpoint; papers beyond them wait." },
	{ "max-tokens", 0, OPT_COUNT, AT(max_tokens), "N", NULL, INT64_C(1000000000000), ASK, false,
	  "Tokens, of questions and answers, that the run may spend." },
	{ "max-cost", 0, OPT_DECIMAL, AT(max_cost), "AMOUNT", NULL, 1000000000, ASK, false,
	  "Money that the run may spend, by the prices in the provider's section." },
	{ "gate", 0, OPT_STR, AT(gate), "WORD", "mend", 0, ASK | CMD_CHECK, false,
	  "What is done about answers that are not fit to print: mend (mend, ask again, reject), warn (only say so), off." },
	{ "glossary", 0, OPT_PATH, AT(glossary), "FILE|none", NULL, 0, ASK | CMD_CHECK, false,
	  "How terms are to be put into Chinese; none: as the model likes. Default: the one that is installed." },
	{ "retry-rejected", 0, OPT_FLAG, AT(retry_rejected), NULL, NULL, 0, ASK, true,
	  "Ask again about papers whose answers were rejected." },
	{ "rejected-days", 0, OPT_COUNT, AT(rejected_days), "N", "30", 36500, ASK, false,
	  "Days after which a paper whose answer was rejected is asked about again." },
	{ "style", 0, OPT_STR, AT(style), "NAME", "footnote", 0, PICK | CMD_CHECK, false, "What is asked and shown: a folder of templates/." },
	{ "format", 0, OPT_STR, AT(format), "NAME", "md", 0, PAGE, false,
	  "The page's format: md, html (one file, to be opened as it is), atom (a feed), json (records), text (for a terminal)." },
	{ "dialect", 0, OPT_STR, AT(dialect), "NAME", NULL, 0, PAGE, false,
	  "Who reads the Markdown: portable (the default), gfm, hugo, jekyll, hexo, eleventy, mkdocs, pelican, pandoc, docusaurus, astro, vitepress, honkit, zola, exact." },
	{ "lang", 0, OPT_STR, AT(lang), "TAG", NULL, 0, PAGE, false, "The language of the page's own words: zh-Hans, en. Default: the style's." },
	{ "details", 0, OPT_STR, AT(details), "HOW", NULL, 0, PAGE, false,
	  "How the table refers to the details: notes (footnotes), headings, anchors. Default: the dialect's." },
	{ "labels", 0, OPT_STR, AT(labels), "HOW", NULL, 0, PAGE, false,
	  "What footnotes are called: number, or id ([^2402-17010], for sites that show several digests on one page)." },
	{ "title", 0, OPT_STR, AT(title), "HOW", NULL, 0, PAGE, false, "The titles in the table: en (the paper's own), zh, both." },
	{ "math", 0, OPT_STR, AT(math), "HOW", NULL, 0, PAGE, false,
	  "Mathematics: keep (as the dialect's readers draw it), text (its TeX, as text)." },
	{ "front-matter", 0, OPT_STR, AT(front_matter), "KIND", NULL, 0, PAGE, false,
	  "What stands before the page for its generator: yaml, toml, json, pelican, none. Default: the dialect's." },
	{ "width", 0, OPT_STR, AT(width), "COLUMNS", NULL, 0, PAGE, false,
	  "Of --format text: the longest lines; 0: paragraphs stay one line each. Default: the terminal's, else 80." },
	{ "color", 0, OPT_STR, AT(color), "WHEN", "auto", 0, PAGE, false,
	  "Of --format text: auto (on a terminal, unless NO_COLOR is set), always, never." },
	{ "wide", 0, OPT_FLAG, AT(wide), NULL, NULL, 0, PAGE, false,
	  "Of --format text: the terminal shows “ ” … ① in two columns, as Chinese fonts have them." },
	{ "templates", 0, OPT_PATH, AT(templates), "DIR", NULL, 0, PICK | CMD_CHECK | CMD_STYLES, false, "Look for styles here first." },
	{ "output", 'o', OPT_PATH, AT(output), "FILE|PATTERN", NULL, 0, PAGE, false,
	  "Write a page to this file instead of standard output; {date} in it makes a page a day, {category} one for each category; {profile} and {style} stand for their names." },
	{ "json", 0, OPT_FLAG, AT(json), NULL, NULL, 0, JSON, true, "For programs: the papers as records, one JSON object a line; the status as one object; the findings as an object a record." },
	{ "store", 's', OPT_PATH, AT(store), "FILE|none", NULL, 0, STORED, false,
	  "Keep papers and summaries in this SQLite file; none: in memory. Default: $XDG_DATA_HOME/digest/digest.db." },
	{ "road", 0, OPT_STR, AT(road), "NAME", NULL, 0, IN, false,
	  "Ask by this road only: rss (today's feeds), oai (OAI-PMH, also days gone by), api. Else each day by the one that has it." },
	{ "refresh", 0, OPT_FLAG, AT(refresh), NULL, NULL, 0, GET, true, "Ask again for what is there already: lists, papers, summaries." },
	{ "dry-run", 0, OPT_FLAG, AT(dry_run), NULL, NULL, 0, GET, true,
	  "Ask nothing: print each request that would be made, the waiting in between, and why; and what summaries would take." },
	{ "report", 0, OPT_PATH, AT(report), "FILE", NULL, 0, GET, false, "Write to this file what the run did, as JSON." },
	{ "record", 0, OPT_PATH, AT(record), "DIR", NULL, 0, IN, true, "Keep every exchange with arXiv in this new folder." },
	{ "replay", 0, OPT_PATH, AT(replay), "DIR", NULL, 0, IN, true, "Take arXiv's answers from such a folder; no network." },
	{ "arxiv-url", 0, OPT_STR, AT(arxiv_url), "URL", NULL, 0, IN, false,
	  "Ask this host instead of arXiv's: URL/rss/cs.CL, URL/oai, URL/api/query." },
	{ "interval", 0, OPT_COUNT, AT(interval), "MILLISECONDS", "3000", 86400000, IN, false,
	  "At least so long between two requests to a host, over all runs. arXiv's own want 3000." },
	{ "tries", 0, OPT_COUNT, AT(tries), "N", "5", 1000, IN, false, "How often a request is made in all before it is given up." },
	{ "retry-delay", 0, OPT_COUNT, AT(retry_delay), "MILLISECONDS", "3000", 3600000, IN, false,
	  "Before the second try; it doubles from try to try, up to twenty times as long." },
	{ "budget", 0, OPT_COUNT, AT(budget), "SECONDS", "600", 86400, IN, false, "Seconds that one request may take with all its tries." },
	{ "connect-timeout", 0, OPT_COUNT, AT(connect_timeout), "SECONDS", "20", 86400, IN, false, "Seconds for a connection." },
	{ "silence-timeout", 0, OPT_COUNT, AT(silence_timeout), "SECONDS", "60", 86400, IN, false, "Seconds without a byte." },
	{ "transfer-timeout", 0, OPT_COUNT, AT(transfer_timeout), "SECONDS", "600", 86400, IN, false, "Seconds for one transfer." },
	{ "max-bytes", 0, OPT_COUNT, AT(max_bytes), "BYTES", "268435456", INT32_MAX, IN, false, "Bytes that one reply may have, unpacked." },
	{ "contact", 0, OPT_STR, AT(contact), "ADDRESS", NULL, 0, GET, false, "Your mail or web address, told to the hosts that are asked." },
	{ "profile", 0, OPT_STR, AT(profile), "NAME", NULL, 0, CMD_ALL, true, "Take the configuration's section [profile NAME] too." },
	{ "config", 0, OPT_PATH, AT(config), "FILE", NULL, 0, CMD_ALL, true, "Read this configuration instead of $XDG_CONFIG_HOME/digest/config." },
	{ "verbose", 'v', OPT_FLAG, AT(verbose), NULL, NULL, 0, CMD_ALL, false, "Say what is done, and what the summarizer says." },
	{ "quiet", 0, OPT_FLAG, AT(quiet), NULL, NULL, 0, CMD_ALL, false, "Say only what makes the exit status other than 0." },
	{ "progress", 0, OPT_FLAG, AT(progress), NULL, NULL, 0, WORK, false, "Show how far it is, even if standard error is no terminal." },
	{ "help", 'h', OPT_FLAG, AT(help), NULL, NULL, 0, CMD_ALL, true, "Show this help." },
	{ "version", 'V', OPT_FLAG, AT(version), NULL, NULL, 0, CMD_ALL, true, "Show the version." },
};
const size_t opt_n_rows = COUNTOF(opt_rows);
static_assert(COUNTOF(opt_rows) <= sizeof ((struct opt_values *)0)->rank, "a row without a rank");

const struct opt_row *opt_find(struct str name)
{
	for (size_t i = 0; i < opt_n_rows; i++)
		if (str_is(name, opt_rows[i].name))
			return &opt_rows[i];
	return NULL;
}

const struct opt_row *opt_find_letter(char letter)
{
	for (size_t i = 0; letter && i < opt_n_rows; i++)
		if (opt_rows[i].letter == letter)
			return &opt_rows[i];
	return NULL;
}

static void *field(struct opt_values *o, const struct opt_row *row) { return (char *)o + row->offset; }

static void add_str(struct strs *list, struct str s, struct arena *a)
{
	if ((list->n & (list->n - 1)) == 0) {  /* 0, 1, 2, 4, 8 …: full, so double it */
		struct str *v = arena_alloc(a, (list->n ? list->n * 2 : 1) * sizeof *v);
		if (list->n)
			memcpy(v, list->v, list->n * sizeof *v);
		list->v = v;
	}
	list->v[list->n++] = arena_dup(a, s);
}

static void add_list(struct strs *list, struct str text, struct arena *a)
{
	struct str piece;
	while (str_cut(&text, ',', &piece))
		if (!str_empty(str_trim(piece)))
			add_str(list, str_trim(piece), a);
}

static const char *home_expanded(struct str text, struct arena *a)
{
	const char *home = str_starts(text, "~/") ? getenv("HOME") : NULL;
	if (home == NULL)
		return arena_dup(a, text).p;
	struct buf b = BUF_INIT(BUF_UNBOUNDED);
	buf_addz(&b, home);
	buf_adds(&b, str_from(text, 1));
	const char *path = arena_dup(a, buf_str(&b)).p;
	buf_free(&b);
	return path;
}

bool decimal_parse(struct str text, int64_t most, double *ret)
{
	size_t point = str_find(text, ".", 0);
	struct str whole = str_head(text, point), part = point == STR_NONE ? STR_NULL : str_from(text, point + 1);
	uint64_t n, digits = 0;
	double scale = 1;
	if (point == STR_NONE ? str_empty(whole) : str_empty(part) || part.n > 15)
		return false;
	if (!str_empty(whole) && !str_number(whole, (uint64_t)most, &n))
		return false;
	if (str_empty(whole))
		n = 0;
	if (!str_empty(part) && !str_number(part, INT64_MAX, &digits))
		return false;
	for (size_t i = 0; i < part.n; i++)
		scale *= 10;
	double value = (double)n + (double)digits / scale;
	if (value > (double)most)
		return false;
	*ret = value;
	return true;
}

static bool set_flag(void *at, struct str text, enum err_kind kind, struct err *e)
{
	static const struct { const char *word; bool on; } words[] = {
		{ "true", true }, { "yes", true }, { "1", true }, { "on", true },
		{ "false", false }, { "no", false }, { "0", false }, { "off", false },
	};
	for (size_t i = 0; i < COUNTOF(words); i++)
		if (str_is_nocase(text, words[i].word)) {
			*(bool *)at = words[i].on;
			return true;
		}
	return err_set(e, kind, "\"%.*s\" is neither true nor false", STR_ARG(text));
}

bool opt_set(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a,
             struct err *e)
{
	enum err_kind kind = rank == RANK_FLAG || rank == RANK_ENV ? ERR_USAGE : ERR_CONFIG;
	unsigned char *had = &o->rank[row - opt_rows];
	void *at = field(o, row);
	uint64_t n;
	double number;
	if (rank < *had)
		return true;
	if (row->type != OPT_FLAG && row->type != OPT_LIST && str_empty(text))
		return err_set(e, kind, "needs a value: %s", row->arg);
	if ((row->type == OPT_LIST || row->type == OPT_ADD) && rank > *had)
		*(struct strs *)at = (struct strs){ NULL, 0 };  /* a stronger list replaces, it does not add */
	*had = (unsigned char)rank;
	switch (row->type) {
	case OPT_FLAG:
		return set_flag(at, text, kind, e);
	case OPT_STR:
		*(const char **)at = arena_dup(a, text).p;
		return true;
	case OPT_PATH:
		*(const char **)at = home_expanded(text, a);
		return true;
	case OPT_COUNT:
		if (!str_number(text, (uint64_t)row->most, &n) || n == 0)
			return err_set(e, kind, "\"%.*s\" is not a whole number from 1 to %lld", STR_ARG(text), (long long)row->most);
		*(int64_t *)at = (int64_t)n;
		return true;
	case OPT_DECIMAL:
		if (!decimal_parse(text, row->most, &number) || number <= 0)
			return err_set(e, kind, "\"%.*s\" is not a number above 0 and up to %lld, as 0.50", STR_ARG(text),
			               (long long)row->most);
		*(double *)at = number;
		return true;
	case OPT_LIST:
		add_list(at, text, a);
		return true;
	case OPT_ADD:
		add_str(at, text, a);
		return true;
	}
	return true;
}

enum opt_rank opt_rank_of(const struct opt_values *o, const char *name)
{
	const struct opt_row *row = opt_find(str_of(name));
	return row ? (enum opt_rank)o->rank[row - opt_rows] : RANK_DEFAULT;
}

void opt_init(struct opt_values *o, struct arena *a)
{
	struct err e = ERR_INIT;
	*o = (struct opt_values){ .limit = 0 };
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].fallback && !opt_set(o, &opt_rows[i], str_of(opt_rows[i].fallback), RANK_DEFAULT, a, &e))
			assert(!"a default that its own row refuses");
}
