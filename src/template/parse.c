/* SPDX-License-Identifier: MIT
 * Text to op tree. All that can be decided before there are values is decided here: which tags stand alone on
 * their line and take it with them, what a name's parts are, what a partial's text is. A partial becomes one more
 * file of the list, parsed when its turn comes: so nothing recurses here, however partials call one another. */
#include "src/template/internal.h"

struct parser {
	struct template *t;
	const struct template_loader *loader;
	size_t file;              /* which one of t->files; by number, for the list moves when it grows */
	struct str text;
	size_t at;                /* up to here everything is in ops */
	size_t counted;           /* LF before here are in `line` */
	int line;
	struct str open, close;   /* the delimiters */
	uint32_t sections[TEMPLATE_MAX_DEPTH];  /* open ones, by op */
	size_t n_sections;
	struct err *e;
};

struct tag {
	size_t start, end;  /* in the text, delimiters included */
	size_t from, to;    /* what disappears with it: its whole line if it stands alone there */
	bool alone;
	int line;
	struct str body;    /* without sigil and white space around it */
};

struct tag_kind {
	char sigil;
	char closer;      /* must stand before the closing delimiter, if any */
	bool standalone;  /* takes its line with it if nothing else is there */
	enum op_type type;
	bool (*put)(struct parser *p, const struct tag_kind *k, const struct tag *tag);
};

static struct op *put_op(struct parser *p, enum op_type type, int line, struct str text)
{
	struct op *op = vec_push(&p->t->files.v[p->file].ops);
	*op = (struct op){ .type = type, .line = line, .text = text };
	return op;
}

static bool starts_line(const struct parser *p, size_t at) { return at == 0 || p->text.p[at - 1] == '\n'; }

static void put_text(struct parser *p, size_t end)
{
	if (end > p->at) {
		struct op *op = put_op(p, OP_TEXT, 0, (struct str){ p->text.p + p->at, end - p->at });
		op->line_start = starts_line(p, p->at);
	}
}

/* ---- names ---- */

/* A name is free of white space, of empty parts, and of a sigil in front: "{{ #x}}" is a slip, not a name. */
static bool check_name(struct parser *p, struct str name)
{
	if (name.n == 0)
		return err_set(p->e, ERR_CONFIG, "a tag without a name");
	bool ok = memchr("#^/>!=&{<$", name.p[0], 10) == NULL;
	for (size_t i = 0; i < name.n && ok; i++)
		ok = !is_space((unsigned char)name.p[i]);
	return ok || err_set(p->e, ERR_CONFIG, "\"%.*s\" is not a name", STR_ARG(name));
}

static bool cut_name(struct parser *p, struct op *op)
{
	struct str name = op->text;
	if (name.n == 1 && name.p[0] == '.')
		return true;
	size_t n = 1;
	for (size_t i = 0; i < name.n; i++)
		n += name.p[i] == '.';
	struct str *parts = arena_calloc(&p->t->arena, n, sizeof *parts);
	for (size_t i = 0, k = 0, from = 0; i <= name.n; i++) {
		if (i < name.n && name.p[i] != '.')
			continue;
		if (i == from)
			return err_set(p->e, ERR_CONFIG, "\"%.*s\" is not a name: nothing beside a dot", STR_ARG(name));
		parts[k++] = (struct str){ name.p + from, i - from };
		from = i + 1;
	}
	op->parts = parts;
	op->n_parts = (uint32_t)n;
	return true;
}

/* ---- tags ---- */

static bool put_value(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	return check_name(p, tag->body) && cut_name(p, put_op(p, k->type, tag->line, tag->body));
}

static bool put_section(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	if (p->n_sections == TEMPLATE_MAX_DEPTH)
		return err_set(p->e, ERR_CONFIG, "more than %d sections within one another", TEMPLATE_MAX_DEPTH);
	p->sections[p->n_sections++] = (uint32_t)p->t->files.v[p->file].ops.n;
	return put_value(p, k, tag);
}

static bool put_section_end(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	UNUSED(k);
	struct file *f = &p->t->files.v[p->file];
	if (!check_name(p, tag->body))
		return false;
	if (p->n_sections == 0)
		return err_set(p->e, ERR_CONFIG, "nothing is open that \"/%.*s\" could close", STR_ARG(tag->body));
	struct op *op = &f->ops.v[p->sections[--p->n_sections]];
	if (!str_eq(op->text, tag->body))
		return err_set(p->e, ERR_CONFIG, "\"/%.*s\" where section \"%.*s\" of line %d is to be closed first",
		               STR_ARG(tag->body), STR_ARG(op->text), op->line);
	op->to = (uint32_t)f->ops.n;
	return true;
}

