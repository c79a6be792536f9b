/* SPDX-License-Identifier: MIT
 * The cache's rules, for runs that ask and for dry runs that only count. Times are compared as they are written: RFC 3339 in UTC
 * stands in the order of time. */
#include "src/summaries/summary_cache.h"

struct summary_cache summary_cache_options(const struct opt_values *o, const struct clock *clock)
{
	enum { DAY_SECONDS = 86400 };
	return (struct summary_cache){ o->refresh, o->retry_rejected, clock_now(clock) - o->rejected_days * DAY_SECONDS };
}

static bool is_young(const struct summary_cache *c, struct str created)
{
	struct buf since = BUF_INIT(64);
	clock_rfc3339(c->rejected_since, &since);
	bool young = str_cmp(created, buf_str(&since)) > 0;
	buf_free(&since);
	return young;
}

bool summary_cache_get(const struct summary_cache *c, struct store *store, struct str key, struct arena *a, struct summary *ret, struct err *e)
{
	static const struct summary none = SUMMARY_INIT;
	*ret = none;
	if (c->refresh)
		return true;
	if (!store_get_summary(store, key, a, ret, e))
		return false;
	bool serves = ret->status == SUMMARY_OK ||
	              (ret->status == SUMMARY_REJECTED && !c->retry_rejected && is_young(c, ret->created));
	if (!serves)
		*ret = none;
	return true;
}
