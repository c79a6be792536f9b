/* SPDX-License-Identifier: MIT
 * What errors mean: a row each, the first that fits counts. So rows stand from the particular to the general, and what a
 * status alone means stands last. The question is always whose fault it is: the run's (no key, no money, a wrong line in
 * the configuration: stop, and say which line), this paper's, or the moment's. */
#include "internal.h"

/* A row fits when everything does that is not NULL; of codes and words one is enough.
 *   statuses  their first digits, with blanks between: "400 5"
 *   codes     any of them, blanks between; case, _ - . and a "*" at the end for the rest make no difference
 *   words     in the message, "|" between; "*" stands for any text; small letters
 *   when      of enum when; 0: always
 *   why       {name} the provider, {url} what was asked, {other} the other name of the token limit, {v1} a hint where the address
 *             has no version */
enum when {
	WAITS = 1, NO_WAIT = 2,           /* the host says how long to wait, or not */
	THINKING_OFF = 4, NOT_OFF = 8,    /* members that turn thinking off were sent, or none. No line is advised that stands there already */
	STREAMED = 16, NOT_STREAMED = 32, /* a stream was asked for, or none */
};
struct error_rule {
	const char *statuses, *provider, *codes, *words;
	unsigned when;
	enum chat_outcome outcome;
	enum err_kind kind;
	const char *why;
	enum pending_reason reason;  /* if it stays so, and does not stop the run */
};

#define NO_BALANCE "there is no balance"
#define LIMIT_REACHED "the limit of the account or plan is reached"
#define NO_ACCOUNT "the account cannot be used"
#define KEY_REFUSED "the key is refused"
#define NO_MODEL "there is no such model at {url}"
#define TOO_LONG "the question is too long for the model"
#define FILTERED "the provider's filter refuses this paper"
#define BUSY "the endpoint is busy"
/* No row knows what is wrong: the paper, perhaps, or each request. */
#define UNKNOWN "the endpoint does not take this request"
#define STREAM_WORDS "only support* stream|only stream|stream mode|non-stream|non stream|stream must be|stream* must be true|stream* is required|" \
	"requires stream|require* streaming|must be stream|must use stream|enable the stream|set stream|stream=true|stream = true|" \
	"\"stream\": true|please use stream|仅支持流式|只支持流式|请使用流式"
#define NOTHING_THERE "there is nothing at {url}: base-url is what stands before /chat/completions{v1}"

