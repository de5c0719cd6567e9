/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* unpack.c - see unpack.h */
#include "desk/unpack.h"

#include <errno.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/library.h"

#define IN_BYTES 65536
#define OUT_BYTES 131072
#define MAGIC_BYTES_MAX 6
#define GZIP_WINDOW_BITS (15 + 16) /* inflateInit2: the largest window, and a gzip header alone */
#define ZSTD_WINDOW_LOG 27         /* WB_UNPACK_MEMORY_MAX */

#define ZLIB(F) F(inflateInit2_) F(inflate) F(inflateReset) F(inflateEnd)
#define LZMA(F) F(lzma_stream_decoder) F(lzma_code) F(lzma_end)
#define ZSTD(F) \
	F(ZSTD_createDStream) \
	F(ZSTD_freeDStream) F(ZSTD_DCtx_setParameter) F(ZSTD_decompressStream) F(ZSTD_isError) F(ZSTD_getErrorName)
static struct {
	ZLIB(WB_LIBRARY_FIELD)
} gz;
static struct {
	LZMA(WB_LIBRARY_FIELD)
} xz;
static struct {
	ZSTD(WB_LIBRARY_FIELD)
} zst;
static struct wb_library zlib = WB_LIBRARY(WB_SONAME_Z, ZLIB, gz);
static struct wb_library liblzma = WB_LIBRARY(WB_SONAME_LZMA, LZMA, xz);
static struct wb_library libzstd = WB_LIBRARY(WB_SONAME_ZSTD, ZSTD, zst);

struct wb_unpack {
	int fd;
	const char *path;
	const struct form *form; /* NULL: plain */
	bool is_read;            /* there is nothing more to read */
	bool is_whole;           /* what was unpacked ends where it may */
	size_t in_place, in_size;
	size_t unpacked;
	z_stream gz;
	lzma_stream xz;
	ZSTD_DStream *zst;
	unsigned char in[IN_BYTES], out[OUT_BYTES];
};

static enum wb_status fail_damaged(const struct wb_unpack *unpack, const char *what, struct wb_error *error_r)
{
	return wb_fail(error_r, WB_INVALID, "%s: damaged (%s): expected a whole file; download it again", unpack->path, what);
}

static enum wb_status open_gz(struct wb_unpack *unpack, struct wb_error *error_r)
{
	enum wb_status status = wb_library_load(&zlib, error_r);

	if (status == WB_OK && gz.inflateInit2_(&unpack->gz, GZIP_WINDOW_BITS, ZLIB_VERSION, (int)sizeof(z_stream)) != Z_OK)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return status;
}

static enum wb_status step_gz(struct wb_unpack *unpack, size_t *size_r, struct wb_error *error_r)
{
	z_stream *stream = &unpack->gz;
	int result;

	*size_r = 0;
	if (unpack->is_whole) {
		/* Several files one behind the other are one; zeros fill up a block of a tape. */
		while (unpack->in_place < unpack->in_size && unpack->in[unpack->in_place] == 0)
			unpack->in_place++;
		if (unpack->in_place == unpack->in_size)
			return WB_OK;
		if (gz.inflateReset(stream) != Z_OK)
			return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
		unpack->is_whole = false;
	}
	stream->next_in = unpack->in + unpack->in_place;
	stream->avail_in = (uInt)(unpack->in_size - unpack->in_place);
	stream->next_out = unpack->out;
	stream->avail_out = OUT_BYTES;
	result = gz.inflate(stream, Z_NO_FLUSH);
	unpack->in_place = unpack->in_size - stream->avail_in;
	*size_r = OUT_BYTES - stream->avail_out;
	unpack->is_whole = result == Z_STREAM_END;
	if (result == Z_MEM_ERROR)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR)
		return WB_OK;
	return fail_damaged(unpack, stream->msg != NULL ? stream->msg : "no gzip", error_r);
}

static void close_gz(struct wb_unpack *unpack)
{
	gz.inflateEnd(&unpack->gz);
}

static enum wb_status open_xz(struct wb_unpack *unpack, struct wb_error *error_r)
{
	enum wb_status status = wb_library_load(&liblzma, error_r);

