#!/bin/sh
# SPDX-License-Identifier: MIT
# opencc 1.1.6 and opencc-js 1.4.2: two versions of the same tables, and one turns "paradigm" into "normalization".
# Expected: the configuration s2twp (to Taiwan, with its words) gives the same for a sentence of an abstract in both, for the words are
#   ordinary ones.
# Seen: opencc 1.1.6 takes 范式 for the term of databases and writes 正規化, also in 研究范式 ("research paradigm"); opencc-js writes 範式.
#   云计算 ("cloud computing") becomes 雲計算 in the first and 雲端計算 in the second.
# Follows: a page converted with s2twp is to be read again; s2t and s2tw convert signs and leave such words alone.
. "$(dirname -- "$0")/kit.sh"
deb_get opencc=1.1.6+ds1-1 libopencc1.1=1.1.6+ds1-1 libopencc-data=1.1.6+ds1-1 libmarisa0=0.2.6-13+b1
npm_get opencc-js@1.4.2

printf '新的研究范式\n云计算\n' >zh
for config in s2twp s2tw; do
	opencc -c "root/usr/share/opencc/$config.json" <zh | paste -sd ' '
done >now
node -e 'const c = require("opencc-js").Converter({from: "cn", to: "twp"})
console.log(require("fs").readFileSync("zh", "utf8").trim().split("\n").map(x => c(x)).join(" "))' >>now
same 'opencc s2twp, opencc s2tw, opencc-js s2twp' '新的研究正規化 雲計算
新的研究範式 雲計算
新的研究範式 雲端計算' "$(cat now)"
