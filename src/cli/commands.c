/* SPDX-License-Identifier: MIT
 * The commands: a row each. What they do is the run's. */
#include <string.h>

#include "src/cli/cli.h"

const struct command commands[] = {
	{ "", CMD_RUN, "[OPTION…]", false,
	  "The whole run: get what arXiv announced, have each paper put into Chinese, write the page." },
	{ "fetch", CMD_FETCH, "[OPTION…]", false, "Get papers into the store; --json prints them as records." },
	{ "summarize", CMD_SUMMARIZE, "[OPTION…]", false, "Fill in the summaries that the store's papers lack." },
	{ "render", CMD_RENDER, "[OPTION…] [FILE…]", true,
	  "Write the page of papers in the store, or of files of records; no network, same bytes every time." },
	{ "status", CMD_STATUS, "[OPTION…]", false,
	  "Show what was got and summarized, day by day and category by category; pauses; the last runs." },
	{ "check", CMD_CHECK, "[OPTION…] FILE…", true,
	  "Look at the summaries of records from anywhere as at a summarizer's answers, and say what is wrong with them." },
	{ "styles", CMD_STYLES, "[OPTION…] [NAME]", true,
	  "List the styles that there are, or say what one asks and prints; each is looked through for faults." },
};
const size_t n_commands = COUNTOF(commands);

const struct command *command_find(const char *word)
{
	for (size_t i = 1; i < n_commands; i++)
		if (strcmp(word, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}
