/* SPDX-License-Identifier: MIT
 * Zstandard (RFC 8878): texts that are kept, packed whole, with a checksum that tells a damaged byte. The only file that knows libzstd. */
#include "digest/world.h"

#include <stdlib.h>

#include <zstd.h>

#include "digest/mem.h"

const char zstd_library[] = "zstd/" ZSTD_VERSION_STRING;

enum { LEVEL = 9 };  /* of 1 to 19: a text is written once and kept for long */

bool zstd_pack(struct str bytes, struct buf *out, struct err *e)
{
	size_t most = ZSTD_compressBound(bytes.n);
	ZSTD_CCtx *c = ZSTD_createCCtx();
	char *packed = xmalloc(most);
	bool ok = c != NULL || err_set(e, ERR_DEFECT, "zstd: no memory");
	size_t n = 0;
	if (ok && (ZSTD_isError(n = ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, LEVEL)) ||
	           ZSTD_isError(n = ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1)) ||
	           ZSTD_isError(n = ZSTD_compress2(c, packed, most, bytes.p, bytes.n))))
		ok = err_set(e, ERR_DEFECT, "zstd: %s", ZSTD_getErrorName(n));
	if (ok)
		buf_add(out, packed, n);
	free(packed);
	ZSTD_freeCCtx(c);
	return ok;
}

bool zstd_unpack(struct str bytes, struct buf *out, struct err *e)
{
	ZSTD_DCtx *d = ZSTD_createDCtx();
	ZSTD_inBuffer in = { bytes.p, bytes.n, 0 };
	size_t size = ZSTD_DStreamOutSize(), left = 1;
	char *piece = xmalloc(size);
	bool ok = d != NULL || err_set(e, ERR_DEFECT, "zstd: no memory");
	while (ok && left != 0) {
		ZSTD_outBuffer some = { piece, size, 0 };
		left = ZSTD_decompressStream(d, &some, &in);
		if (ZSTD_isError(left))
			ok = err_set(e, ERR_INPUT, "damaged: %s", ZSTD_getErrorName(left));
		else if (left != 0 && in.pos == in.size && some.pos == 0)
			ok = err_set(e, ERR_INPUT, "damaged: it ends early");
		if (ok)
			buf_add(out, piece, some.pos);
		if (ok && buf_full(out))
			ok = err_set(e, ERR_INPUT, "larger than the %zu bytes that it may have", out->max);
	}
	if (ok && in.pos < in.size)
		ok = err_set(e, ERR_INPUT, "damaged: something stands behind it");
	free(piece);
	ZSTD_freeDCtx(d);
	return ok;
}
