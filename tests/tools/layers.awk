# SPDX-License-Identifier: MIT
# A file of layer N includes contracts of lower layers and of its own room only. Fill the two tables; the rest follows.
BEGIN {
	n = split("base 0 world 1 text 1 template 1 paper 2 source 3 store 3 summary 3 render 3 app 4 cli 5 manual 5", t)
	for (i = 1; i < n; i += 2) rank[t[i]] = t[i + 1]
	n = split("macros base mem base err base buf base str base vec base arena base hash base nearest base log base program base options app commands app run app", t)
	for (i = 1; i < n; i += 2) owner[t[i]] = t[i + 1]
}
function room(h) { sub(/\.h$/, "", h); return h in owner ? owner[h] : h }
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, q, "\""); h = q[2]; split(FILENAME, d, "/")
	me = d[1] == "include" ? room(d[3]) : d[2]; why = ""
	if (h ~ /\.\.\//) why = "reaches into another folder"
	else if (sub(/^digest\//, "", h)) {
		to = room(h)
		if (!(me in rank) || !(to in rank)) why = me " or " to " has no layer"
		else if (to != me && rank[to] >= rank[me]) why = "points up or sideways (" me " -> " to ")"
	}
	if (why != "") { print FILENAME ":" FNR ": " why; bad = 1 }
}
END { exit bad }
