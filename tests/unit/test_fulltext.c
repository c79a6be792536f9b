/* SPDX-License-Identifier: MIT
 * The form of a whole text: as JSON and back, printed. The JSON was written by hand. */
#include "digest/fulltext.h"
#include "tests/unit/plain_tap.h"

#define SAME(t, got, want) tap_same(t, got, want, __FILE__, __LINE__)

static const char form[] =
	"{\"road\":\"html\",\"id\":\"2601.00001\",\"version\":2,\"title\":\"A \\\"small\\\" paper\",\"authors\":[{\"name\":\"A. Writer\","
	"\"affiliations\":[\"A School\",\"B School\"]},{\"name\":\"B. Reader\"}],\"contents\":2,\"sections\":["
	"{\"anchor\":\"S1\",\"number\":\"1\",\"title\":\"Ways\",\"level\":1,\"role\":\"method\",\"blocks\":["
	"{\"kind\":\"paragraph\",\"anchor\":\"S1.p1\",\"text\":\"One $x$.\"},{\"kind\":\"item\",\"depth\":2,\"text\":\"- in\"},"
	"{\"kind\":\"row\",\"page\":3,\"text\":\"a | b\"},{\"kind\":\"row\",\"text\":\"1 | 2\"},{\"kind\":\"footnote\",\"text\":\"So.\"}]}],"
	"\"bibliography\":[{\"anchor\":\"bib.bib1\",\"number\":\"[1]\",\"text\":\"A work.\"}]}";
static const char printed[] =
	"# A \"small\" paper\n\n## 1 Ways\n\nOne $x$.\n\n  - in\n\na | b\n1 | 2\n\n[footnote] So.\n\n## Bibliography\n\n[1] A work.\n";

static const struct { int line; const char *json, *error; } broken[] = {
	{ __LINE__, "", "not a kept full text" },
	{ __LINE__, "[1]", "does not say its road" },
	{ __LINE__, "{\"road\":\"sea\"}", "\"road\" is a string" },
	{ __LINE__, "{\"road\":\"pdf\",\"version\":-1}", "\"version\" is a number" },
	{ __LINE__, "{\"road\":\"pdf\",\"sections\":{}}", "\"sections\" is an object" },
	{ __LINE__, "{\"road\":\"pdf\",\"sections\":[1]}", "\"sections\" is a number" },
	{ __LINE__, "{\"road\":\"pdf\",\"sections\":[{\"blocks\":[{\"kind\":\"song\"}]}]}", "\"kind\" is a string" },
	{ __LINE__, "{\"road\":\"pdf\",\"title\":7}", "\"title\" is a number" },
	{ __LINE__, "{\"road\":\"pdf\",\"authors\":[{\"affiliations\":[7]}]}", "\"affiliations\" is a number" },
};

int main(void)
{
	struct tap t = { 0 };
	struct fulltext f = FULLTEXT_INIT;
	struct err e = ERR_INIT;
	struct buf out = BUF_INIT(BUF_UNBOUNDED);
	tap_case(&t, fulltext_read_json(str_of(form), &f, &e), "the form is read: %s", e.msg);
	fulltext_write_json(&f, &out);
	SAME(&t, buf_str(&out), str_of(form));
	buf_clear(&out);
	fulltext_print(&f, &out);
	SAME(&t, buf_str(&out), str_of(printed));
	fulltext_free(&f);
	for (size_t i = 0; i < COUNTOF(broken); i++) {
		bool read = fulltext_read_json(str_of(broken[i].json), &f, &e);
		tap_case(&t, !read && e.kind == ERR_INPUT && strstr(e.msg, broken[i].error) && f.n_sections == 0, "line %d: %s", broken[i].line, e.msg);
		e = (struct err)ERR_INIT;
		fulltext_free(&f);
	}
	buf_free(&out);
	return tap_done(&t);
}
