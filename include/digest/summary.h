/* SPDX-License-Identifier: MIT
 * Summaries: what is asked of a summarizer, the hook (a command), the offline default, the queue that drives them. */
#ifndef DIGEST_SUMMARY_H
#define DIGEST_SUMMARY_H

#include "digest/err.h"
#include "digest/log.h"
#include "digest/paper.h"
#include "digest/hash.h"
#include "digest/world.h"

/* What holds where the options (app/options.c has the same) say nothing. */
enum {
	SUMMARY_TIMEOUT_S = 600,                /* one request */
	SUMMARY_MAX_REPLY = 1024 * 1024,        /* bytes of one reply */
	SUMMARY_JOBS = 8,
	SUMMARY_TRIES = 3,                      /* of one paper at an endpoint that is busy or fails */
	SUMMARY_RETRY_DELAY_MS = 1000,          /* before the second try; then twice as long each time */
};

/* Limits, each with a test. */
enum {
	SUMMARY_MOST_JOBS = 10000,
	SUMMARY_MOST_TOKENS = 1000000000,       /* that one request may say it took; more is nonsense, and not told */
	SUMMARY_MOST_REFUSED = 5,               /* papers that an endpoint may refuse before it has answered any */
};

/* What a style asks for; borrowed. */
struct summary_style {
	struct str name;      /* "footnote" */
	struct str lang;      /* "zh-Hans" */
	struct str prompt;    /* prompt.txt: the instructions */
	struct str schema;    /* schema.json: JSON Schema of the answer */
	struct strs keys;     /* the schema's properties, in its order */
	struct strs required; /* those an answer must have */
	bool as_is;           /* answers' texts are not cleaned; summarize() sets it, where the gate is off */
};

enum summary_protocol { PROTOCOL_JSONL, PROTOCOL_PLAIN };

/* ---- Terms (glossary.c) ---- */

/* Terms as Chinese researchers write them. A file of lines "English term TAB 中文[ TAB another accepted form …]"; a term
 * without Chinese, or with itself, stays in English. "# …" and empty lines are passed over. A term has letters, digits,
 * blanks and hyphens (which are the same), and stands there once. */
struct glossary;
enum {
	GLOSSARY_MAX_FILE = 4 * 1024 * 1024,
	GLOSSARY_MOST_WORDS = 8,        /* of a term */
	GLOSSARY_MOST_BYTES = 120,
};
/* ERR_CONFIG "PATH:LINE: …"; ERR_FILE; ERR_INPUT: too large. On success *RET is the caller's. */
bool glossary_read(const char *path, struct glossary **ret, struct err *e) NODISCARD;
void glossary_free(struct glossary *g);  /* NULL is fine */
/* Append the lines of the terms that P's title and abstract have, in the file's order: "term = 中文", LF each. Whole
 * words, any case, plurals too (models, losses, policies, analyses, matrices); the longest term wins. G may be NULL. One
 * pass over the text. */
void glossary_lines(const struct glossary *g, const struct paper *p, struct buf *out);
/* Call FN for each term of P's TEXT that TRANSLATION, its Chinese, has in none of its accepted forms: once a term, in the
 * file's order; case, blanks and hyphens make no difference. Its strings live as long as G. G may be NULL. */
typedef void glossary_fn(void *ctx, struct str term, struct str wanted);
void glossary_check(const struct glossary *g, struct str text, struct str translation, glossary_fn *fn, void *ctx);

/* ---- The gate (gate.c): what may be shown ---- */

enum gate_mode {
	GATE_MEND,            /* mend what can be mended safely, ask again, reject */
	GATE_WARN,            /* only say what is wrong */
	GATE_OFF,
};

/* A rule is a row in gate.c: its name, what it looks at, and one of these. */
enum gate_severity { GATE_REPAIR, GATE_NOTE, GATE_RETRY, GATE_REJECT };
const char *gate_severity_name(enum gate_severity s);  /* "repair", "warn", "retry", "reject" */
enum { GATE_MOST_RULES = 64 };
size_t gate_rules(void);                               /* how many there are */
const char *gate_rule_name(size_t i);
const char *gate_rule_help(size_t i);                  /* one line: the defect's definition */
enum gate_severity gate_rule_severity(size_t i);

struct gate_finding {
	size_t rule;
	struct str field;
	enum gate_severity severity;
	struct str what;      /* for people and for the model that is asked again: "says 42 %, which the paper does not" */
};
typedef void gate_fn(void *ctx, const struct gate_finding *f);

struct gate {
	enum gate_mode mode;
	struct str prompt;    /* the style's instructions: what is said back out of them is no answer. May be STR_NULL */
	struct str lang;      /* of the fields: "zh-Hans"; fields named …_en are English */
	const struct glossary *glossary;  /* NULL: none */
};
enum gate_verdict { GATE_PASSED, GATE_ASK_AGAIN, GATE_REFUSED };
/* Look at Y, an answer about P, field by field; numbers and lists (field->json) by their strings. FN (may be NULL) is
 * told of each finding, borrowed during the call. In GATE_MEND what can be mended is: fields are replaced, their strings
 * in A. In GATE_WARN and GATE_OFF nothing changes and all pass. Time linear in the texts. */
