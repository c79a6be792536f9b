/* SPDX-License-Identifier: MIT
 * The rows: an option is a line here, and nothing else. */
#include "digest/options.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "digest/nearest.h"
#include "digest/world.h"
#include "digest/choices.h"

#define AT(field) .offset = offsetof(struct opt_values, field)

enum { IN = CMD_RUN | CMD_FETCH, ASK = CMD_RUN | CMD_SUMMARIZE, PAGE = CMD_RUN | CMD_RENDER,
       PICK = CMD_RUN | CMD_SUMMARIZE | CMD_RENDER, WORK = CMD_RUN | CMD_FETCH | CMD_SUMMARIZE | CMD_RENDER,
       GET = CMD_RUN | CMD_FETCH | CMD_SUMMARIZE, JSON = CMD_FETCH | CMD_STATUS | CMD_CHECK, STORED = WORK | CMD_STATUS | CMD_DOCTOR };

const struct opt_row opt_rows[] = {
	{ .name = "input", .type = OPT_ADD, AT(inputs), .arg = "FILE|URL|-", .commands = IN,
	  .group = OPT_INPUT, .example = "https://rss.arxiv.org/rss/cs.CL",
	  .help = "Read papers from this file, folder, http(s) address or standard input (-). Every form that arXiv serves is recognised by its content. May be repeated." },
	{ .name = "category", .letter = 'c', .type = OPT_LIST, AT(categories), .arg = "LIST", .commands = STORED,
	  .listed_by = "help categories", .group = OPT_INPUT, .example = "cs.CL, cs.LG",
	  .help = "Ask arXiv for what it announced in these categories (cs.CL,stat.ML) or archives (cs: all that is under it). With --input, and from the store: only their papers. May be repeated." },
	{ .name = "query", .letter = 'q', .type = OPT_ADD, AT(expressions), .arg = "EXPR", .commands = IN,
	  .group = OPT_INPUT, .example = "ti:attention AND cat:cs.CL",
	  .help = "Ask arXiv's API for the papers that this expression finds (ti:attention AND au:vaswani), also of --category, submitted on the days of --since and --until. May be repeated." },
	{ .name = "announce", .type = OPT_SET, AT(announce), .choices = choices_announce, .arg = "LIST", .commands = WORK,
	  .group = OPT_SELECT, .example = "new, cross",
	  .help = "Only papers of these announce types. May be repeated." },
	{ .name = "id", .type = OPT_LIST, AT(ids), .arg = "LIST", .commands = WORK, .line_only = true,
	  .group = OPT_SELECT,
	  .help = "Only the papers with these arXiv identifiers; a run without --input asks arXiv for them." },
	{ .name = "since", .type = OPT_STR, AT(since), .arg = "DAY", .commands = STORED,
	  .suggest = "today yesterday last 3d 1w", .group = OPT_SELECT, .example = "3d",
	  .help = "From this announcement day on: YYYY-MM-DD, today, yesterday, 3d (three days ago), 2w, or last (the store's newest day)." },
	{ .name = "until", .type = OPT_STR, AT(until), .arg = "DAY", .commands = STORED,
	  .suggest = "today yesterday 3d 1w", .group = OPT_SELECT, .example = "today",
	  .help = "Up to and including this announcement day." },
	{ .name = "date", .type = OPT_STR, AT(date), .arg = "DAY", .commands = STORED,
	  .suggest = "today yesterday", .group = OPT_SELECT, .example = "2026-11-20",
	  .help = "This announcement day only." },
	{ .name = "by", .type = OPT_CHOICE, AT(by), .choices = choices_by, .arg = "WHAT", .fallback = "announced", .commands = WORK,
	  .group = OPT_SELECT,
	  .help = "Which day --since, --until and --date mean." },
	{ .name = "all", .type = OPT_FLAG, AT(all), .commands = PICK, .line_only = true,
	  .group = OPT_SELECT,
	  .help = "All papers of the store." },
	{ .name = "limit", .type = OPT_COUNT, AT(limit), .arg = "N", .most = INT32_MAX, .commands = PAGE,
	  .group = OPT_SELECT, .example = "50",
	  .help = "At most N papers on a page, the first ones of its order." },
	{ .name = "summarizer", .type = OPT_STR, AT(summarizer), .arg = "WORDS", .commands = ASK | CMD_DOCTOR,
	  .suggest = "extract chat", .group = OPT_SUMMARY, .example = "llm -m deepseek-chat",
	  .help = "What puts papers into Chinese: extract (offline: key sentences of the abstract, not Chinese), chat (an endpoint: --provider, --base-url), or a command with its arguments, which is started without a shell." },
	{ .name = "summarizer-protocol", .type = OPT_CHOICE, AT(summarizer_protocol), .choices = choices_protocol, .arg = "NAME", .fallback = "jsonl", .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "How to talk to the summarizer's command." },
	{ .name = "jobs", .letter = 'j', .type = OPT_COUNT, AT(jobs), .arg = "N", .fallback = "8", .most = 10000, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "Requests under way at a time." },
	{ .name = "summarizer-timeout", .type = OPT_COUNT, AT(summarizer_timeout), .arg = "SECONDS", .fallback = "600", .most = 86400, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "Seconds that one request may take." },
	{ .name = "summarizer-max-reply", .type = OPT_COUNT, AT(summarizer_max_reply), .arg = "BYTES", .fallback = "1048576", .most = INT32_MAX, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "Bytes that one reply may have." },
	{ .name = "summarizer-restarts", .type = OPT_COUNT, AT(summarizer_restarts), .arg = "N", .fallback = "3", .most = 1000, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "How often a command that died is started again." },
	{ .name = "provider", .type = OPT_STR, AT(provider), .arg = "NAME", .commands = ASK | CMD_DOCTOR,
	  .listed_by = "help providers", .group = OPT_SUMMARY, .example = "deepseek",
	  .help = "The endpoint: a provider that is known (openai, deepseek, dashscope …; digest help providers lists them), or a section [provider NAME] of the configuration. Means --summarizer chat. The key stands in the environment, never in a file of ours." },
	{ .name = "base-url", .type = OPT_STR, AT(base_url), .arg = "URL", .commands = ASK | CMD_DOCTOR,
	  .group = OPT_SUMMARY, .example = "http://127.0.0.1:8080/v1",
	  .help = "The endpoint's address up to before /chat/completions. The provider is told from it. Means --summarizer chat." },
	{ .name = "model", .type = OPT_STR, AT(model), .arg = "NAME", .commands = ASK | CMD_DOCTOR,
	  .group = OPT_SUMMARY, .example = "deepseek-chat",
	  .help = "The model that is asked at the endpoint." },
	{ .name = "batch", .type = OPT_FLAG, AT(batch), .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "Ask at the provider's address for half the price, where it has one (dashscope); an answer may take an hour." },
	{ .name = "answer-tokens", .type = OPT_COUNT, AT(answer_tokens), .arg = "N", .most = 1000000, .commands = ASK,
	  .group = OPT_SUMMARY, .example = "4000",
	  .help = "Tokens that one answer may have." },
	{ .name = "summarizer-tries", .type = OPT_COUNT, AT(summarizer_tries), .arg = "N", .fallback = "3", .most = 100, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "How often a paper is asked about in all at an endpoint that is busy or fails." },
	{ .name = "summarizer-retry-delay", .type = OPT_COUNT, AT(summarizer_retry_delay), .arg = "MILLISECONDS", .fallback = "1000", .most = 3600000, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "Milliseconds before the second of these tries, where the endpoint names no time. It doubles from try to try." },
	{ .name = "summarizer-env", .type = OPT_LIST, AT(summarizer_env), .arg = "LIST", .commands = ASK,
	  .group = OPT_SUMMARY, .example = "OPENAI_API_KEY",
	  .help = "Variables that hold keys and that the summarizer's command may see all the same: OPENAI_API_KEY. May be repeated." },
	{ .name = "max-requests", .type = OPT_COUNT, AT(max_requests), .arg = "N", .most = INT32_MAX, .commands = ASK,
	  .group = OPT_SUMMARY, .example = "1000",
	  .help = "Requests that the run may make of the endpoint; papers beyond them wait." },
	{ .name = "max-tokens", .type = OPT_COUNT, AT(max_tokens), .arg = "N", .most = INT64_C(1000000000000), .commands = ASK,
	  .group = OPT_SUMMARY, .example = "2000000",
	  .help = "Tokens, of questions and answers, that the run may spend." },
	{ .name = "max-cost", .type = OPT_DECIMAL, AT(max_cost), .arg = "AMOUNT", .most = 1000000000, .commands = ASK,
	  .group = OPT_SUMMARY, .example = "2.50",
	  .help = "Money that the run may spend, by the prices in the provider's section." },
	{ .name = "gate", .type = OPT_CHOICE, AT(gate), .choices = choices_gate, .arg = "WORD", .fallback = "mend", .commands = ASK | CMD_CHECK,
	  .group = OPT_SUMMARY,
	  .help = "What is done with answers that are not fit to print." },
	{ .name = "glossary", .type = OPT_PATH, AT(glossary), .arg = "FILE|none", .commands = ASK | CMD_CHECK,
	  .suggest = "none", .group = OPT_SUMMARY, .example = "none",
	  .help = "How terms are put into Chinese: a file of lines \"English TAB Chinese\"; none: as the model likes. Default: the glossary that is installed." },
	{ .name = "retry-rejected", .type = OPT_FLAG, AT(retry_rejected), .commands = ASK, .line_only = true,
	  .group = OPT_SUMMARY,
	  .help = "Ask again about papers whose answers were rejected." },
	{ .name = "rejected-days", .type = OPT_COUNT, AT(rejected_days), .arg = "N", .fallback = "30", .most = 36500, .commands = ASK,
	  .group = OPT_SUMMARY,
	  .help = "Days after which a paper whose answer was rejected is asked about again." },
	{ .name = "style", .type = OPT_STR, AT(style), .arg = "NAME", .fallback = "footnote", .commands = PICK | CMD_CHECK,
	  .listed_by = "styles", .group = OPT_PAGE,
	  .help = "What is asked of the summarizer and shown on the page (digest styles lists them)." },
	{ .name = "format", .type = OPT_CHOICE, AT(format), .choices = choices_format, .arg = "NAME", .fallback = "md", .commands = PAGE,
	  .group = OPT_PAGE,
	  .help = "The page's format." },
	{ .name = "dialect", .type = OPT_CHOICE, AT(dialect), .choices = choices_dialect, .arg = "NAME", .commands = PAGE,
	  .group = OPT_PAGE, .example = "hugo",
	  .help = "The program that reads the Markdown. Default: portable." },
	{ .name = "lang", .type = OPT_STR, AT(lang), .arg = "TAG", .commands = PAGE,
	  .suggest = "zh-Hans en", .group = OPT_PAGE, .example = "zh-Hans",
	  .help = "The language of the page's own words: zh-Hans, en, or one of your own (words/TAG.conf). Default: the style's." },
	{ .name = "details", .type = OPT_CHOICE, AT(details), .choices = choices_details, .arg = "HOW", .commands = PAGE,
	  .group = OPT_PAGE, .example = "notes",
	  .help = "How the table refers to the details. Default: the dialect's." },
	{ .name = "labels", .type = OPT_CHOICE, AT(labels), .choices = choices_labels, .arg = "HOW", .commands = PAGE,
	  .group = OPT_PAGE, .example = "id",
	  .help = "What footnotes are called. Default: number." },
	{ .name = "title", .type = OPT_CHOICE, AT(title), .choices = choices_title, .arg = "HOW", .commands = PAGE,
	  .group = OPT_PAGE, .example = "both",
	  .help = "The titles in the table. Default: en." },
	{ .name = "math", .type = OPT_CHOICE, AT(math), .choices = choices_math, .arg = "HOW", .commands = PAGE,
	  .group = OPT_PAGE, .example = "text",
	  .help = "How formulas are written. Default: keep." },
	{ .name = "front-matter", .type = OPT_CHOICE, AT(front_matter), .choices = choices_front, .arg = "KIND", .commands = PAGE,
	  .group = OPT_PAGE, .example = "none",
	  .help = "What stands before the page for its generator. Default: the dialect's." },
	{ .name = "width", .type = OPT_STR, AT(width), .arg = "COLUMNS", .commands = PAGE,
	  .group = OPT_PAGE, .example = "100",
	  .help = "Of --format text: the longest lines; 0: paragraphs stay one line each. Default: the terminal's, else 80." },
	{ .name = "color", .type = OPT_CHOICE, AT(color), .choices = choices_color, .arg = "WHEN", .fallback = "auto", .commands = PAGE,
	  .group = OPT_PAGE,
	  .help = "Of --format text: whether it has colours." },
	{ .name = "wide", .type = OPT_FLAG, AT(wide), .commands = PAGE,
	  .group = OPT_PAGE,
	  .help = "Of --format text: the terminal shows “ ” … ① in two columns, as Chinese fonts have them." },
	{ .name = "templates", .type = OPT_PATH, AT(templates), .arg = "DIR", .commands = PICK | CMD_CHECK | CMD_STYLES | CMD_DOCTOR,
	  .group = OPT_PAGE, .example = "~/.config/digest/templates",
	  .help = "Look for styles here first." },
	{ .name = "output", .letter = 'o', .type = OPT_PATH, AT(output), .arg = "FILE|PATTERN", .commands = PAGE | CMD_DOCTOR,
	  .group = OPT_PAGE, .example = "~/posts/{date}.md",
	  .help = "Write a page to this file; -: to standard output, as without it. {date} in its name makes a page a day, {category} one for each category; {profile} and {style} stand for their names. A name in .html, .atom, .xml, .json, .jsonl, .txt or .md says the format too. In the configuration it is the run's: render takes it from its own command line only." },
	{ .name = "overwrite", .type = OPT_FLAG, AT(overwrite), .commands = PAGE, .line_only = true,
	  .group = OPT_PAGE,
	  .help = "Replace also pages that were changed by hand, front matter included, and pages of another format, dialect, style or language. (A poorer page replaces none.)" },
	{ .name = "json", .type = OPT_FLAG, AT(json), .commands = JSON, .line_only = true,
	  .help = "For programs: the papers as records, one JSON object a line; the status as one object; the findings as an object a record." },
	{ .name = "store", .letter = 's', .type = OPT_PATH, AT(store), .arg = "FILE|none", .commands = STORED,
	  .suggest = "none", .example = "~/.local/share/digest/digest.db",
	  .help = "Keep papers and summaries in this SQLite file; none: in memory. Default: $XDG_DATA_HOME/digest/digest.db." },
	{ .name = "holidays", .type = OPT_PATH, AT(holidays), .arg = "FILE", .commands = STORED,
	  .group = OPT_ARXIV, .example = "~/.config/digest/holidays.tsv",
	  .help = "Days without mailing beside those that the program knows: lines \"2027-01-18 TAB Mon\", whole years, as https://info.arxiv.org/help/availability.html lists them. Of years without a list they are guessed, and OAI-PMH decides." },
	{ .name = "wait", .type = OPT_NUMBER, AT(wait), .arg = "SECONDS", .most = 86400, .commands = WORK,
	  .example = "600",
	  .help = "How many seconds to wait for another run at the same store; 0: not at all. Default: 10 on a terminal, else 600." },
	{ .name = "road", .type = OPT_CHOICE, AT(road), .choices = choices_road, .arg = "NAME", .commands = IN,
	  .group = OPT_ARXIV, .example = "oai",
	  .help = "Ask arXiv in this way only. Default: each day in the way that has it." },
	{ .name = "fix", .type = OPT_FLAG, AT(fix), .commands = CMD_DOCTOR, .line_only = true,
	  .help = "Mend what is safe: locks without a process, unfinished files of digest's, indices." },
	{ .name = "ask", .type = OPT_FLAG, AT(ask), .commands = CMD_DOCTOR, .line_only = true,
	  .help = "Ask the endpoint for its list of models, once." },
	{ .name = "refresh", .type = OPT_FLAG, AT(refresh), .commands = GET, .line_only = true,
	  .help = "Ask again for what is there already: lists, papers, summaries." },
	{ .name = "dry-run", .type = OPT_FLAG, AT(dry_run), .commands = GET, .line_only = true,
	  .help = "Ask nothing: print each request that would be made, the waiting in between, and why; and what summaries would take." },
	{ .name = "report", .type = OPT_PATH, AT(report), .arg = "FILE", .commands = GET, .example = "~/.local/state/digest/report.json",
	  .help = "Write to this file what the run did, as JSON." },
	{ .name = "record", .type = OPT_PATH, AT(record), .arg = "DIR", .commands = IN, .line_only = true,
	  .group = OPT_ARXIV,
	  .help = "Keep every exchange with arXiv in this new folder." },
	{ .name = "replay", .type = OPT_PATH, AT(replay), .arg = "DIR", .commands = IN, .line_only = true,
	  .group = OPT_ARXIV,
	  .help = "Take arXiv's answers from such a folder; no network." },
	{ .name = "arxiv-url", .type = OPT_STR, AT(arxiv_url), .arg = "URL", .commands = IN,
	  .group = OPT_ARXIV, .example = "https://arxiv.example.org",
	  .help = "Ask this host instead of arXiv's: URL/rss/cs.CL, URL/oai, URL/api/query." },
	{ .name = "interval", .type = OPT_COUNT, AT(interval), .arg = "MILLISECONDS", .fallback = "3000", .most = 86400000, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "At least so many milliseconds between two requests to a host, over all runs. arXiv's own hosts want 3000." },
	{ .name = "tries", .type = OPT_COUNT, AT(tries), .arg = "N", .fallback = "5", .most = 1000, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "How often a request is made in all before it is given up." },
	{ .name = "retry-delay", .type = OPT_COUNT, AT(retry_delay), .arg = "MILLISECONDS", .fallback = "3000", .most = 3600000, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "Milliseconds before the second try. It doubles from try to try, up to twenty times as long." },
	{ .name = "budget", .type = OPT_COUNT, AT(budget), .arg = "SECONDS", .fallback = "600", .most = 86400, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "Seconds that one request may take with all its tries." },
	{ .name = "connect-timeout", .type = OPT_COUNT, AT(connect_timeout), .arg = "SECONDS", .fallback = "20", .most = 86400, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "Seconds that a connection may take." },
	{ .name = "silence-timeout", .type = OPT_COUNT, AT(silence_timeout), .arg = "SECONDS", .fallback = "60", .most = 86400, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "Seconds without a byte, after which a transfer is given up." },
	{ .name = "transfer-timeout", .type = OPT_COUNT, AT(transfer_timeout), .arg = "SECONDS", .fallback = "600", .most = 86400, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "Seconds that one transfer may take." },
	{ .name = "max-bytes", .type = OPT_COUNT, AT(max_bytes), .arg = "BYTES", .fallback = "268435456", .most = INT32_MAX, .commands = IN,
	  .group = OPT_ARXIV,
	  .help = "Bytes that one reply may have, unpacked." },
	{ .name = "contact", .type = OPT_STR, AT(contact), .arg = "ADDRESS", .commands = GET,
	  .group = OPT_ARXIV, .example = "https://example.org/about-us",
	  .help = "Your mail or web address, told to the hosts that are asked." },
	{ .name = "profile", .type = OPT_STR, AT(profile), .arg = "NAME[,NAME]", .commands = CMD_ALL, .line_only = true,
	  .listed_by = "help profiles",
	  .help = "Take the configuration's section [profile NAME] too; of several (NAME,NAME) one after the other." },
	{ .name = "all-profiles", .type = OPT_FLAG, AT(all_profiles), .commands = CMD_ALL, .line_only = true,
	  .help = "Run each profile of the configuration, one after the other." },
	{ .name = "config", .type = OPT_PATH, AT(config), .arg = "FILE", .commands = CMD_ALL, .line_only = true,
	  .help = "Read this configuration instead of $XDG_CONFIG_HOME/digest/config." },
	{ .name = "verbose", .letter = 'v', .type = OPT_FLAG, AT(verbose), .commands = CMD_ALL,
	  .help = "Say what is done, and what the summarizer says." },
	{ .name = "quiet", .type = OPT_FLAG, AT(quiet), .commands = CMD_ALL,
	  .help = "Say only what makes the exit status other than 0." },
	{ .name = "progress", .type = OPT_FLAG, AT(progress), .commands = WORK,
	  .help = "Show how far it is, even if standard error is no terminal." },
	{ .name = "help", .letter = 'h', .type = OPT_FLAG, AT(help), .commands = CMD_ALL, .line_only = true,
	  .help = "Show this help." },
	{ .name = "version", .letter = 'V', .type = OPT_FLAG, AT(version), .commands = CMD_ALL, .line_only = true,
	  .help = "Show the version." },
	{ .name = "test-clock", .type = OPT_COUNT, AT(test_clock), .arg = "EPOCH", .most = CLOCK_LAST, .commands = CMD_ALL,
	  .line_only = true, .hidden = true, .help = "The time at which the whole run is, in seconds since 1970." },
	{ .name = "test-uptime", .type = OPT_COUNT, AT(test_uptime), .arg = "SECONDS", .most = CLOCK_LAST, .commands = CMD_ALL,
	  .line_only = true, .hidden = true, .help = "With --test-clock: how long ago the machine was started, whatever its time of day was set to since." },
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
		size_t cap = list->n;
		list->v = arena_more(a, list->v, &cap, sizeof *list->v);
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

/* The number of WORD in the row's list. */
static bool choose(const struct opt_row *row, struct str word, int *ret, enum err_kind kind, struct err *e)
{
	struct opt_choice c;
	struct nearest meant = { .said = word };
	struct buf all = BUF_INIT(ERR_MSG_SIZE);
	for (size_t i = 0; row->choices(i, &c); i++) {
		if (str_is(word, c.word)) {
			*ret = c.value;
			buf_free(&all);
			return true;
		}
		nearest_try(&meant, str_of(c.word));
		buf_addf(&all, "%s%s", i ? ", " : "", c.word);
	}
	nearest_say(&meant, "", &all);
	err_set(e, kind, "no \"%.*s\"; there are %s", STR_ARG(str_head_utf8(word, 60)), all.s);
	buf_free(&all);
	return false;
}

static bool add_choices(const struct opt_row *row, struct str text, unsigned *set, enum err_kind kind, struct err *e)
{
	struct str piece;
	int value;
	while (str_cut(&text, ',', &piece)) {
		if (str_empty(str_trim(piece)))
			continue;
		if (!choose(row, str_trim(piece), &value, kind, e))
			return false;
		*set |= 1u << value;
	}
	return true;
}

const char *opt_group_title(enum opt_group g)
{
	static const char *const titles[] = {
		[OPT_INPUT] = "What comes in", [OPT_SELECT] = "Which papers", [OPT_ARXIV] = "How arXiv is asked",
		[OPT_SUMMARY] = "Summaries", [OPT_PAGE] = "The page", [OPT_RUN] = "The run",
	};
	static_assert(COUNTOF(titles) == OPT__GROUPS, "a group without a title");
	return titles[g];
}

void opt_choices_text(const struct opt_row *row, struct buf *out)
{
	struct opt_choice c;
	for (size_t i = 0; row->choices && row->choices(i, &c); i++)
		buf_addf(out, "%s%s (%s)", i ? ", " : "One of: ", c.word, c.help);
	if (row->choices)
		buf_addc(out, '.');
}

const char *opt_word(const char *name, int value)
{
	const struct opt_row *row = opt_find(str_of(name));
	struct opt_choice c;
	for (size_t i = 0; row && row->choices && row->choices(i, &c); i++)
		if (c.value == value)
			return c.word;
	return NULL;
}

static uint64_t least_of(const struct opt_row *row) { return row->type == OPT_COUNT; }

void opt_note(struct opt_values *o, struct arena *a, const char *fmt, ...)
{
	struct buf line = BUF_INIT(ERR_MSG_SIZE);
	va_list ap;
	va_start(ap, fmt);
	buf_vaddf(&line, fmt, ap);
	va_end(ap);
	add_str(&o->notes, buf_str(&line), a);
	buf_free(&line);
}

/* Two profiles are said, and one of them counts. */
static void note_profile(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a)
{
	enum opt_rank had = (enum opt_rank)o->rank[row - opt_rows];
	if (row->type != OPT_STR || row->offset != offsetof(struct opt_values, profile) || o->profile == NULL || str_is(text, o->profile))
		return;
	bool wins = rank >= had;
	opt_note(o, a, "two profiles are said: %.*s counts, and %.*s does not", STR_ARG(wins ? text : str_of(o->profile)),
	         STR_ARG(wins ? str_of(o->profile) : text));
}

bool opt_set(struct opt_values *o, const struct opt_row *row, struct str text, enum opt_rank rank, struct arena *a,
             struct err *e)
{
	enum err_kind kind = rank == RANK_FLAG || rank == RANK_ENV ? ERR_USAGE : ERR_CONFIG;
	unsigned char *had = &o->rank[row - opt_rows];
	void *at = field(o, row);
	uint64_t n;
	double number;
	note_profile(o, row, text, rank, a);
	if (rank < *had)
		return true;
	if (row->type != OPT_FLAG && row->type != OPT_LIST && row->type != OPT_SET && str_empty(text))
		return err_set(e, kind, "needs a value: %s", row->arg);
	if ((row->type == OPT_LIST || row->type == OPT_ADD) && rank > *had)
		*(struct strs *)at = (struct strs){ NULL, 0 };  /* a stronger list replaces, it does not add */
	if (row->type == OPT_SET && rank > *had)
		*(unsigned *)at = 0;
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
	case OPT_NUMBER:
		if (!str_number(text, (uint64_t)row->most, &n) || n < least_of(row))
			return err_set(e, kind, "\"%.*s\" is not a whole number from %d to %lld", STR_ARG(text), (int)least_of(row),
			               (long long)row->most);
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
	case OPT_CHOICE:
		return choose(row, text, at, kind, e);
	case OPT_SET:
		return add_choices(row, text, at, kind, e);
	}
	return true;
}

enum opt_rank opt_rank_of(const struct opt_values *o, const char *name)
{
	const struct opt_row *row = opt_find(str_of(name));
	return row ? (enum opt_rank)o->rank[row - opt_rows] : RANK_DEFAULT;
}

void opt_settle(struct opt_values *o, unsigned c)
{
	if (c == CMD_RENDER && opt_rank_of(o, "output") != RANK_FLAG)
		o->output = NULL;
}

void opt_init(struct opt_values *o, struct arena *a)
{
	struct err e = ERR_INIT;
	*o = (struct opt_values){ .limit = 0 };
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].type == OPT_CHOICE)
			*(int *)field(o, &opt_rows[i]) = CHOICE_NONE;
	for (size_t i = 0; i < opt_n_rows; i++)
		if (opt_rows[i].fallback && !opt_set(o, &opt_rows[i], str_of(opt_rows[i].fallback), RANK_DEFAULT, a, &e))
			assert(!"a default that its own row refuses");
}