static const struct error_rule refusals[] = {
	/* ---- this paper only ---- */
	{ NULL, NULL, "content_filter content_policy_violation ResponsibleAIPolicyViolation DataInspectionFailed 1300 1301 "
	  "sensitive prohibited_content", "content management policy|content exists risk|inappropriate content|considered high risk|"
	  "input was flagged|requires moderation|不安全或敏感", 0, CHAT_PAPER, ERR_NONE, FILTERED, REASON_FILTERED },
	{ NULL, NULL, "context_length_exceeded exceed_context_size_error context_window_exceeded ContextWindowExceededError "
	  "string_above_max_length 1261", NULL, 0, CHAT_PAPER, ERR_NONE, TOO_LONG, REASON_PAPER_LENGTH },
	{ "2 400 413 422 500", NULL, NULL, "context length|context window|context size|exceed*model token limit|prompt is too long|"
	  "input is too long|input length|exceed*n_ctx|too many tokens|must be at least 1, got -|reduce the length|"
	  "token count*exceeds|prompt 超长|prompt超长", 0, CHAT_PAPER, ERR_NONE, TOO_LONG, REASON_PAPER_LENGTH },
	{ "429", NULL, NULL, "request too large*requested", 0, CHAT_PAPER, ERR_NONE, TOO_LONG, REASON_PAPER_LENGTH },
	{ "413", NULL, NULL, NULL, 0, CHAT_PAPER, ERR_NONE, TOO_LONG, REASON_PAPER_LENGTH },

	/* ---- money ---- */
	{ "402", NULL, NULL, NULL, WAITS, CHAT_AGAIN, ERR_NONE, "the endpoint wants to be paid later", REASON_NO_ANSWER },
	{ NULL, NULL, "insufficient_quota insufficient_user_quota insufficient_balance billing_hard_limit_reached "
	  "billing_not_active exceeded_current_quota_error Arrearage 1113 AllocationQuota.FreeTierOnly", "insufficient balance|"
	  "insufficient account balance|balance is insufficient|insufficient credit|insufficient*quota|余额不足|欠费|"
	  "credit balance is too low|not enough credit|out of credits|free tier*exhausted|free allocated quota exceeded|"
	  "overdue payment|in good standing", 0, CHAT_STOP, ERR_KEY, NO_BALANCE, REASON_NO_ANSWER },
	{ "402", NULL, NULL, NULL, 0, CHAT_STOP, ERR_KEY, NO_BALANCE, REASON_NO_ANSWER },
	{ "400 403 429", NULL, NULL, "spend limit|spending limit|spend cap|monthly*limit|usage limit", NO_WAIT, CHAT_STOP, ERR_KEY,
	  LIMIT_REACHED, REASON_NO_ANSWER },
	{ NULL, NULL, "1304 1308 1309 1310 1311 GenerateRequestsPerDay*", NULL, 0, CHAT_STOP, ERR_KEY, LIMIT_REACHED, REASON_NO_ANSWER },
	{ NULL, NULL, "rate_limit_daily daily_limit_exceeded daily_limit_reached quota_daily requests_per_day tokens_per_day", NULL, 0,
	  CHAT_STOP, ERR_KEY, LIMIT_REACHED, REASON_NO_ANSWER },
	{ "429", NULL, NULL, "per-day|per day|perday|daily limit|daily quota|per 1d|requests/day|tokens/day|每日|当日", NO_WAIT, CHAT_STOP, ERR_KEY,
	  LIMIT_REACHED, REASON_NO_ANSWER },

	/* ---- account and key ---- */
	{ NULL, NULL, "1100 1110 1111 1112 1120 1121 account_deactivated account_suspended", "account*deactivated|"
	  "account*suspended|organization has been disabled|real-name|real name verif|实名|access terminated|已被锁定", 0,
	  CHAT_STOP, ERR_KEY, NO_ACCOUNT, REASON_NO_ANSWER },
	{ "401", "moonshot", NULL, NULL, 0, CHAT_STOP, ERR_KEY,
	  KEY_REFUSED "; one of api.moonshot.cn is none of api.moonshot.ai, nor the other way round", REASON_NO_ANSWER },
	{ "401", "dashscope", NULL, NULL, 0, CHAT_STOP, ERR_KEY, KEY_REFUSED "; each region has its own", REASON_NO_ANSWER },
	{ NULL, NULL, "invalid_api_key invalid_authentication_error incorrect_api_key_error authentication_error API_KEY_INVALID "
	  "UNAUTHENTICATED 1000 1001 1002 1003 1004", "api key not valid|invalid api key|incorrect api key|api key*expired|"
	  "no auth credentials|invalid authentication", 0, CHAT_STOP, ERR_KEY, KEY_REFUSED, REASON_NO_ANSWER },
	{ "401", NULL, NULL, NULL, 0, CHAT_STOP, ERR_KEY, KEY_REFUSED, REASON_NO_ANSWER },

	/* ---- the model ---- */
	{ NULL, NULL, "model_not_found ModelNotFound DeploymentNotFound invalid_model resource_not_found_error 1211 1212 1221 1222 "
	  "20012", NULL, 0, CHAT_STOP, ERR_KEY, NO_MODEL, REASON_NO_ANSWER },
	{ "2 400 403 404 422", NULL, NULL, "model*not exist|model*not found|not found the model|not a valid model|"
	  "no endpoints found for|no such model|unknown model|deployment*not exist|模型不存在|model is required|"
	  "must provide a model", 0, CHAT_STOP, ERR_KEY, NO_MODEL, REASON_NO_ANSWER },

	/* ---- the form of the answer ---- */
	{ "2 400 404 422 500 501", NULL, "response_format response_format.* json_schema", "response_format|json_schema|json schema|"
	  "json_object|json mode|structured output|guided_|grammar|invalid schema|word 'json'|word \"json\"|"
	  "can handle the requested parameters", 0, CHAT_SIMPLER, ERR_NONE, "this form of answer is not taken here", REASON_NO_ANSWER },

	/* ---- streams ---- */
	{ "2 4 500 501", NULL, NULL, "stream*not supported|not support stream|not support*streaming|streaming is not enabled|不支持流式", STREAMED, CHAT_STOP,
	  ERR_CONFIG, "answers do not come as streams here: stream = false in [provider {name}]", REASON_NO_ANSWER },
	{ "2 4 500 501", NULL, NULL, "stream_options", STREAMED, CHAT_STOP, ERR_CONFIG,
	  "a parameter is not taken here: extra-body = {\"stream_options\": null} in [provider {name}]", REASON_NO_ANSWER },
	{ "2 4 500 501", NULL, NULL, STREAM_WORDS, NOT_STREAMED, CHAT_STREAM, ERR_NONE, "answers come as streams only", REASON_NO_ANSWER },
	{ "2 4 500 501", NULL, NULL, STREAM_WORDS, STREAMED, CHAT_STOP, ERR_CONFIG,
	  "answers come as streams only: no \"stream\": false in extra-body of [provider {name}]", REASON_NO_ANSWER },

	/* ---- other parameters ---- */
	{ "400 422", NULL, NULL, "range of max_tokens|max_tokens*too large|max_tokens*at most|max_tokens*less than|"
	  "max_completion_tokens*too large|max_completion_tokens*at most", 0, CHAT_STOP, ERR_CONFIG,
	  "answers may not have so many tokens here: lower answer-tokens, or max-tokens in [provider {name}]", REASON_NO_ANSWER },
	{ "400 422", NULL, "max_tokens max_completion_tokens", "max_tokens|max_completion_tokens", 0, CHAT_STOP, ERR_CONFIG,
	  "the token limit has another name here: token-field = {other} in [provider {name}]", REASON_NO_ANSWER },
	{ "400 422", NULL, NULL, "enable_thinking must be set to false", NOT_OFF, CHAT_STOP, ERR_CONFIG,
	  "the model thinks unless it is told not to: thinking-off = {\"enable_thinking\": false} in [provider {name}]", REASON_NO_ANSWER },
	{ "400 422", NULL, "reasoning_effort reasoning reasoning.effort thinking thinking.type enable_thinking chat_template_kwargs",
	  "reasoning_effort|reasoning is mandatory|enable_thinking|chat_template_kwargs|thinking", THINKING_OFF, CHAT_STOP, ERR_CONFIG,
	  "thinking is turned off in another way here, or not at all: thinking-off = {} in [provider {name}]", REASON_NO_ANSWER },
	{ "400 422", NULL, "reasoning_effort reasoning reasoning.effort thinking thinking.type enable_thinking chat_template_kwargs",
	  "reasoning_effort|reasoning is mandatory|enable_thinking|chat_template_kwargs|thinking", NOT_OFF, CHAT_STOP, ERR_CONFIG,
	  "the endpoint wants to be told whether to think: see thinking-off and extra-body in [provider {name}]", REASON_NO_ANSWER },
	{ "400 422", NULL, "unsupported_parameter unknown_parameter unsupported_value extra_forbidden 1210 1213 1214 1215",
	  "unsupported parameter|unknown parameter|unrecognized request argument|extra inputs are not permitted|unknown name|"
	  "unsupported value|unknown field|not support parameter|temperature", 0, CHAT_STOP, ERR_CONFIG,
	  "a parameter is not taken here: see extra-body in [provider {name}]", REASON_NO_ANSWER },

	/* ---- the moment ---- */
	{ NULL, NULL, NULL, "loading model", 0, CHAT_AGAIN, ERR_NONE, "the model is being loaded", REASON_NO_ANSWER },
	{ NULL, NULL, "rate_limit_exceeded rate_limit_error rate_limit_reached_error engine_overloaded_error overloaded_error "
	  "resource_exhausted Throttling* limit_requests 1302 1303 1305 1312 1313", NULL, 0, CHAT_AGAIN, ERR_NONE, BUSY, REASON_NO_ANSWER },
	{ NULL, "zhipu", "1200 1230 1231 1234", NULL, 0, CHAT_AGAIN, ERR_NONE, "the endpoint failed", REASON_NO_ANSWER },

	/* LM Studio says so with status 200. */
	{ "2 400 404", NULL, NULL, "unexpected endpoint or method", 0, CHAT_STOP, ERR_CONFIG, NOTHING_THERE, REASON_NO_ANSWER },

	/* ---- by status alone ---- */
	{ NULL, NULL, "1220", NULL, 0, CHAT_STOP, ERR_KEY, NO_ACCOUNT, REASON_NO_ANSWER },
	{ "403 434 435", NULL, NULL, NULL, 0, CHAT_STOP, ERR_KEY, "the endpoint does not allow it", REASON_NO_ANSWER },
	{ "404 405 410", "azure", NULL, NULL, 0, CHAT_STOP, ERR_CONFIG, "there is nothing at {url}: base-url is "
	  "https://RESOURCE.openai.azure.com/openai/v1, or …/openai/deployments/NAME?api-version=…", REASON_NO_ANSWER },
	{ "404 405 410", NULL, NULL, NULL, 0, CHAT_STOP, ERR_CONFIG, NOTHING_THERE, REASON_NO_ANSWER },
	{ "407", NULL, NULL, NULL, 0, CHAT_STOP, ERR_CONFIG, "the proxy wants a name and a password", REASON_NO_ANSWER },
	{ "408 409 425 429 499", NULL, NULL, NULL, 0, CHAT_AGAIN, ERR_NONE, BUSY, REASON_NO_ANSWER },
	{ "451", NULL, NULL, NULL, 0, CHAT_STOP, ERR_SUMMARIZER, "the endpoint may not be used from here", REASON_NO_ANSWER },
	{ "4", NULL, NULL, NULL, 0, CHAT_PAPER, ERR_NONE, UNKNOWN, REASON_NOT_TAKEN },
	{ NULL, NULL, NULL, NULL, 0, CHAT_AGAIN, ERR_NONE, "the endpoint failed", REASON_NO_ANSWER },
};

