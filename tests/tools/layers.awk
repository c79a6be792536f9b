# SPDX-License-Identifier: MIT
# A file of layer N includes contracts of lower layers and files of its own room only: "digest/LOWER.h", "src/OWN/NAME.h" or "NAME.h".
# No other way of writing an include is let through, whether or not it would compile. Fill the two tables; the rest follows.
BEGIN {
	n = split("base 0 world 1 text 1 template 1 tex 2 markdown 3 paper 4 figure 4 glossary 4 source 5 expression 5 library 5 store 5 check 5 answer 5 fulltext 5 cite 5 render 6 chat 6 summarizer 7 config 8 style 9 harvest 9 texts 9 endpoint 9 interest 9 pages 10 status 10 show 10 report 9 inputs 9 summaries 11 doctor 11 site 11 app 12 cli 13 manual 13", t)
	for (i = 1; i < n; i += 2) rank[t[i]] = t[i + 1]
	n = split("macros base argv base mem base err base buf base str base vec base arena base hash base nearest base log base program base random base sort base date base markdown_tree markdown trace fulltext project fulltext rate_control chat run_io world shared_object world spool store lock store not_fetched pages evidence texts options config choices config provider_section config interest_section config redact config harvest_plan harvest selection pages output pages export pages pending_pages pages moved_pages pages empty_days pages commands app run app unsaved_answers summaries", t)
	for (i = 1; i < n; i += 2) owner[t[i]] = t[i + 1]
}
function room(h) { sub(/\.h$/, "", h); return h in owner ? owner[h] : h }
# What is wrong with an include of H between quotes, in a file of the room ME; "" for nothing.
function fault(h, me,    to, d) {
	if (h ~ /\.\.\//) return "reaches into another folder"
	if (h !~ /\//) return ""
	if (h ~ /^src\//) { split(h, d, "/"); return d[2] == me ? "" : "reaches into another room (" me " -> " d[2] ")" }
	if (!sub(/^digest\//, "", h)) return "is neither digest/NAME.h nor of this room: " h
	to = room(h)
	if (!(me in rank) || !(to in rank)) return me " or " to " has no layer"
	return to != me && rank[to] >= rank[me] ? "points up or sideways (" me " -> " to ")" : ""
}
{ line = $0; gsub(/\/\*([^*]|\*[^\/])*\*\//, " ", line) }
line ~ /^[ \t]*(#|%:)[ \t]*(include|include_next|import)([^A-Za-z0-9_]|$)/ {
	split(FILENAME, d, "/"); me = d[1] == "include" ? room(d[3]) : d[2]
	sub(/^[^i]*(include_next|include|import)[ \t]*/, "", line)
	h = substr(line, 2); sub(/[">].*/, "", h)
	if (line ~ /^"/) why = fault(h, me)
	else if (line !~ /^</) why = "includes by a macro"
	else why = h ~ /^\/|\.\.\/|^(\.\/)*(digest|src|include|tests|data|templates|build)\// ? "a file of ours stands between quotes" : ""
	if (why != "") { print FILENAME ":" FNR ": " why; bad = 1 }
}
END { exit bad }
