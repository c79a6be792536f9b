#!/bin/sh
# SPDX-License-Identifier: MIT
# handlebars 4.7.10: in a Mustache section the empty text and 0 count as true; in {{#if}} they count as false.
# Expected: {{#comment}} … {{/comment}} is skipped for an empty comment, as in mustache.js, Hogan and pystache, and as Handlebars's
#   own {{#if comment}} does.
# Seen: the section is written once, with the empty text as its context.
# Follows: a Mustache template that leaves out a line when a field is empty writes the bare label under Handlebars.
. "$(dirname -- "$0")/kit.sh"
npm_get handlebars@4.7.10 mustache@4.2.0

node -e '
const text = "{{#comment}}[comment: {{.}}]{{/comment}}{{^comment}}[none]{{/comment}}", data = {comment: ""}
console.log("mustache " + require("mustache").render(text, data))
console.log("handlebars " + require("handlebars").compile(text)(data))
console.log("if " + require("handlebars").compile("{{#if comment}}[comment]{{else}}[none]{{/if}}")(data))' >now
same 'an empty comment' 'mustache [none]
handlebars [comment: ]
if [none]' "$(cat now)"
