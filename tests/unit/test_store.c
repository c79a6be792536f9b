/* SPDX-License-Identifier: MIT
 * What is in the store after a script of records: the oracle is a second connection that asks SQLite itself. The file as
 * a file (foreign, full, damaged, killed, shared) is in test_store_file.c. */
#include "tests/unit/store_kit.h"

/* ---- rows: what is kept ---- */

/* A script is lines: a record; "@YYYY-MM-DD", the day that what follows comes in; "KEY ID VERSION" and a summary's
 * object, which is put under that key. ' stands for ". */
static const struct kept {
	int line;
	const char *script, *sql, *want;
} kept[] = {
	/* versions */
	{ __LINE__, "@2024-03-01\n{'id':'2402.00001','version':1,'title':'A'}",
	  "SELECT id, version, title, seen, abstract, status FROM papers", "2402.00001|1|A|2024-03-01|~|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','version':2,'title':'B'}", "SELECT version, title FROM papers ORDER BY 1",
	  "1|A\n2|B" },
	{ __LINE__, "{'id':'a','version':2,'title':'B'}\n{'id':'a','version':1,'title':'A'}", "SELECT version, title FROM papers ORDER BY 1",
	  "1|A\n2|B" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','abstract':'x'}\n{'id':'a','version':2,'title':'B'}",
	  "SELECT version, abstract FROM papers ORDER BY 1", "1|x\n2|~" },
	{ __LINE__, "@2024-03-01\n{'id':'a','version':1,'title':'A','published':'2024-02-27T23:59:59Z'}\n@2024-03-02\n{'id':'a','version':2,'title':'B'}",
	  "SELECT version, seen, submitted, published FROM papers ORDER BY 1",
	  "1|2024-03-01|2024-02-27|2024-02-27T23:59:59Z\n2|2024-03-01|2024-02-27|~" },
	{ __LINE__, "@2024-03-01\n{'id':'a','version':1,'title':'A'}\n@2024-03-02\n{'id':'a','version':1,'title':'A'}", "SELECT seen FROM papers",
	  "2024-03-01" },
	{ __LINE__, "{'id':'a','title':'A','comment':'c'}\n{'id':'a','version':3,'title':'B'}", "SELECT version, title, comment FROM papers", "3|B|c" },
	{ __LINE__, "{'id':'a','title':'A'}\n{'id':'a','title':'B'}", "SELECT version, title FROM papers", "0|B" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','version':2,'title':'B'}\n{'id':'a','title':'C','comment':'c'}",
	  "SELECT version, title, comment FROM papers ORDER BY 1", "1|A|~\n2|B|c" },
	{ __LINE__, "{'id':'a','title':'A'}\n{'id':'a','version':3,'title':'B'}\n{'id':'a','version':2,'title':'C'}",
	  "SELECT version, title FROM papers ORDER BY 1", "2|C\n3|B" },
	{ __LINE__, "{'id':'hep-th/9901001','version':1,'title':'A'}\n{'id':'hep-th/9901002','version':1,'title':'B'}",
	  "SELECT id, title FROM papers ORDER BY 1", "hep-th/9901001|A\nhep-th/9901002|B" },
	/* the same version again */
	{ __LINE__, "{'id':'a','version':1,'title':'A','abstract':'x','doi':'d'}\n{'id':'a','version':1,'title':'B','comment':'c'}",
	  "SELECT title, abstract, doi, comment FROM papers", "B|x|d|c" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','comment':'c'}\n{'id':'a','version':1,'title':'A','comment':''}",
	  "SELECT comment, typeof(comment) FROM papers", "|text" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','withdrawn':true}\n{'id':'a','version':1,'title':'A'}", "SELECT withdrawn FROM papers", "1" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','withdrawn':false}\n{'id':'a','version':1,'title':'A','withdrawn':true}",
	  "SELECT withdrawn FROM papers", "1" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','journal_ref':'j','license':'l','msc_class':'m','acm_class':'n','report_no':'r','submitter':'s',"
	  "'link':'http://l/','source':'rss','updated':'2024-01-02T03:04:05Z','x-key':[1,'2']}",
	  "SELECT journal_ref, license, msc_class, acm_class, report_no, submitter, link, source, updated, extra FROM papers",
	  "j|l|m|n|r|s|http://l/|rss|2024-01-02T03:04:05Z|\"x-key\":[1,\"2\"]" },
	/* what was received goes with what was made of it */
	{ __LINE__, "{'id':'a','version':1,'title':'A','received':{'title':'A. (x)'}}\n{'id':'a','version':1,'title':'A'}",
	  "SELECT title, received_title FROM papers", "A|A. (x)" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','received':{'title':'A. (x)'}}\n{'id':'a','version':1,'title':'B'}",
	  "SELECT title, received_title FROM papers", "B|~" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','version':1,'title':'B','received':{'title':'B.'}}",
	  "SELECT title, received_title FROM papers", "B|B." },
	{ __LINE__, "{'id':'a','version':1,'title':'A','abstract':'x','received':{'abstract':' x','link':'l'}}\n{'id':'a','version':1,'title':'A'}",
	  "SELECT received_abstract, received_link FROM papers", " x|l" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','title':'B','received':{'title':'B.'}}",
	  "SELECT title, received_title FROM papers", "A|~" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','title':'A','abstract':'x','received':{'title':'A.','abstract':' x'}}",
	  "SELECT title, received_title, abstract, received_abstract FROM papers", "A|A.|x| x" },
	/* authors */
	{ __LINE__, "{'id':'a','version':1,'title':'A','authors':[{'name':'Ada Noor','affiliations':['Univ. of X','Y']},{'name':'Bo'}]}",
	  "SELECT authors, authors_omitted FROM papers", "8:Ada Noor\n10@Univ. of X\n1@Y\n2:Bo\n|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}", "SELECT authors, authors_omitted FROM papers", "~|~" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','authors':[]}", "SELECT authors, authors_omitted FROM papers", "|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','authors':[{'name':'B'},{'name':'C'}]}\n"
	  "{'id':'a','version':1,'title':'A','authors':[{'name':'B'}],'authors_omitted':1}", "SELECT authors, authors_omitted FROM papers", "1:B\n1:C\n|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','authors':[{'name':'B'}],'authors_omitted':1}\n"
	  "{'id':'a','version':1,'title':'A','authors':[{'name':'B'},{'name':'C'}]}", "SELECT authors, authors_omitted FROM papers", "1:B\n1:C\n|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','authors':[{'name':'B'}]}\n{'id':'a','version':1,'title':'A','authors':[{'name':'C'}]}\n"
	  "{'id':'a','version':1,'title':'A'}", "SELECT authors FROM papers", "1:C\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','authors':[{'name':'B'}]}\n{'id':'a','title':'A','authors':[{'name':'C'}]}",
	  "SELECT authors FROM papers", "1:B\n" },
	/* categories */
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL','stat.ML']}", "SELECT categories FROM papers", "cs.CL stat.ML" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL','stat.ML']}\n{'id':'a','version':1,'title':'A','categories':['cs.CL']}",
	  "SELECT categories FROM papers", "cs.CL stat.ML" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL','stat.ML']}\n{'id':'a','version':1,'title':'A','categories':['stat.ML']}",
	  "SELECT categories FROM papers", "stat.ML" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL']}\n{'id':'a','version':1,'title':'A','categories':['cs.CL','cs.C']}",
	  "SELECT categories FROM papers", "cs.CL cs.C" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL']}\n{'id':'a','version':1,'title':'A'}", "SELECT categories FROM papers", "cs.CL" },
	/* announcements */
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL','cs.AI'],'announced':'2024-03-01','announce_type':'new'}",
	  "SELECT id, date, category, type FROM announcements", "a|2024-03-01|cs.CL|1" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL','cs.AI','cs.LG'],'announced':'2024-03-01','announce_type':'cross'}",
	  "SELECT id, date, category, type FROM announcements ORDER BY category", "a|2024-03-01|cs.AI|2\na|2024-03-01|cs.LG|2" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'replace-cross'}",
	  "SELECT id, date, category, type FROM announcements", "a|2024-03-01|cs.CL|4" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','announced':'2024-03-01'}", "SELECT id, date, category, type FROM announcements", "a|2024-03-01||0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','announce_type':'new'}", "SELECT (SELECT count(*) FROM announcements), announce_type FROM papers", "0|1" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','announced':'2024-03-01','announce_type':'replace'}\n"
	  "{'id':'a','version':1,'title':'A','announced':'2024-03-01','announce_type':'new'}",
	  "SELECT n.type, announced, announce_type FROM announcements n, papers", "1|2024-03-01|1" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','announced':'2024-03-01','announce_type':'new'}\n"
	  "{'id':'a','version':1,'title':'A','announced':'2024-03-01','announce_type':'replace-cross'}\n{'id':'a','version':1,'title':'A','announced':'2024-03-01'}",
	  "SELECT n.type, announced, announce_type FROM announcements n, papers", "1|2024-03-01|1" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','announced':'2024-03-01','announce_type':'new'}\n"
	  "{'id':'a','version':1,'title':'A','announced':'2024-03-05','announce_type':'replace'}\n{'id':'a','version':1,'title':'A','announced':'2024-03-04','announce_type':'new'}",
	  "SELECT group_concat(date || n.type), announced, announce_type FROM announcements n, papers", "2024-03-011,2024-03-041,2024-03-053|2024-03-05|3" },
	/* nothing that a source wrote is SQL */
	{ __LINE__, "{'id':'a\\u0027; DROP TABLE papers; --','version':1,'title':'$title ?1 :x \\u0027 \\u0022'}", "SELECT id, title FROM papers",
	  "a'; DROP TABLE papers; --|$title ?1 :x ' \"" },
	/* summaries: which is shown */
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'lang':'zh','tldr':'x'}}",
	  "SELECT key, y.status, p.status, y.version, lang, fields FROM papers p JOIN summaries y ON y.row = p.summary", "received:av1|1|1|1|zh|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','title':'A','summary':{'tldr':'x'}}", "SELECT key, version FROM summaries", "received:a|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'status':'extract','tldr':'x'}", SHOWN, "1|extract|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'tldr':'x'}\nl a 1 {'status':'extract','tldr':'y'}", SHOWN, "1|ok|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'tldr':'x'}\nl a 1 {'status':'pending','reason':'y'}\nm a 1 {'status':'rejected','reason':'y'}", SHOWN, "1|ok|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'status':'extract','tldr':'y'}\nl a 1 {'status':'pending','reason':'y'}", SHOWN, "1|extract|4:tldr\n1=y\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nl a 1 {'status':'pending','reason':'y'}\nk a 1 {'status':'extract','tldr':'y'}", SHOWN, "1|extract|4:tldr\n1=y\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nl a 1 {'status':'pending'}\nk a 1 {'status':'rejected'}", SHOWN, "1|rejected|" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'tldr':'x'}\nl a 1 {'tldr':'y'}", SHOWN, "1|ok|4:tldr\n1=y\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'tldr':'x'}\nl a 1 {'tldr':'y'}\nk a 1 {'tldr':'x'}", SHOWN, "1|ok|4:tldr\n1=x\n" },
	/* under one key */
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'tldr':'x'}\nk a 1 {'status':'pending','tldr':'y'}", SHOWN, "1|ok|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'status':'pending'}\nk a 1 {'tldr':'y'}", SHOWN, "1|ok|4:tldr\n1=y\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','version':2,'title':'A'}\nk a 1 {'status':'pending'}\nk a 2 {'tldr':'y'}", SHOWN,
	  "1|ok|4:tldr\n1=y\n\n2|ok|4:tldr\n1=y\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 1 {'tldr':'x'}\n{'id':'a','version':2,'title':'A'}", SHOWN, "1|ok|4:tldr\n1=x\n\n2|~|~" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\n{'id':'a','version':2,'title':'A'}\nk a 0 {'tldr':'x'}", SHOWN, "1|~|~\n2|ok|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','title':'A'}\nk a 2 {'tldr':'x'}", SHOWN, "0|ok|4:tldr\n1=x\n" },
	{ __LINE__, "k a 1 {'tldr':'x'}\n{'id':'a','version':1,'title':'A'}", "SELECT count(*), sum(p.status) FROM summaries, papers p", "1|0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A'}\nk a 2 {'tldr':'x'}", SHOWN, "1|~|~" },
	/* what came with the record, when it comes again */
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'tldr':'x'}}\nk a 1 {'tldr':'y'}\n{'id':'a','version':1,'title':'A','summary':{'tldr':'x'}}",
	  SHOWN, "1|ok|4:tldr\n1=y\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'tldr':'x'}}\nk a 1 {'tldr':'y'}\n{'id':'a','version':1,'title':'A','summary':{'tldr':'z'}}",
	  SHOWN, "1|ok|4:tldr\n1=z\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'tldr':'x'}}\n{'id':'a','version':1,'title':'A'}", SHOWN, "1|ok|4:tldr\n1=x\n" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'status':'extract','tldr':'x'}}\n{'id':'a','title':'A','summary':{'tldr':'y'}}",
	  SHOWN, "1|ok|4:tldr\n1=y\n" },
	/* byte for byte, any JSON value */
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'title':' 摘\\n要 ','score':5,'refs':['b',{'c':null}],'tldr':''}}",
	  "SELECT hex(fields) FROM summaries",
	  "353A7469746C650A393D20E691980AE8A681200A" "353A73636F72650A317E350A" "343A726566730A31367E5B2262222C7B2263223A6E756C6C7D5D0A"
	  "343A746C64720A303D0A" },
};

