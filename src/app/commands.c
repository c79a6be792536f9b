/* SPDX-License-Identifier: MIT
 * The commands, a row each (what they do is the run's), and the exit statuses. */
#include "digest/commands.h"

#include <string.h>

const struct command commands[] = {
	{ "", CMD_RUN, "[OPTION…]", false, false, NULL,
	  "The whole run: get what arXiv announced, have each paper put into Chinese, write the page." },
	{ "fetch", CMD_FETCH, "[OPTION…]", false, false, NULL, "Get papers into the store; --json prints them as records." },
	{ "summarize", CMD_SUMMARIZE, "[OPTION…]", false, false, NULL, "Fill in the summaries that the store's papers lack." },
	{ "render", CMD_RENDER, "[OPTION…] [FILE…]", true, false, NULL,
	  "Write the page of papers in the store, or of files of records; no network, same bytes every time." },
	{ "site", CMD_SITE, "[OPTION…] DIR", true, false, NULL,
	  "Write the store as a static site: days, calendar, categories, feeds, search; only what has changed is written again." },
	{ "export", CMD_EXPORT, "[OPTION…] [ID…]", false, true, NULL,
	  "Write papers of the store as references: BibTeX, RIS, CSL JSON, or records." },
	{ "show", CMD_SHOW, "[OPTION…] ID…", false, true, NULL,
	  "Show all that is known of papers in the store: record, summaries and why one waits, announcements, pages, versions and what changed, whole text." },
	{ "star", CMD_STAR, "[OPTION…] ID…", false, true, NULL,
	  "Keep papers in a list of those that you like, a plain text file; a section [interest NAME] learns from it (library = starred:default)." },
	{ "unstar", CMD_UNSTAR, "[OPTION…] ID…", false, true, NULL, "Take papers out of that list." },
	{ "interest", CMD_INTEREST, "[OPTION…]", false, false, NULL,
	  "Show what each interest made of the papers of the last two weeks: how many it speaks for, which words never matched, which overlap." },
	{ "status", CMD_STATUS, "[OPTION…]", false, false, NULL,
	  "Show what was got and summarized, day by day and category by category; pauses; the last runs." },
	{ "check", CMD_CHECK, "[OPTION…] FILE…", true, false, NULL,
	  "Look at the summaries of records from anywhere as at a summarizer's answers, and say what is wrong with them." },
	{ "styles", CMD_STYLES, "[OPTION…] [NAME]", true, false, "styles",
	  "List the styles that there are, or say what one asks and prints; each is looked through for faults." },
	{ "search", CMD_SEARCH, "[OPTION…] WORDS…", true, false, NULL, "Find papers in the store: by words and expressions in titles, abstracts, names and summaries; the best first." },
	{ "doctor", CMD_DOCTOR, "[OPTION…]", false, false, NULL,
	  "Look through store, configuration, styles, endpoint, clock, time zones, locks and disk, and say what to do." },
	{ "help", CMD_HELP, "[COMMAND|TOPIC]", true, false, "help",
	  "Show the help of a command, or list the words of a topic." },
};
const size_t n_commands = COUNTOF(commands);

const struct command *command_find(const char *word)
{
	for (size_t i = 1; i < n_commands; i++)
		if (strcmp(word, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

const struct exit_meaning exit_meanings[] = {
	{ 0, "all is well, also when nothing was announced" },
	{ 2, "wrong usage or configuration" },
	{ 3, "incomplete: something pending, skipped or failed, each named on standard error" },
	{ 65, "the input is broken" },
	{ 66, "what was asked for is not there: never fetched, an unknown identifier, no such store" },
	{ 69, "a source or the summarizer cannot be reached or used" },
	{ 70, "a defect in digest, or out of memory" },
	{ 74, "a file or the store cannot be read or written" },
	{ 75, "another run is busy, or a host asks for a pause: try later" },
	{ 77, "key refused, no balance, unknown model" },
	{ 130, "interrupted: what was answered until then is stored" },
	{ 141, "the reader of standard output has left (digest render | head); no message" },
};
const size_t n_exit_meanings = COUNTOF(exit_meanings);