/* One more file; its text is copied. */
static void add_file(struct template *t, const char *name, struct str partial, struct str text)
{
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_from(text, 3);
	struct file *f = vec_push(&t->files);
	*f = (struct file){ .partial = partial, .text = arena_dup(&t->arena, text.n ? text : STR("")) };
	struct buf full = BUF_INIT(BUF_UNBOUNDED);
	if (str_known(partial))
		buf_addf(&full, "%s (partial %.*s)", name, STR_ARG(partial));
	else
		buf_addz(&full, name);
	f->name = arena_dup(&t->arena, buf_str(&full)).p;
	buf_free(&full);
}

/* Which file is the partial NAME? */
static bool find_partial(struct parser *p, struct str name, uint32_t *ret)
{
	struct template *t = p->t;
	for (size_t i = 1; i < t->files.n; i++) {
		if (str_eq(t->files.v[i].partial, name)) {
			*ret = (uint32_t)i;
			return true;
		}
	}
	if (t->files.n > TEMPLATE_MAX_PARTIALS)
		return err_set(p->e, ERR_CONFIG, "more than %d different partials", TEMPLATE_MAX_PARTIALS);
	struct str text = STR_NULL;
	if (p->loader == NULL || !p->loader->load(p->loader->ctx, name, &text))
		text = STR("");
	if (text.n > TEMPLATE_MAX_BYTES)
		return err_set(p->e, ERR_CONFIG, "partial \"%.*s\" is larger than %d bytes", STR_ARG(name), TEMPLATE_MAX_BYTES);
	*ret = (uint32_t)t->files.n;
	add_file(t, t->files.v[0].name, name, text);
	return true;
}

static bool put_partial(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	uint32_t file = 0;
	if (str_starts(tag->body, "*"))
		return err_set(p->e, ERR_CONFIG, "dynamic names ({{>%.*s}}) are not supported", STR_ARG(tag->body));
	if (!check_name(p, tag->body) || !find_partial(p, tag->body, &file))
		return false;
	struct str indent = { p->text.p + tag->from, tag->alone ? tag->start - tag->from : 0 };
	struct op *op = put_op(p, k->type, tag->line, indent);
	op->to = file;
	op->line_start = tag->alone;
	return true;
}

static bool put_nothing(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	UNUSED(p), UNUSED(k), UNUSED(tag);
	return true;
}

static bool put_unsupported(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	return err_set(p->e, ERR_CONFIG, "parents and blocks ({{%c%.*s}}) are not supported", k->sigil, STR_ARG(tag->body));
}

static bool set_delimiters(struct parser *p, const struct tag_kind *k, const struct tag *tag)
{
	UNUSED(k);
	struct str open, close = tag->body;
	size_t n = 0;
	while (n < close.n && !is_space((unsigned char)close.p[n]))
		n++;
	open = str_head(close, n);
	close = str_trim(str_from(close, n));
	bool ok = open.n > 0 && close.n > 0 && memchr(open.p, '=', open.n) == NULL && memchr(close.p, '=', close.n) == NULL;
	for (size_t i = 0; i < close.n && ok; i++)
		ok = !is_space((unsigned char)close.p[i]);
	if (!ok)
		return err_set(p->e, ERR_CONFIG, "\"%.*s\" are not two delimiters", STR_ARG(tag->body));
	p->open = open;
	p->close = close;
	return true;
}

static const struct tag_kind kinds[] = {
	{ '#', '\0', true, OP_SECTION, put_section },
	{ '^', '\0', true, OP_INVERTED, put_section },
	{ '/', '\0', true, OP_SECTION, put_section_end },
	{ '>', '\0', true, OP_PARTIAL, put_partial },
	{ '!', '\0', true, OP_TEXT, put_nothing },
	{ '=', '=', true, OP_TEXT, set_delimiters },
	{ '{', '}', false, OP_RAW, put_value },
	{ '&', '\0', false, OP_RAW, put_value },
	{ '<', '\0', true, OP_TEXT, put_unsupported },
	{ '$', '\0', true, OP_TEXT, put_unsupported },
	{ '\0', '\0', false, OP_VALUE, put_value },  /* last: a name follows at once */
};

static const struct tag_kind *kind_of(char sigil)
{
	const struct tag_kind *k = kinds;
	while (k->sigil != '\0' && k->sigil != sigil)
		k++;
	return k;
}

/* ---- the text ---- */

/* Where WHAT, after the byte BEFORE (if that is not NUL), begins at or after FROM. Delimiters are short: memchr()
 * for the first byte beats memmem(), which moreover looks at all the rest where a sanitizer watches it. */
static size_t find(struct str text, struct str what, size_t from, char before)
{
	const char *end = text.p + text.n;
	for (const char *at = text.p + from; (at = memchr(at, what.p[0], (size_t)(end - at))) != NULL; at++)
		if ((size_t)(end - at) >= what.n && memcmp(at, what.p, what.n) == 0 &&
		    (before == '\0' || (at > text.p + from && at[-1] == before)))
			return (size_t)(at - text.p);
	return STR_NONE;
}