static void keeps(void **state)
{
	const struct kept *c = *state;
	const char *path = new_path();
	struct store *s = open_store(path);
	play(s, c->script);
	store_close(s);
	char *got = ask(path, c->sql);
	if (strcmp(got, c->want) != 0)
		fail_msg("line %d: got\n%s\nwant\n%s", c->line, got, c->want);
	free(got);
	is_whole(path);
}

/* ---- rows: which are found ---- */

#define C(...) { (struct str[]){ __VA_ARGS__ }, sizeof((struct str[]){ __VA_ARGS__ }) / sizeof(struct str) }
enum { NEW = 1 << ANNOUNCE_NEW, CROSS = 1 << ANNOUNCE_CROSS, REPLACE = 1 << ANNOUNCE_REPLACE };

static const char library[] =
	"@2024-03-09\n"
	"{'id':'01','version':1,'title':'A','published':'2024-02-28T18:00:00Z','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}\n"
	"{'id':'01','version':2,'title':'A','categories':['cs.CL','cs.AI'],'announced':'2024-03-05','announce_type':'replace'}\n"
	"{'id':'02','version':1,'title':'B','published':'2024-03-03T00:00:00Z','categories':['math.CO','cs.DM'],'announced':'2024-03-05','announce_type':'cross'}\n"
	"{'id':'03','title':'C','categories':['hep-th'],'summary':{'tldr':'x'}}\n"
	"{'id':'04','version':1,'title':'D','categories':['physics.optics'],'announced':'2024-03-04'}\n"
	"{'id':'05','version':3,'title':'E','categories':['cs.CL','stat.ML'],'announced':'2024-03-05','announce_type':'replace'}\n"
	"{'id':'05','version':3,'title':'E','categories':['cs.CL','stat.ML'],'announced':'2024-03-05','announce_type':'replace-cross'}\n"
	"k 05 3 {'status':'pending'}\n"
	"@2024-03-10\n"
	"{'id':'06','version':1,'title':'F','published':'2024-03-08T00:00:00Z'}\n";