enum gate_verdict gate_check(const struct gate *g, const struct paper *p, struct summary *y, struct arena *a, gate_fn *fn,
                             void *ctx);

/* ---- A chat endpoint (chat.c): POST BASE/chat/completions as OpenAI defined it ---- */

/* How the answer's form is asked for, the strictest first; what an endpoint refuses falls to the next. */
enum chat_structure { STRUCTURE_SCHEMA, STRUCTURE_JSON, STRUCTURE_TEXT };
const char *chat_structure_name(enum chat_structure s);  /* "schema", "json", "text" */

/* How providers differ: a row each in provider.c, changed or made by a configuration's [provider NAME]. */
struct provider {
	const char *name;            /* "deepseek" */
	const char *base_url;        /* up to before /chat/completions; NULL: the user says it */
	const char *hosts;           /* what --base-url is told by: host names or their ends (".openai.azure.com"), host:port
	                              * for local ones, separated by blanks */
	const char *key_env;         /* variables that may hold the key, the first that is set; separated by blanks.
	                              * NULL: no key is needed */
	const char *key_header;      /* NULL: "Authorization: Bearer KEY"; else this header has the bare key */
	const char *token_field;     /* "max_tokens" or "max_completion_tokens" */
	enum chat_structure structure;  /* the strictest that it takes */
	const char *thinking_off;    /* a JSON object, merged into the request; NULL: nothing to turn off */
	const char *batch_url;       /* base address at half price and long waits; NULL: none */
	const char *query;           /* to be put behind the path ("api-version=…"); NULL: none */
	bool needs_model;            /* false: the address says which (Azure's deployments, a local server) */
};
const struct provider *provider_at(size_t i);             /* NULL behind the last */
const struct provider *provider_find(struct str name);    /* NULL */
const struct provider *provider_of_url(struct str url);   /* by its host; NULL */
/* "api.example.org:8443" of an address: a part of it. */
struct str provider_host(struct str address);
/* Append the address that is asked: BASE up to before /chat/completions, or with it; a slash at its end, and a query,
 * are understood. ERR_USAGE: no http or https address, or with a name and password in it. */
bool provider_address(struct str base, const char *query, struct buf *out, struct err *e) NODISCARD;

struct chat_prices { double in, out, cached; };  /* for a million tokens, in the user's money; <0: not known */

struct chat_options {
	const struct provider *provider;
	const char *base_url;        /* NULL: the provider's */
	const char *model;
	const char *key;             /* secret: goes into one header and nowhere else. NULL: none */
	const char *extra_body;      /* a JSON object, merged last; null removes a member. May be NULL */
	const struct http_header *headers;
	size_t n_headers;
	const char *contact;         /* for the User-Agent; may be NULL */
	int64_t max_tokens;          /* of an answer; 0: the endpoint's own limit */
	enum chat_structure structure;  /* to begin with: what worked last time, or the provider's */
	int tries;                   /* 0: SUMMARY_TRIES */
	int64_t retry_delay_ms;      /* 0: SUMMARY_RETRY_DELAY_MS */
	struct chat_prices prices;
};

/* What was spent: one request, or a run's sum. */
struct summary_spent {
	int64_t requests, prompt_tokens, completion_tokens, cached_tokens;
	double cost;                 /* <0: prices are not known */
};
/* What a run may spend; 0: no limit. Over it papers are PENDING. Requests under way are counted by what they are
 * expected to need. */
struct summary_budget {
	int64_t max_requests, max_tokens;
	double max_cost;
};
/* About how many tokens TEXT is: a quarter of a token a byte of ASCII, one a character beyond it. */
int64_t summary_tokens(struct str text);

/* How answers were rescued that were not what was asked for, in known ways (answer.c); each is counted. */
enum rescue {
	RESCUE_THINKING,             /* <think>…</think> before the answer */
	RESCUE_FENCE,                /* a code fence around it */
	RESCUE_TALK,                 /* words before or behind the object */
	RESCUE_NESTED,               /* the object alone in an array, or in another one under a name of its own */
	RESCUE_BACKSLASH,            /* TeX in strings with single backslashes: \frac, \beta, \nu */
	RESCUE_CONTROL,              /* raw line ends or tabs in strings */
	RESCUE_QUOTE,                /* "…" inside a string without backslashes */
	RESCUE_FOREIGN,              /* strings, names, words as other languages write them: “x”, 'x', {x: …}, None */
	RESCUE_COMMA,                /* a comma before } or ], or none between two members */
	RESCUE_NUMBER,               /* "4" where the schema wants a number */
	RESCUE_CUT,                  /* the object ends early, but every required field is whole */
	RESCUE_LABELS,               /* lines "label: value" instead of an object */
	RESCUE__COUNT
};
const char *rescue_name(enum rescue r);  /* "thinking", "fence", … */

