/* SPDX-License-Identifier: MIT
 * How long a host wants to be left alone, as its header says it. Retry-After is HTTP's own (RFC 9110); the others are
 * habits of providers. What says when a limit is full again counts only where nothing of it remains. */
#include "internal.h"

#define MOST_WAIT_MS (INT64_C(24) * 3600 * 1000)

static int64_t clamp(double ms)
{
	return ms <= 0 ? 0 : ms >= (double)MOST_WAIT_MS ? MOST_WAIT_MS : (int64_t)ms;
}

/* Digits with or without a point at the start of S; *REST behind them. */
static bool take_decimal(struct str s, double *ret, struct str *rest)
{
	double n = 0, step = 1;
	size_t i = 0, digits = 0;
	bool point = false;
	for (; i < s.n && (is_digit((unsigned char)s.p[i]) || (s.p[i] == '.' && !point)); i++) {
		if (s.p[i] == '.') {
			point = true;
			continue;
		}
		digits++;
		n = point ? n : n * 10;
		step = point ? step / 10 : step;
		n += (s.p[i] - '0') * step;
	}
	*ret = n;
	*rest = str_from(s, i);
	return digits > 0;
}

bool wait_duration(struct str s, int64_t *ret)
{
	static const struct { const char *name; double ms; } units[] = {
		{ "ms", 1 }, { "us", 1e-3 }, { "µs", 1e-3 }, { "ns", 1e-6 }, { "s", 1e3 }, { "m", 60e3 }, { "h", 3600e3 },
		{ "d", 86400e3 },
	};
	double n, ms = 0;
	struct str rest = str_trim(s);
	if (rest.n == 0)
		return false;
	while (rest.n > 0) {
		size_t i = 0;
		if (!take_decimal(rest, &n, &rest))
			return false;
		if (rest.n == 0 && ms > 0)
			return false;
		while (i < COUNTOF(units) && rest.n > 0 && !str_starts(rest, units[i].name))
			i++;
		if (i == COUNTOF(units))
			return false;
		ms += n * (rest.n > 0 ? units[i].ms : 1e3);
		rest = str_from(rest, rest.n > 0 ? strlen(units[i].name) : 0);
	}
	*ret = clamp(ms);
	return true;
}

/* "x-ratelimit-reset" alone is a moment (in seconds or milliseconds since 1970), or a duration. */
static bool moment(struct str s, int64_t now, int64_t *ret)
{
	uint64_t n;
	if (!str_number(s, INT64_MAX / 1000, &n) || n < 1000000000)
		return wait_duration(s, ret);
	double ms = n > UINT64_C(100000000000) ? (double)n : (double)n * 1000;
	*ret = clamp(ms - (double)now * 1000);
	return true;
}

int64_t chat_wait_ms(const struct http_reply *head)
{
	static const struct { const char *reset, *remaining; } limits[] = {
		{ "x-ratelimit-reset-requests", "x-ratelimit-remaining-requests" },
		{ "x-ratelimit-reset-tokens", "x-ratelimit-remaining-tokens" },
		{ "x-ratelimit-reset", "x-ratelimit-remaining" },
		{ "ratelimit-reset", "ratelimit-remaining" },
	};
	int64_t ms, most = -1;
	if (head->retry_after_s >= 0)
		return clamp((double)head->retry_after_s * 1000);
	if (wait_duration(http_head_value(head->head, "Retry-After"), &ms))
		return ms;  /* 0.5: not HTTP's, but seen */
	struct str text = http_head_value(head->head, "retry-after-ms");
	double n;
	if (take_decimal(text, &n, &text) && text.n == 0)
		return clamp(n);
	for (size_t i = 0; i < COUNTOF(limits); i++) {
		struct str left = http_head_value(head->head, limits[i].remaining);
		bool used_up = str_known(left) ? str_is(left, "0") : head->status == 429;
		if (used_up && moment(http_head_value(head->head, limits[i].reset), head->received, &ms) && ms > most)
			most = ms;
	}
	return most;
}