static const struct found {
	int line;
	struct store_select q;
	const char *want;   /* id v version, day, * for announced, type, summary */
} found[] = {
	{ __LINE__, { .undated = false }, "01v2 2024-03-01*1 0\n02v1 2024-03-05*2 0\n04v1 2024-03-04*0 0\n05v3 2024-03-05*3 2\n" },
	{ __LINE__, { .undated = true },
	  "01v2 2024-03-01*1 0\n02v1 2024-03-05*2 0\n03v0 2024-03-09 0 1\n04v1 2024-03-04*0 0\n05v3 2024-03-05*3 2\n06v1 2024-03-10 0 0\n" },
	{ __LINE__, { .since = { "2024-03-05", 10 } }, "01v2 2024-03-05*3 0\n02v1 2024-03-05*2 0\n05v3 2024-03-05*3 2\n" },
	{ __LINE__, { .until = { "2024-03-04", 10 } }, "01v2 2024-03-01*1 0\n04v1 2024-03-04*0 0\n" },
	{ __LINE__, { .since = { "2024-03-01", 10 }, .until = { "2024-03-01", 10 } }, "01v2 2024-03-01*1 0\n" },
	{ __LINE__, { .since = { "2024-03-02", 10 }, .until = { "2024-03-03", 10 } }, "" },
	{ __LINE__, { .since = { "2024-03-10", 10 }, .undated = true }, "06v1 2024-03-10 0 0\n" },
	{ __LINE__, { .since = { "2024-03-09", 10 }, .until = { "2024-03-09", 10 }, .undated = true }, "03v0 2024-03-09 0 1\n" },
	{ __LINE__, { .each_day = true }, "01v2 2024-03-01*1 0\n01v2 2024-03-05*3 0\n02v1 2024-03-05*2 0\n04v1 2024-03-04*0 0\n05v3 2024-03-05*3 2\n" },
	/* types: the strongest of the day counts */
	{ __LINE__, { .announce_types = NEW }, "01v2 2024-03-01*1 0\n" },
	{ __LINE__, { .announce_types = REPLACE }, "01v2 2024-03-05*3 0\n05v3 2024-03-05*3 2\n" },
	{ __LINE__, { .announce_types = NEW | CROSS }, "01v2 2024-03-01*1 0\n02v1 2024-03-05*2 0\n" },
	{ __LINE__, { .announce_types = 1 << ANNOUNCE_REPLACE_CROSS }, "" },
	{ __LINE__, { .announce_types = 1 << ANNOUNCE_UNKNOWN }, "04v1 2024-03-04*0 0\n" },
	{ __LINE__, { .announce_types = REPLACE, .each_day = true, .until = { "2024-03-04", 10 } }, "" },
	/* categories of the latest version; what is new in another one is a cross-list in this */
	{ __LINE__, { .categories = C({ "cs.AI", 5 }) }, "01v2 2024-03-01*2 0\n" },
	{ __LINE__, { .categories = C({ "cs", 2 }) }, "01v2 2024-03-01*1 0\n02v1 2024-03-05*2 0\n05v3 2024-03-05*3 2\n" },
	{ __LINE__, { .categories = C({ "cs.C", 4 }, { "c", 1 }) }, "" },
	{ __LINE__, { .categories = C({ "physics", 7 }, { "math", 4 }) }, "02v1 2024-03-05*2 0\n04v1 2024-03-04*0 0\n" },
	{ __LINE__, { .categories = C({ "hep-th", 6 }) }, "" },
	{ __LINE__, { .categories = C({ "hep-th", 6 }), .undated = true }, "03v0 2024-03-09 0 1\n" },
	{ __LINE__, { .categories = C({ "' OR 1 --", 9 }) }, "" },
	/* ids */
	{ __LINE__, { .ids = C({ "05", 2 }, { "01", 2 }, { "05", 2 }, { "99", 2 }, { "06", 2 }) }, "01v2 2024-03-01*1 0\n05v3 2024-03-05*3 2\n" },
	{ __LINE__, { .ids = C({ "06", 2 }, { "02", 2 }), .undated = true }, "02v1 2024-03-05*2 0\n06v1 2024-03-10 0 0\n" },
	{ __LINE__, { .ids = C({ "01", 2 }), .since = { "2024-03-02", 10 } }, "01v2 2024-03-05*3 0\n" },
	{ __LINE__, { .ids = C({ "01", 2 }), .each_day = true }, "01v2 2024-03-01*1 0\n01v2 2024-03-05*3 0\n" },
	{ __LINE__, { .ids = C({ "01", 2 }, { "02", 2 }), .categories = C({ "math", 4 }) }, "02v1 2024-03-05*2 0\n" },
	/* rows: 1 and 2 are 01's versions */
	{ __LINE__, { .rows = (const int64_t[]){ 1, 3, 2, 3 }, .n_rows = 4 }, "01v2 2024-03-01*1 0\n02v1 2024-03-05*2 0\n" },
	{ __LINE__, { .rows = (const int64_t[]){ 1 }, .n_rows = 1 }, "01v2 2024-03-01*1 0\n" },
	{ __LINE__, { .rows = (const int64_t[]){ 1 }, .n_rows = 0 }, "" },
	{ __LINE__, { .rows = (const int64_t[]){ 4, 5 }, .n_rows = 2, .undated = true }, "03v0 2024-03-09 0 1\n04v1 2024-03-04*0 0\n" },
	{ __LINE__, { .rows = (const int64_t[]){ 1, 3 }, .n_rows = 2, .ids = C({ "02", 2 }, { "05", 2 }) }, "02v1 2024-03-05*2 0\n" },
	/* days of submission */
	{ __LINE__, { .by_submitted = true, .since = { "2024-02-28", 10 }, .until = { "2024-03-03", 10 } }, "01v2 2024-03-01*1 0\n02v1 2024-03-05*2 0\n" },
	{ __LINE__, { .by_submitted = true, .since = { "2024-03-04", 10 } }, "06v1 2024-03-10 0 0\n" },
	{ __LINE__, { .by_submitted = true, .since = { "2024-02-28", 10 }, .announce_types = CROSS }, "02v1 2024-03-05*2 0\n" },
	{ __LINE__, { .by_submitted = true, .since = { "2024-02-28", 10 }, .categories = C({ "cs.AI", 5 }) }, "01v2 2024-03-01*2 0\n" },
	{ __LINE__, { .by_submitted = true, .ids = C({ "03", 2 }, { "06", 2 }) }, "03v0 2024-03-09 0 1\n06v1 2024-03-10 0 0\n" },
};

