/* What a file is, by its first bytes: declared in module.h. */
#include "module.h"

#include <string.h>

#include "../base/text.h"

#define TEXT_SAMPLE 4096

struct magic {
	const char *bytes;
	uint8_t size;
	enum wcore_kind kind;
	const char *what;
};

#define MAGIC(text, kind, what) { text, sizeof(text) - 1, WCORE_KIND_##kind, what }

static const struct magic magics[] = {
	MAGIC("MDMP", MINIDUMP, "a Windows minidump"),
	MAGIC("\xfe\xed\xfa\xce", MACHO, "a Mach-O file"),
	MAGIC("\xfe\xed\xfa\xcf", MACHO, "a Mach-O file"),
	MAGIC("\xce\xfa\xed\xfe", MACHO, "a Mach-O file"),
	MAGIC("\xcf\xfa\xed\xfe", MACHO, "a Mach-O file"),
	MAGIC("MZ", PE, "a Windows executable"),
	MAGIC("\x1f\x8b", GZIP, "gzip data"),
	MAGIC("\x28\xb5\x2f\xfd", UNKNOWN, "zstd data"),
	MAGIC("\xfd" "7zXZ", UNKNOWN, "xz data"),
	MAGIC("BZh", UNKNOWN, "bzip2 data"),
	MAGIC("PK\x03\x04", UNKNOWN, "a zip archive"),
	MAGIC("BC\xc0\xde", UNKNOWN, "LLVM bitcode"),
	MAGIC("!<arch>\n", UNKNOWN, "an archive of object files"),
};

struct verdict { enum wcore_kind kind; const char *what; };

static struct verdict judge_wasm(const uint8_t *data, uint64_t size)
{
	if (size < 8)
		return (struct verdict){ WCORE_KIND_UNKNOWN,
					 "a WebAssembly binary cut within its first 8 bytes" };
	unsigned version = (unsigned)(data[4] | data[5] << 8);
	unsigned layer = (unsigned)(data[6] | data[7] << 8);

	if (layer == 1)
		return (struct verdict){ WCORE_KIND_COMPONENT, "a WebAssembly component" };
	if (layer == 0 && version == 1)
		return (struct verdict){ WCORE_KIND_MODULE, "a core WebAssembly binary" };
	return (struct verdict){ WCORE_KIND_UNKNOWN,
				 "a WebAssembly binary of an unknown version" };
}

static struct verdict judge_elf(const uint8_t *data, uint64_t size)
{
	static const char *const types[] = {
		"an ELF file", "an ELF object file", "an ELF executable",
		"an ELF executable or shared library", "an ELF core file",
	};
	unsigned type = 0;

	/* e_type follows e_ident in the byte order of EI_DATA. */
	if (size >= 18)
		type = data[5] == 2 ? (unsigned)(data[16] << 8 | data[17]) :
				      (unsigned)(data[17] << 8 | data[16]);
	return (struct verdict){ WCORE_KIND_ELF,
				 types[type < sizeof(types) / sizeof(*types) ? type : 0] };
}

/* 0xcafebabe opens fat Mach-O files and Java classes, whose versions start at 45. */
static struct verdict judge_cafebabe(const uint8_t *data, uint64_t size)
{
	if (size >= 8 && !data[4] && !data[5] && !data[6] && data[7] < 45)
		return (struct verdict){ WCORE_KIND_MACHO, "a universal Mach-O file" };
	return (struct verdict){ WCORE_KIND_UNKNOWN, "a Java class file" };
}

static bool is_text(const uint8_t *data, uint64_t size)
{
	size_t sample = size < TEXT_SAMPLE ? (size_t)size : TEXT_SAMPLE;

	for (size_t i = 0; i < sample;) {
		uint32_t c = 0;
		size_t length = wcore_utf8_decode((const char *)data + i, sample - i, &c);

		if (!length)	/* the sample may end within a character */
			return i > 0 && sample < size && sample - i < 4;
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b) ||
		    c == 0x7f)
			return false;
		i += length;
	}
	return true;
}

static struct verdict judge(const struct wcore_file *file)
{
	const uint8_t *data = file->data;
	uint64_t size = file->size;

	if (!size)
		return (struct verdict){ WCORE_KIND_EMPTY, "an empty file" };
	if (size >= 4 && !memcmp(data, "\0asm", 4))
		return judge_wasm(data, size);
	if (size >= 4 && !memcmp(data, "\x7f" "ELF", 4))
		return judge_elf(data, size);
	if (size >= 4 && !memcmp(data, "\xca\xfe\xba\xbe", 4))
		return judge_cafebabe(data, size);
	/* Before the magic bytes: some of them are letters, which may begin any text. */
	if (is_text(data, size))
		return (struct verdict){ WCORE_KIND_TEXT, "a text file" };
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++)
		if (size >= magics[i].size && !memcmp(data, magics[i].bytes, magics[i].size))
			return (struct verdict){ magics[i].kind, magics[i].what };
	return (struct verdict){ WCORE_KIND_UNKNOWN, "a file of an unknown kind" };
}

enum wcore_kind wcore_kind_of(const struct wcore_file *file)
{
	return judge(file).kind;
}

const char *wcore_kind_describe(const struct wcore_file *file)
{
	return judge(file).what;
}
