/* SPDX-License-Identifier: MIT
 * html_sax FILE TIMES: libxml2's own HTML SAX parse of FILE, without handlers: what reading a page costs at least. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	enum { PIECE = 16 * 1024 };
	static char piece[PIECE];
	int times = argc == 3 ? atoi(argv[2]) : 0;
	for (int i = 0; i < times; i++) {
		xmlSAXHandler none = { .initialized = XML_SAX2_MAGIC };
		FILE *f = fopen(argv[1], "rb");
		htmlParserCtxtPtr c = htmlCreatePushParserCtxt(&none, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
		size_t n;
		if (f == NULL || c == NULL)
			return 1;
		htmlCtxtUseOptions(c, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
		while ((n = fread(piece, 1, sizeof piece, f)) > 0)
			htmlParseChunk(c, piece, (int)n, 0);
		htmlParseChunk(c, NULL, 0, 1);
		htmlFreeParserCtxt(c);
		fclose(f);
	}
	return times > 0 ? 0 : 2;
}