static void finds(void **state)
{
	const struct found *c = *state;
	struct store *s = open_store(NULL);
	struct hits got = HITS_INIT;
	struct err e = ERR_INIT;
	play(s, library);
	must(store_find(s, &c->q, add_hit, &got, &e), &e);
	char *text = hits_sorted(&got);
	if (strcmp(text, c->want) != 0)
		fail_msg("line %d: got\n%s\nwant\n%s", c->line, text, c->want);
	free(text);
	store_close(s);
}

/* ---- rows: in and out again ---- */

static const struct same {
	int line;
	const char *record;
} same[] = {
	{ __LINE__, "{'id':'2402.17010','title':'A'}" },
	{ __LINE__, "{'id':'2402.17010','version':7,'title':'','authors':[],'abstract':'','categories':['cs.CL'],'comment':'','doi':''}" },
	{ __LINE__, "{'id':'math/0309136','version':1,'title':'$x^2$ — “é” 题','authors':[{'name':'Ö. 王','affiliations':['A, B','','(C)\\n12:x']},{'name':''},"
	  "{'name':'Z'}],'authors_omitted':3,'abstract':'one\\ntwo\\u0000three\\u0001','categories':['math.IT','cs.CL'],'announced':'2024-03-01',"
	  "'announce_type':'replace-cross','published':'2024-02-27T00:00:00Z','updated':'2024-02-28T00:00:00Z','link':'http://x/?a=1&b=|',"
	  "'comment':'c','journal_ref':'j','doi':'d e','license':'l','msc_class':'m','acm_class':'a','report_no':'r','submitter':'s','withdrawn':false,"
	  "'received':{'title':' t ','abstract':'','link':'l'},'source':'oai'}" },
	{ __LINE__, "{'id':'2402.17010','version':1,'title':'A','withdrawn':true,'_remark':{'a':[1,2.5,null,true]},'更多':'x'}" },
	{ __LINE__, "{'id':'2402.17010','version':1,'title':'A','summary':{'lang':'zh','style':'footnote','model':'m','created':'2024-03-01T00:00:00Z',"
	  "'title':'题目','tldr':'一句话\\n12=x','tldr_en':'','abstract':' 摘要 ','usage':{'prompt_tokens':1,'completion_tokens':0,'cached_tokens':9}}}" },
	{ __LINE__, "{'id':'2402.17010','version':1,'title':'A','summary':{'status':'rejected','reason':'not Chinese','usage':{'completion_tokens':3}}}" },
	{ __LINE__, "{'id':'2402.17010','version':1,'title':'A','summary':{'status':'extract','tldr':'x','stars':5,'questions':[{'q':'1','a':'2'}],'none':null}}" },
	{ __LINE__, "{'id':'2402.17010','version':1,'title':'A','summary':{}}" },
};

