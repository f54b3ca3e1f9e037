/* The table of instructions: declared in insn.h. */
#include "insn.h"

/* Short names for the columns of opcode.def. */
enum {
	CALL = WCORE_INSN_CALL, TAIL_CALL = WCORE_INSN_TAIL_CALL, BRANCH = WCORE_INSN_BRANCH,
	OPENS = WCORE_INSN_BLOCK, LOAD = WCORE_INSN_LOAD, STORE = WCORE_INSN_STORE,
	MEMORY = WCORE_INSN_MEMORY, TABLE = WCORE_INSN_TABLE, DIV = WCORE_INSN_DIV,
	OVERFLOW = WCORE_INSN_OVERFLOW, TRUNC = WCORE_INSN_TRUNC, NULL_REF = WCORE_INSN_NULL_REF,
	CAST = WCORE_INSN_CAST, ARRAY = WCORE_INSN_ARRAY, ATOMIC = WCORE_INSN_ATOMIC,
	INDIRECT = WCORE_INSN_INDIRECT, THROW = WCORE_INSN_THROW,
};

/* Where the rows of each prefix start, and how many they may be. */
enum {
	FB_START = 256, FB_SIZE = 0x40,
	FC_START = FB_START + FB_SIZE, FC_SIZE = 0x20,
	FD_START = FC_START + FC_SIZE, FD_SIZE = 0x120,
	FE_START = FD_START + FD_SIZE, FE_SIZE = 0x80,
	SLOTS = FE_START + FE_SIZE,
};

#define SUB(code) ((code) & 0xffffffu)
#define SLOT(code) \
	((code) >> 24 == 0xfb ? FB_START + SUB(code) : (code) >> 24 == 0xfc ? FC_START + SUB(code) : \
	 (code) >> 24 == 0xfd ? FD_START + SUB(code) : (code) >> 24 == 0xfe ? FE_START + SUB(code) : \
	 (code))

#define ACCESS(code, name, imm, flags, width) \
	[SLOT(code)] = { code, name, WCORE_IMM_##imm, flags, width }
#define ROW(code, name, imm, flags) ACCESS(code, name, imm, flags, 0)
#define OP(code, name) ROW(code, name, NONE, 0)

static const struct wcore_opcode opcodes[SLOTS] = {
#include "opcode.def"
};

const struct wcore_opcode *wcore_opcode_find(uint32_t code)
{
	static const struct { uint16_t start, size; } prefixes[] = {
		{ FB_START, FB_SIZE }, { FC_START, FC_SIZE }, { FD_START, FD_SIZE },
		{ FE_START, FE_SIZE },
	};
	uint32_t slot = code, prefix = code >> 24;

	if (prefix) {
		if (prefix < 0xfb || prefix > 0xfe || SUB(code) >= prefixes[prefix - 0xfb].size)
			return NULL;
		slot = prefixes[prefix - 0xfb].start + SUB(code);
	} else if (code > 0xff) {
		return NULL;
	}
	return opcodes[slot].name ? &opcodes[slot] : NULL;
}
