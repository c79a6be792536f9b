/* SPDX-License-Identifier: MIT
 * Which papers the index of words lags behind: told by what puts them, looked through by the next search. */
#include "src/store/internal.h"

bool search_note(struct store *s, struct str id, struct err *e)
{
	return sqlite3_changes(s->db) == 0 || stmt_run_of(s, STMT_SEARCH_STALE, id, e);
}