/* The record's own reader and writer say what is the same. */
static void returns(void **state)
{
	const struct same *c = *state;
	const char *path = new_path();
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct buf want = BUF_INIT(BUF_UNBOUNDED), got = BUF_INIT(BUF_UNBOUNDED);
	struct paper p = record(c->record, &a), back;
	int64_t row;
	struct store *s = open_store(path);
	must(store_put(s, &p, STR("2024-03-01"), &row, &e), &e);
	store_close(s);
	s = open_store(path);
	must(store_get(s, row, true, &a, &back, &e), &e);
	paper_to_json(&p, &want);
	paper_to_json(&back, &got);
	assert_string_equal(got.s, want.s);
	assert_int_equal(got.len, want.len);
	must(store_get(s, row, false, &a, &back, &e), &e);
	assert_false(back.authors_known);
	assert_int_equal(back.n_authors, 0);
	store_close(s);
	buf_free(&want);
	buf_free(&got);
	arena_free(&a);
}

/* ---- summaries ---- */

static void summaries_are_kept_as_they_came(void **state)
{
	UNUSED(state);
	/* Bytes that no reader would let through: what `exact` prints is not the store's to judge. */
	struct summary_field f[] = { { STR("tldr"), STR("\xff\xfe|\0|\r\n \xe6"), false }, { STR("a\nb"), STR("{}"), true } };
	struct summary y = { .status = SUMMARY_OK, .lang = STR(""), .fields = f, .n_fields = 2, .prompt_tokens = -1, .completion_tokens = 7,
		.cached_tokens = -1 };
	struct summary got = SUMMARY_INIT;
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct store *s = open_store(NULL);
	must(store_put_summary(s, STR("1"), 1, STR("k"), &y, &e), &e);
	must(store_get_summary(s, STR("k"), &a, &got, &e), &e);
	assert_int_equal(got.status, SUMMARY_OK);
	assert_true(str_known(got.lang) && str_empty(got.lang));
	assert_false(str_known(got.model));
	assert_int_equal(got.prompt_tokens, -1);
	assert_int_equal(got.completion_tokens, 7);
	assert_int_equal(got.n_fields, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_true(str_eq(got.fields[i].name, f[i].name));
		assert_true(str_eq(got.fields[i].text, f[i].text));
		assert_int_equal(got.fields[i].json, f[i].json);
	}
	must(store_get_summary(s, STR("other"), &a, &got, &e), &e);
	assert_int_equal(got.status, SUMMARY_NONE);
	store_close(s);
	arena_free(&a);
}