/* ---- Whether a row fits ---- */

static bool is_separator(char c) { return c == '_' || c == '-' || c == '.' || c == ' '; }

/* "InvalidApiKey" is "invalid_api_key"; "Throttling.RateQuota" is "Throttling*". */
static bool code_is(struct str code, struct str wanted)
{
	size_t i = 0, k = 0;
	for (;;) {
		while (i < code.n && is_separator(code.p[i]))
			i++;
		while (k < wanted.n && is_separator(wanted.p[k]))
			k++;
		if (k < wanted.n && wanted.p[k] == '*')
			return true;
		if (i == code.n || k == wanted.n)
			return i == code.n && k == wanted.n;
		if (to_lower((unsigned char)code.p[i++]) != to_lower((unsigned char)wanted.p[k++]))
			return false;
	}
}

static bool codes_fit(const struct complaint *c, const char *codes)
{
	struct str rest = str_of(codes), one;
	while (str_cut(&rest, ' ', &one))
		for (size_t i = 0; i < c->n_codes; i++)
			if (one.n > 0 && code_is(c->codes[i], one))
				return true;
	return false;
}

/* Where PART, small letters, begins in S from FROM on. */
static size_t find_part(struct str s, struct str part, size_t from)
{
	for (size_t i = from; i + part.n <= s.n; i++) {
		size_t k = 0;
		while (k < part.n && to_lower((unsigned char)s.p[i + k]) == (unsigned char)part.p[k])
			k++;
		if (k == part.n)
			return i;
	}
	return STR_NONE;
}

