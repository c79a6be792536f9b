/* SPDX-License-Identifier: MIT
 * A mark is a word kept under the answer's cache key: those who always use the check, or never, have none to look for. */
#include "src/summaries/unchecked.h"

static const char prefix[] = "unchecked ";

static void put_mark(struct str key, struct buf *out) { buf_addf(out, "%s%.*s", prefix, STR_ARG(key)); }

bool unchecked_mark(struct store *s, struct str key, bool checked, struct err *e)
{
	struct buf mark = BUF_INIT(BUF_UNBOUNDED);
	put_mark(key, &mark);
	bool ok = checked ? store_kv_delete(s, buf_str(&mark), e) : store_kv_put(s, buf_str(&mark), STR("yes"), e);
	buf_free(&mark);
	return ok;
}

bool unchecked_any(struct store *s, bool *ret, struct err *e) { return store_kv_any(s, str_of(prefix), ret, e); }

static bool is_marked(struct store *s, struct str key, struct arena *a, bool *ret, struct err *e)
{
	struct buf mark = BUF_INIT(BUF_UNBOUNDED);
	struct str word;
	put_mark(key, &mark);
	bool ok = store_kv_get(s, buf_str(&mark), a, &word, e);
	*ret = ok && str_known(word);
	buf_free(&mark);
	return ok;
}

/* It is not shown any more, whatever it was. */
static bool reject(struct store *s, const struct paper *p, struct str key, const struct summary *y, struct err *e)
{
	struct summary bad = *y;
	bad.status = SUMMARY_REJECTED;
	bad.why = REASON_CHECKS;
	bad.reason = pending_reason_words(REASON_CHECKS, y->lang);
	return store_replace_summary(s, p->id, p->version, key, &bad, e);
}

bool unchecked_look(struct store *s, const struct answer_check *check, const struct paper *p, struct str key, struct summary *y, struct arena *a,
                    enum unchecked *ret, struct err *e)
{
	bool marked;
	*ret = UNCHECKED_NOT;
	if (!is_marked(s, key, a, &marked, e))
		return false;
	if (!marked)
		return true;
	const struct summary was = *y;
	*ret = check_answer(check, p, y, a, NULL, NULL) == CHECK_PASSED ? UNCHECKED_GOOD : UNCHECKED_BAD;
	return (*ret == UNCHECKED_GOOD || reject(s, p, key, &was, e)) && unchecked_mark(s, key, true, e);
}