/* ---- rows: a summary for each style ---- */

#define A_V1 "{'id':'a','version':1,'title':'A'}\n"
#define FOOT "k1 a 1 {'style':'footnote','tldr':'f'}\n"
#define NOTES "k2 a 1 {'style':'notes','x':'n'}\n"

/* What version 1 of the one paper shows in a style, by find, get and tally: "status fields status, done waiting". */
static const struct styled {
	int line;
	const char *script, *style, *want;
} styled[] = {
	{ __LINE__, A_V1, "notes", "0  0, 0 1" },
	{ __LINE__, A_V1 FOOT, "notes", "0  0, 0 1" },
	{ __LINE__, A_V1 FOOT, "footnote", "1 tldr=f 1, 1 0" },
	{ __LINE__, A_V1 FOOT NOTES, "footnote", "1 tldr=f 1, 1 0" },
	{ __LINE__, A_V1 FOOT NOTES, "notes", "1 x=n 1, 1 0" },
	{ __LINE__, A_V1 NOTES FOOT, "notes", "1 x=n 1, 1 0" },
	/* of any style: the strongest, and of equal ones the newest */
	{ __LINE__, A_V1 FOOT NOTES, "", "1 x=n 1, 1 0" },
	{ __LINE__, A_V1 NOTES FOOT, "", "1 tldr=f 1, 1 0" },
	{ __LINE__, A_V1 FOOT "k2 a 1 {'status':'pending','style':'notes','reason':'r'}", "", "1 tldr=f 1, 1 0" },
	{ __LINE__, A_V1 FOOT "k2 a 1 {'status':'pending','style':'notes','reason':'r'}", "notes", "2  2, 0 1" },
	{ __LINE__, A_V1 "k2 a 1 {'status':'pending','style':'notes','reason':'r'}\n" NOTES, "notes", "1 x=n 1, 1 0" },
	{ __LINE__, A_V1 NOTES "k3 a 1 {'status':'extract','style':'notes','tldr':'e'}", "notes", "1 x=n 1, 1 0" },
	{ __LINE__, A_V1 NOTES "k3 a 1 {'style':'notes','x':'m'}", "notes", "1 x=m 1, 1 0" },
	{ __LINE__, A_V1 NOTES "k3 a 1 {'style':'notes','x':'m'}\n" NOTES, "notes", "1 x=n 1, 1 0" },
	/* what says no style, as the earlier system's records, is the first style's */
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'tldr':'o'}}", "footnote", "1 tldr=o 1, 1 0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'tldr':'o'}}", "notes", "0  0, 0 1" },
	/* received in one style, then in another: neither takes the other's place */
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'style':'notes','x':'n'}}\n"
	  "{'id':'a','version':1,'title':'A','summary':{'style':'qa','x':'q'}}", "notes", "1 x=n 1, 1 0" },
	{ __LINE__, "{'id':'a','version':1,'title':'A','summary':{'style':'notes','x':'n'}}\n"
	  "{'id':'a','version':1,'title':'A','summary':{'style':'qa','x':'q'}}", "qa", "1 x=q 1, 1 0" },
	/* another version shows what became ok under the key that it shows */
	{ __LINE__, A_V1 "k2 a 1 {'status':'pending','style':'notes'}\n{'id':'a','version':2,'title':'A'}\n"
	  "k2 a 2 {'style':'notes','x':'n'}", "notes", "1 x=n 1, 1 0" },
};