static bool words_fit(struct str message, const char *words)
{
	struct str rest = str_of(words), one, part;
	while (str_cut(&rest, '|', &one)) {
		size_t at = 0;
		while (at != STR_NONE && str_cut(&one, '*', &part)) {
			at = find_part(message, part, at);
			at += at != STR_NONE ? part.n : 0;
		}
		if (at != STR_NONE)
			return true;
	}
	return false;
}

static bool status_fits(long status, const char *statuses)
{
	struct buf text = BUF_INIT(32);
	struct str rest = str_of(statuses), one;
	bool ok = statuses == NULL;
	buf_addf(&text, "%ld", status);
	while (!ok && str_cut(&rest, ' ', &one))
		ok = str_eq(str_head(buf_str(&text), one.n), one);
	buf_free(&text);
	return ok;
}

/* A page's words are not the API's: only its status counts. */
static bool row_fits(const struct error_rule *r, const struct complaint *c, const struct provider *p, bool streamed)
{
	enum { MOST_MESSAGE = 4000 };
	bool off = p && p->thinking_off && strchr(p->thinking_off, '"');
	unsigned is = (c->wait_ms >= 0 ? WAITS : NO_WAIT) | (off ? THINKING_OFF : NOT_OFF) | (streamed ? STREAMED : NOT_STREAMED);
	if (!status_fits(c->status, r->statuses) || (r->when & ~is) != 0)
		return false;
	if (r->provider && !(p && p->name && strcmp(p->name, r->provider) == 0))
		return false;
	if (r->codes == NULL && r->words == NULL)
		return true;
	return (r->codes && codes_fit(c, r->codes)) ||
	       (r->words && (words_fit(str_head(c->message, MOST_MESSAGE), r->words) ||
	                     words_fit(str_head(c->more, MOST_MESSAGE), r->words)));
}

