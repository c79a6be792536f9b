/* SPDX-License-Identifier: MIT
 * What is done at once. At any time the store is in one of three states: idle, within a batch of writes, within a read that stands
 * still. */
#include "src/store/internal.h"

static bool run(struct store *s, enum statement which, struct err *e)
{
	sqlite3_stmt *st = store_stmt(s, which, e);
	return st && stmt_run(s, st, e);
}

/* SQLite undoes some failed batches by itself (a full disk): then there is nothing left to roll back. */
static void undo(struct store *s)
{
	struct err ignored = ERR_INIT;
	if (!sqlite3_get_autocommit(s->db) && !run(s, STMT_ROLLBACK, &ignored))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->state = STORE_IDLE;
}

bool store_begin(struct store *s, struct err *e)
{
	if (s->state != STORE_IDLE)
		return err_set(e, ERR_DEFECT, "a batch or a read of the store is under way");
	if (!run(s, STMT_BEGIN_WRITE, e))
		return false;
	s->state = STORE_BATCH;
	return true;
}

bool store_commit(struct store *s, struct err *e)
{
	if (s->state != STORE_BATCH)
		return err_set(e, ERR_DEFECT, "no batch of the store is under way");
	if (!run(s, STMT_COMMIT, e)) {
		undo(s);
		return false;
	}
	s->state = STORE_IDLE;
	return true;
}

bool store_enter(struct store *s, bool *own, struct err *e)
{
	*own = s->state != STORE_BATCH;
	return !*own || store_begin(s, e);
}

bool store_leave(struct store *s, bool own, bool ok, struct err *e)
{
	if (!ok)
		undo(s);
	return ok && (!own || store_commit(s, e));
}

bool store_read_begin(struct store *s, struct err *e)
{
	if (s->state != STORE_IDLE)
		return err_set(e, ERR_DEFECT, "a batch or a read of the store is under way");
	if (!run(s, STMT_BEGIN_READ, e))
		return false;
	s->state = STORE_READ;
	/* BEGIN alone does not look at the file yet: the first read fixes what is seen. */
	if (run(s, STMT_LAST_DAY, e))
		return true;
	undo(s);
	return false;
}

void store_read_end(struct store *s)
{
	if (s->state == STORE_READ)
		undo(s);
}