static bool one_styled(void *ctx, const struct store_hit *h, struct err *e)
{
	*(struct store_hit *)ctx = *h;
	return e != NULL;
}

static void shows_a_style(void **state)
{
	const struct styled *c = *state;
	struct store *s = open_store(NULL);
	struct arena a = ARENA_INIT;
	struct buf got = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	struct store_hit h = { 0 };
	struct store_tally t;
	struct paper p;
	play(s, c->script);
	play(s, "{'id':'a','title':'A','categories':['cs.CL'],'announced':'2024-03-01','announce_type':'new'}");
	store_select_style(s, str_of(c->style));
	must(store_find(s, &(struct store_select){ 0 }, one_styled, &h, &e), &e);
	must(store_get(s, h.row, false, &a, &p, &e), &e);
	must(store_tally(s, "2024-03-01", STR("cs.CL"), &t, &e), &e);
	buf_addf(&got, "%d ", h.summary);
	for (size_t i = 0; i < p.summary.n_fields; i++)
		buf_addf(&got, "%.*s=%.*s", STR_ARG(p.summary.fields[i].name), STR_ARG(p.summary.fields[i].text));
	buf_addf(&got, " %d, %lld %lld", p.summary.status, (long long)t.summarized, (long long)t.pending);
	assert_string_equal(got.s, c->want);
	buf_free(&got);
	arena_free(&a);
	store_close(s);
}

/* ---- pages, runs, counts, days ---- */

static void page_row(const void *ctx, size_t i, struct store_page_row *ret) { *ret = ((const struct store_page_row *)ctx)[i]; }

static bool add_page_row(void *ctx, const struct store_page_row *row, struct err *e)
{
	buf_addf(ctx, "%lld %.*s %d%s", (long long)row->id_key, STR_ARG(row->day), row->summarized, row->listed ? " listed" : "");
	if (row->scored)
		buf_addf(ctx, " %.1f %.*s", row->score, STR_ARG(row->why));
	buf_addc(ctx, '\n');
	return e != NULL;
}

static void pages_are_remembered(void **state)
{
	UNUSED(state);
	const struct store_page_row first[] = { { .id_key = 7, .day = STR("2024-03-01"), .summarized = true, .scored = true, .score = 1.5, .why = STR("lamps") },
	                                         { .id_key = 3, .day = STR("2024-03-02"), .listed = true } };
	const struct store_page_row second[] = { { .id_key = 4 } };
	struct buf got = BUF_INIT(BUF_UNBOUNDED);
	struct err e = ERR_INIT;
	struct store *s = open_store(NULL);
	must(store_put_page(s, &(struct store_page){ .path = STR("/p/1"), .written = STR("t1") }, 2, page_row, first, &e), &e);
	must(store_put_page(s, &(struct store_page){ .path = STR("/p/2"), .written = STR("t1") }, 1, page_row, second, &e), &e);
	must(store_page_each(s, STR("/p/1"), add_page_row, &got, &e), &e);
	assert_string_equal(got.s, "7 2024-03-01 1 1.5 lamps\n3 2024-03-02 0 listed\n");
	buf_clear(&got);
	must(store_put_page(s, &(struct store_page){ .path = STR("/p/1"), .written = STR("t2") }, 1, page_row, second, &e), &e);
	must(store_page_each(s, STR("/p/1"), add_page_row, &got, &e), &e);
	assert_string_equal(got.s, "4  0\n");
	buf_clear(&got);
	must(store_page_each(s, STR("/p/3"), add_page_row, &got, &e), &e);
	assert_string_equal(got.s, "");
	assert_false(store_page_each(s, STR("/p/2"), add_page_row, &got, NULL));
	store_close(s);
	buf_free(&got);
}