/* A tag alone on its line disappears with it, the blanks before it and the line's end included. */
static void widen_to_line(const struct parser *p, struct tag *tag)
{
	struct str s = p->text;
	size_t from = tag->start, to = tag->end;
	while (from > p->at && (s.p[from - 1] == ' ' || s.p[from - 1] == '\t'))
		from--;
	while (to < s.n && (s.p[to] == ' ' || s.p[to] == '\t'))
		to++;
	bool lf = to < s.n && s.p[to] == '\n';
	bool crlf = to + 1 < s.n && s.p[to] == '\r' && s.p[to + 1] == '\n';
	tag->alone = starts_line(p, from) && (to == s.n || lf || crlf);
	if (tag->alone) {
		tag->from = from;
		tag->to = to + (crlf ? 2 : lf);
	}
}

static void count_lines(struct parser *p, size_t to)
{
	for (; p->counted < to; p->counted++) {
		const char *lf = memchr(p->text.p + p->counted, '\n', to - p->counted);
		if (lf == NULL)
			break;
		p->counted = (size_t)(lf - p->text.p);
		p->line++;
	}
	p->counted = to;
}

/* The tag that begins at START, up to and including its closing delimiter. */
static bool read_tag(struct parser *p, size_t start, struct tag *tag, const struct tag_kind **ret)
{
	size_t from = start + p->open.n;
	const struct tag_kind *k = kind_of(from < p->text.n ? p->text.p[from] : '\0');
	from += k->sigil != '\0';
	size_t close = find(p->text, p->close, from, k->closer);
	if (close == STR_NONE)
		return err_set(p->e, ERR_CONFIG, "the tag that begins here has no \"%.*s%.*s\"", k->closer != '\0', &k->closer,
		               STR_ARG(p->close));
	size_t end = close + p->close.n;
	*tag = (struct tag){ .start = start, .end = end, .from = start, .to = end, .line = p->line };
	tag->body = str_trim((struct str){ p->text.p + from, close - (k->closer != '\0') - from });
	if (k->standalone)
		widen_to_line(p, tag);
	*ret = k;
	return true;
}

static bool parse_tag(struct parser *p, size_t start)
{
	struct tag tag;
	const struct tag_kind *k = NULL;
	count_lines(p, start);
	if (!read_tag(p, start, &tag, &k))
		return false;
	put_text(p, tag.from);
	if (p->file > 0 && !tag.alone && starts_line(p, start))
		put_op(p, OP_INDENT, tag.line, STR_NULL);
	p->at = tag.to;
	return k->put(p, k, &tag);
}

static bool parse_file(struct parser *p)
{
	p->text = p->t->files.v[p->file].text;
	p->at = p->counted = p->n_sections = 0;
	p->line = 1;
	p->open = STR("{{");
	p->close = STR("}}");
	for (size_t start; (start = find(p->text, p->open, p->at, '\0')) != STR_NONE; count_lines(p, p->at))
		if (!parse_tag(p, start))
			return err_wrap(p->e, "%s:%d", p->t->files.v[p->file].name, p->line);
	put_text(p, p->text.n);
	if (p->n_sections > 0) {
		const struct file *f = &p->t->files.v[p->file];
		const struct op *op = &f->ops.v[p->sections[p->n_sections - 1]];
		return err_set(p->e, ERR_CONFIG, "%s:%d: section \"%.*s\" is not closed", f->name, op->line, STR_ARG(op->text));
	}
	return true;
}

bool template_parse(const char *name, struct str text, const struct template_loader *loader, struct template **ret,
                    struct err *e)
{
	if (text.n > TEMPLATE_MAX_BYTES)
		return err_set(e, ERR_CONFIG, "%s: larger than %d bytes", name, TEMPLATE_MAX_BYTES);
	struct template *t = xcalloc(1, sizeof *t);
	struct parser p = { .t = t, .loader = loader, .e = e };
	add_file(t, name, STR_NULL, text);
	for (; p.file < t->files.n; p.file++) {
		if (!parse_file(&p)) {
			template_free(t);
			return false;
		}
	}
	*ret = t;
	return true;
}

void template_free(struct template *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->files.n; i++)
		vec_free(&t->files.v[i].ops);
	vec_free(&t->files);
	arena_free(&t->arena);
	free(t);
}

bool template_each_name(const struct template *t,
                        bool (*fn)(void *ctx, struct str name, const char *file, int line, struct err *e), void *ctx,
                        struct err *e)
{
	for (size_t i = 0; i < t->files.n; i++) {
		const struct file *f = &t->files.v[i];
		for (size_t k = 0; k < f->ops.n; k++) {
			const struct op *op = &f->ops.v[k];
			if (op->n_parts > 0 && !fn(ctx, op->text, f->name, op->line, e))
				return false;
		}
	}
	return true;
}
