#!/bin/sh
# SPDX-License-Identifier: MIT
# sfeed 1.7: Atom put through sfeed and sfeed_atom has other ids, and one category an entry.
# Expected: the id of an entry and its categories, which both stand in sfeed's own format, are in the Atom that is made from it.
# Seen: the id is the link, so that "oai:arXiv.org:2611.00123v1" is gone with its version; of cs.CL and cs.AI the first is left.
# Follows: a reader that had the feed directly sees each paper anew when it comes through sfeed_atom; filters by category belong before
#   it, where the format has all of them.
. "$(dirname -- "$0")/kit.sh"
deb_get sfeed=1.7-1

cat >feed.xml <<'XML'
<rss version="2.0"><channel><title>cs.CL</title><item><title>T</title><link>https://arxiv.org/abs/2611.00123</link>
<guid isPermaLink="false">oai:arXiv.org:2611.00123v1</guid><category>cs.CL</category><category>cs.AI</category>
<pubDate>Tue, 03 Nov 2026 00:00:00 -0500</pubDate></item></channel></rss>
XML
sfeed <feed.xml >items
same 'id and categories in sfeed' 'oai:arXiv.org:2611.00123v1 cs.CL|cs.AI' "$(cut -f 6,9 items | tr '\t' ' ')"
same 'and in the Atom of it' '<id>https://arxiv.org/abs/2611.00123</id>
<category term="cs.CL" />' "$(sfeed_atom <items | sed -n '/<entry>/,$p' | grep -E '<(id|category)' | tr -d '\t')"