static void runs_are_noted(void **state)
{
	UNUSED(state);
	const char *path = new_path();
	struct err e = ERR_INIT;
	struct store *s = open_store(path);
	int64_t one, two;
	must(store_run_begin(s, STR("t1"), STR("fetch --input x"), &one, &e), &e);
	must(store_run_begin(s, STR("t2"), STR("render"), &two, &e), &e);
	must(store_run_end(s, one, STR("t3"), 3, &e), &e);
	assert_false(store_run_end(s, 99, STR("t3"), 3, &e));
	assert_int_equal(e.kind, ERR_DEFECT);
	store_close(s);
	char *got = ask(path, "SELECT begun, ended, exit_status, words FROM runs ORDER BY row");
	assert_string_equal(got, "t1|t3|3|fetch --input x\nt2|~|~|render");
	free(got);
}

static void counts_and_last_day(void **state)
{
	UNUSED(state);
	struct err e = ERR_INIT;
	struct store_counts n;
	char day[DAY_SIZE];
	struct store *s = open_store(NULL);
	must(store_last_day(s, day, &e), &e);
	assert_string_equal(day, "");
	play(s, library);
	must(store_last_day(s, day, &e), &e);
	assert_string_equal(day, "2024-03-05");
	must(store_count(s, &n, &e), &e);
	assert_int_equal(n.papers, 6);
	assert_int_equal(n.versions, 7);
	assert_int_equal(n.summaries, 2);
	assert_int_equal(n.announcements, 6);
	store_close(s);
}

static bool stop(void *ctx, const struct store_hit *h, struct err *e)
{
	UNUSED(h);
	return ++*(int *)ctx < 2 || err_set(e, ERR_FILE, "enough");
}

static void a_caller_may_stop_and_begin_again(void **state)
{
	UNUSED(state);
	const struct store_select ids = { .ids = C({ "01", 2 }, { "02", 2 }, { "05", 2 }) }, all = { .undated = false };
	const struct store_select *const q[] = { &all, &ids, &all };
	struct store *s = open_store(NULL);
	play(s, library);
	for (size_t i = 0; i < COUNTOF(q); i++) {
		struct err e = ERR_INIT;
		int n = 0;
		assert_false(store_find(s, q[i], stop, &n, &e));
		assert_int_equal(n, 2);
		assert_string_equal(e.msg, "enough");
	}
	struct arena a = ARENA_INIT;
	struct paper p;
	struct err e = ERR_INIT;
	assert_false(store_get(s, 999, true, &a, &p, &e));
	assert_int_equal(e.kind, ERR_DEFECT);
	arena_free(&a);
	store_close(s);
}

int main(void)
{
	static struct CMUnitTest tests[COUNTOF(kept) + COUNTOF(found) + COUNTOF(same) + COUNTOF(styled) + 8];
	static char names[COUNTOF(tests)][120];
	size_t n = 0;
	for (size_t i = 0; i < COUNTOF(kept); i++, n++)
		tests[n] = row_test(names[n], "keeps", kept[i].line, kept[i].sql, keeps, &kept[i]);
	for (size_t i = 0; i < COUNTOF(found); i++, n++)
		tests[n] = row_test(names[n], "finds", found[i].line, "", finds, &found[i]);
	for (size_t i = 0; i < COUNTOF(same); i++, n++)
		tests[n] = row_test(names[n], "returns", same[i].line, "", returns, &same[i]);
	for (size_t i = 0; i < COUNTOF(styled); i++, n++)
		tests[n] = row_test(names[n], "shows in its style", styled[i].line, styled[i].style, shows_a_style, &styled[i]);
	const struct CMUnitTest rest[] = {
		cmocka_unit_test(summaries_are_kept_as_they_came),
		cmocka_unit_test(pages_are_remembered),
		cmocka_unit_test(runs_are_noted),
		cmocka_unit_test(counts_and_last_day),
		cmocka_unit_test(a_caller_may_stop_and_begin_again),
	};
	memcpy(tests + n, rest, sizeof rest);
	n += COUNTOF(rest);
	return _cmocka_run_group_tests("store", tests, n, NULL, NULL);
}