	if (status == WB_OK && xz.lzma_stream_decoder(&unpack->xz, WB_UNPACK_MEMORY_MAX, LZMA_CONCATENATED) != LZMA_OK)
		status = wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	return status;
}

static enum wb_status step_xz(struct wb_unpack *unpack, size_t *size_r, struct wb_error *error_r)
{
	lzma_stream *stream = &unpack->xz;
	lzma_ret result;

	*size_r = 0;
	if (unpack->is_whole)
		return WB_OK;
	stream->next_in = unpack->in + unpack->in_place;
	stream->avail_in = unpack->in_size - unpack->in_place;
	stream->next_out = unpack->out;
	stream->avail_out = OUT_BYTES;
	/* That there is no more is what ends it: until then another one may follow. */
	result = xz.lzma_code(stream, unpack->is_read ? LZMA_FINISH : LZMA_RUN);
	unpack->in_place = unpack->in_size - stream->avail_in;
	*size_r = OUT_BYTES - stream->avail_out;
	unpack->is_whole = result == LZMA_STREAM_END;
	if (result == LZMA_MEM_ERROR)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	if (result == LZMA_MEMLIMIT_ERROR)
		return wb_fail(error_r, WB_INVALID, "%s: wants more than %d bytes of memory: expected a file of xz -9 or less",
		    unpack->path, WB_UNPACK_MEMORY_MAX);
	if (result == LZMA_OK || result == LZMA_STREAM_END || result == LZMA_BUF_ERROR)
		return WB_OK;
	return fail_damaged(unpack, "no xz", error_r);
}

static void close_xz(struct wb_unpack *unpack)
{
	xz.lzma_end(&unpack->xz);
}

static enum wb_status open_zst(struct wb_unpack *unpack, struct wb_error *error_r)
{
	enum wb_status status = wb_library_load(&libzstd, error_r);