/* What a run's summarizing did, for its report. */
struct summary_stats {
	struct summary_spent spent;
	unsigned long retries;                        /* requests made again after a busy or failing endpoint */
	unsigned long rescued[RESCUE__COUNT];
	unsigned long findings[GATE_MOST_RULES];      /* of the gate, by rule */
	unsigned long mended, asked_again, rejected;  /* papers */
	bool structure_known;                         /* an answer came in this form: */
	enum chat_structure structure;
};

struct summarizer_options {
	const char *words;    /* "extract", "chat", or a command: split at blanks with quotes as in a shell, never run by one */
	enum summary_protocol protocol;
	struct summary_style style;
	struct gate gate;     /* its prompt, lang and glossary are filled in by the caller too */
	struct chat_options chat;  /* for "chat" */
	struct summary_budget budget;
	int jobs;             /* 0: SUMMARY_JOBS */
	int timeout_s;        /* of one request; 0: SUMMARY_TIMEOUT_S */
	size_t max_reply;     /* 0: SUMMARY_MAX_REPLY */
	int max_restarts;     /* in a row, without an answer between; 0: none */
	const char *const *env_without;  /* variables that children must not see; may be NULL */
	struct loop *loop;
	const struct log *log;
	struct summary_stats *stats;     /* added to; may be NULL */
};

/* A paper to ask about. Nothing is copied: all of it lives until done() for it returns. */
struct question {
	const struct paper *paper;
	struct str terms;                /* glossary_lines() of it, for the prompt */
	void *tag;                       /* for done() */
};

/* One paper's answer. status OK, EXTRACT; or PENDING with the reason (asking again may help); or REJECTED. */
struct summary_done {
	/* The next one, in *RET. False: no more, or E is set. */
	bool (*next)(void *ctx, struct question *ret, struct err *e);
	/* An answer; strings borrowed during the call. TAG is what next() gave. A REJECTED one has the fields that came. */
	bool (*done)(void *ctx, void *tag, const struct summary *y, struct err *e);
	/* One request was made and paid for (S->requests is 1), an answer may follow. May be NULL. */
	bool (*spent)(void *ctx, const struct summary_spent *s, struct err *e);
	/* All that has come has been told; nobody more is asked before this returns. What is to survive is kept now. May be
	 * NULL. */
	bool (*settle)(void *ctx, struct err *e);
	void *ctx;
};

/* Ask about every paper that next() gives, at most `jobs` under way; each gets exactly one done(). Answers come in any
 * order. Papers that an endpoint refuses before it has answered any have theirs when it is known whose fault it is. Two
 * papers under way with one key (id and version) are never asked at once; with the same text they share the answer. What
 * one paper lacks is no failure of the run: it is PENDING (no answer in time, an error, lost twice with a dead process) or
 * REJECTED (an answer that is not what the schema asks for, an error with "retry":false).
 * False: the summarizer cannot be used at all; all answers until then have been delivered, the papers under way got
 * PENDING with the reason, and next() is not called any more. ERR_USAGE (the words), ERR_SUMMARIZER (not found, or more
 * than max_restarts processes failed without an answer between; an endpoint that does not answer), ERR_KEY (the command says
 * `fatal`; the endpoint refuses the key, has no balance, knows no such model), ERR_BUSY (the endpoint asks for a long pause, or
 * is busy without end), ERR_CONFIG (extra_body; the first SUMMARY_MOST_REFUSED papers were all refused, and none was
 * answered), ERR_INTERRUPTED; or the error of next() (what was under way is still answered), of done(),
 * spent() or settle() (nobody is told any more). Over the budget is none of these: true, and all that was not asked is
 * PENDING. */
bool summarize(const struct summarizer_options *o, const struct summary_done *papers, struct err *e) NODISCARD;

/* About what one request about P will need: requests is 1; cost <0: prices are not known. */
void summary_expect(const struct summarizer_options *o, const struct paper *p, struct summary_spent *ret);

/* The cache key of a request: a hash (hex) of title, abstract, prompt (with TERMS, the glossary's lines for P), schema,
 * language and model (of a command: its words). */
struct summary_keys {
	struct hash run;             /* of what all papers of a run have in common */
};
void summary_keys_init(struct summary_keys *k, const struct summarizer_options *o);
void summary_key(const struct summary_keys *k, const struct paper *p, struct str terms, struct buf *out);

/* Split WORDS as a shell would at blanks, with '…', "…" and \; nothing else is special. ERR_USAGE: unpaired quote.
 * *RET is NULL-ended, in A. */
bool words_split(const char *words, struct arena *a, char ***ret, struct err *e) NODISCARD;

/* Read a style's schema.json into STYLE's keys (the properties' names, in order) and required; strings in A.
 * ERR_CONFIG: no JSON, no properties, or one that the record's summary object uses itself (status, lang, …). */
bool summary_schema_read(struct str text, struct arena *a, struct summary_style *style, struct err *e) NODISCARD;

#endif