/* ---- Why, in words ---- */

static void put_why(const char *why, const struct provider *p, struct str url, struct buf *out)
{
	const char *field = p && p->token_field ? p->token_field : "max_tokens";
	const struct { const char *name; struct str text; } names[] = {
		{ "{name}", str_of(p && p->name ? p->name : "NAME") },
		{ "{url}", url },
		{ "{v1}", str_find(url, "/v1", 0) == STR_NONE ? STR(", mostly with /v1 at its end") : STR("") },
		{ "{other}", strcmp(field, "max_tokens") == 0 ? STR("max_completion_tokens") : STR("max_tokens") },
	};
	for (struct str s = str_of(why); s.n > 0;) {
		size_t i = 0;
		while (i < COUNTOF(names) && !str_starts(s, names[i].name))
			i++;
		if (i < COUNTOF(names))
			buf_adds(out, names[i].text);
		else
			buf_addc(out, s.p[0]);
		s = str_from(s, i < COUNTOF(names) ? strlen(names[i].name) : 1);
	}
}

void error_rule_apply(const struct complaint *c, const struct provider *p, struct str url, struct chat_form form,
                  struct refused *ret, struct buf *why)
{
	const struct error_rule *r = refusals;
	while (!row_fits(r, c, p, form.stream))  /* the last row always does */
		r++;
	*ret = (struct refused){ r->outcome, r->kind, r->reason };
	if (r->outcome == CHAT_SIMPLER && form.structure == STRUCTURE_TEXT) {
		*ret = (struct refused){ CHAT_PAPER, r->kind, REASON_NOT_TAKEN };
		buf_addz(why, UNKNOWN);
	} else if (r->outcome == CHAT_PAPER && !c->json && c->status != 413) {
		*ret = (struct refused){ CHAT_AGAIN, r->kind, REASON_NO_ANSWER };
		buf_addz(why, "what answers there is not the API");
	} else {
		put_why(r->why, p, url, why);
	}
}