	if (status != WB_OK)
		return status;
	unpack->zst = zst.ZSTD_createDStream();
	if (unpack->zst == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	/* It cannot fail for a value that zstd itself has as its default. */
	zst.ZSTD_DCtx_setParameter(unpack->zst, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	return WB_OK;
}

static enum wb_status step_zst(struct wb_unpack *unpack, size_t *size_r, struct wb_error *error_r)
{
	ZSTD_inBuffer in = { unpack->in, unpack->in_size, unpack->in_place };
	ZSTD_outBuffer out = { unpack->out, OUT_BYTES, 0 };
	size_t result;

	*size_r = 0;
	/* Behind a whole frame it would wait for another one's head. */
	if (unpack->is_whole && in.pos == in.size)
		return WB_OK;
	result = zst.ZSTD_decompressStream(unpack->zst, &out, &in);
	if (zst.ZSTD_isError(result))
		return fail_damaged(unpack, zst.ZSTD_getErrorName(result), error_r);
	unpack->in_place = in.pos;
	unpack->is_whole = result == 0;
	*size_r = out.pos;
	return WB_OK;
}

static void close_zst(struct wb_unpack *unpack)
{
	zst.ZSTD_freeDStream(unpack->zst);
}

/* One row for each way to compress: a further one that is read is three functions. Sources: RFC 1952, RFC 8878, xz-file-format.txt. */
static const struct form {
	const char *name;
	const char *magic;
	size_t magic_bytes;
	unsigned char any_bits; /* of the first byte, that may be anything */
	/* NULL: it is known, and not read. */
	enum wb_status (*open)(struct wb_unpack *unpack, struct wb_error *error_r);
	/* Takes of what is in, and puts *size_r bytes out; neither is no mistake. */
	enum wb_status (*step)(struct wb_unpack *unpack, size_t *size_r, struct wb_error *error_r);
	void (*close)(struct wb_unpack *unpack);
} forms[] = {
	{ "gzip", "\x1f\x8b", 2, 0, open_gz, step_gz, close_gz },
	{ "xz", "\xfd\x37zXZ", 6, 0, open_xz, step_xz, close_xz },
	{ "zstd", "\x28\xb5\x2f\xfd", 4, 0, open_zst, step_zst, close_zst },
	/* A frame to be skipped, with which what compresses in parallel begins. */
	{ "zstd", "\x50\x2a\x4d\x18", 4, 0x0f, open_zst, step_zst, close_zst },
	{ "bzip2", "BZh", 3, 0, NULL, NULL, NULL },
	{ "zip", "PK\x03\x04", 4, 0, NULL, NULL, NULL },
	{ "7-Zip", "7z\xbc\xaf\x27\x1c", 6, 0, NULL, NULL, NULL },
	{ "lzip", "LZIP", 4, 0, NULL, NULL, NULL },
	{ "compress", "\x1f\x9d", 2, 0, NULL, NULL, NULL },
};

/* Reads until there are `wanted` bytes, or no more. */
static enum wb_status fill(struct wb_unpack *unpack, size_t wanted, struct wb_error *error_r)
{
	unpack->in_place = unpack->in_size = 0;
	while (unpack->in_size < wanted && !unpack->is_read) {
		ssize_t count = read(unpack->fd, unpack->in + unpack->in_size, IN_BYTES - unpack->in_size);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", unpack->path, strerror(errno));
		unpack->in_size += (size_t)count;
		unpack->is_read = count == 0;
	}
	return WB_OK;
}

enum wb_status wb_unpack_open(int fd, const char *path, struct wb_unpack **unpack_r, struct wb_error *error_r)
{
	struct wb_unpack *unpack = calloc(1, sizeof(*unpack));
	struct wb_error why = { "" };
	enum wb_status status;

	*unpack_r = NULL;
	if (unpack == NULL)
		return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
	unpack->fd = fd;
	unpack->path = path;
	status = fill(unpack, MAGIC_BYTES_MAX, error_r);
	for (size_t i = 0; status == WB_OK && i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct form *form = &forms[i];

		if (unpack->in_size < form->magic_bytes || (unpack->in[0] & ~form->any_bits) != (unsigned char)form->magic[0] ||
		    memcmp(unpack->in + 1, form->magic + 1, form->magic_bytes - 1) != 0)
			continue;
		if (form->open == NULL)
			status = wb_fail(error_r, WB_INVALID, "%s: compressed by %s: expected plain text, .gz, .xz or .zst",
			    path, form->name);
		else
			status = form->open(unpack, &why);
		if (status == WB_OK)
			unpack->form = form;
		else if (form->open != NULL)
			wb_fail(error_r, status, "%s: compressed by %s: %.300s", path, form->name, why.text);
		break;
	}
	if (status == WB_OK)
		*unpack_r = unpack;
	else
		free(unpack);
	return status;
}

enum wb_status wb_unpack_next(struct wb_unpack *unpack, const char **bytes_r, size_t *size_r, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	*size_r = 0;
	if (unpack->form == NULL) {
		/* What was read for its first bytes is still there. */
		if (unpack->in_place == unpack->in_size)
			status = fill(unpack, 1, error_r);
		*bytes_r = (const char *)unpack->in + unpack->in_place;
		*size_r = unpack->in_size - unpack->in_place;
		unpack->in_place = unpack->in_size;
		return status;
	}
	*bytes_r = (const char *)unpack->out;
	while (status == WB_OK && *size_r == 0) {
		bool was_read = unpack->is_read && unpack->in_place == unpack->in_size;
		size_t before;

		if (unpack->in_place == unpack->in_size && !unpack->is_read)
			status = fill(unpack, 1, error_r);
		before = unpack->in_place;
		if (status == WB_OK)
			status = unpack->form->step(unpack, size_r, error_r);
		if (status != WB_OK || *size_r > 0 || unpack->in_place > before ||
		    (!was_read && unpack->in_place == unpack->in_size))
			continue;
		/* Nothing goes on: it is the end, or it should be. */
		return was_read && unpack->is_whole ? WB_OK : fail_damaged(unpack, "cut short", error_r);
	}
	if (status == WB_OK && *size_r > WB_UNPACK_BYTES_MAX - unpack->unpacked)
		status = wb_fail(error_r, WB_INVALID, "%s: unpacked it is larger than %d bytes: expected a smaller file",
		    unpack->path, WB_UNPACK_BYTES_MAX);
	unpack->unpacked += *size_r;
	return status;
}

void wb_unpack_close(struct wb_unpack **unpack)
{
	if (*unpack != NULL && (*unpack)->form != NULL)
		(*unpack)->form->close(*unpack);
	free(*unpack);
	*unpack = NULL;
}
