/*
 * Text traces as engines and runtimes print them, line by line.  What is read of each line stands in the forms that
 * wcore-merge(1) lists; lines of other kinds are counted and passed over.
 *
 *	at f (URL:wasm-function[17]:0x5b2)	V8: Chrome, node, Deno
 *	f@URL:wasm-function[17]:0x5b2		SpiderMonkey, JavaScriptCore since 2025
 *	m.wasm-function[f]@[wasm code]		JavaScriptCore
 *	f @ m.wasm:0x5b2			what Chrome's console copies
 *	0:  0x5b2 - m!f				Wasmtime, wasm3
 *	at f (m[17]:0x5b2)			Wasmer
 *	#00: 0x05b2 - f				WAMR
 *	In instruction: ..., Bytecode offset: 0x5b2	WasmEdge, with "calling stack:module[0]:17, ..."
 *	wasm-function[17]:0x5b2, m.wasm:0x5b2, m.wasm!f, <wasm>!f	alone on a line
 */
#ifndef WCORE_MERGE_TRACE_TEXT_H
#define WCORE_MERGE_TRACE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/error.h"
#include "../base/string.h"

struct wcore_trace_frame {
	uint32_t trace;		/* a text may hold several: counted from 0 */
	uint32_t line;		/* of the text, from 1 */
	struct wcore_string function;	/* a name; absent when there is none */
	struct wcore_string module;	/* an URL, file or module name; absent when there is none */
	bool has_funcidx, has_offset;
	uint32_t funcidx;
	uint64_t offset;	/* in the module file */
	bool is_near;		/* the offset may be behind the instruction that it means: WAMR, wasm3 */
	bool is_behind_others;	/* frames of the host or of JavaScript stand between it and the younger one */
};

/* Strings are borrowed from the text. */
struct wcore_trace {
	struct wcore_trace_frame *frames;	/* youngest first, one trace behind the other */
	size_t count, capacity;
	uint32_t trace_count;
	struct wcore_string message;	/* why it stopped, as the runtime said first; absent when it did not */
	uint64_t host_frames;	/* of JavaScript and the host, which are left out */
	uint64_t other_lines;	/* that are neither frames nor say why */
};

/* Larger texts are no traces. */
#define WCORE_TRACE_TEXT_MAX (UINT64_C(256) << 20)
/* Of a name; what is longer is none. */
#define WCORE_TRACE_NAME_MAX 65536

/* path is for messages.  Errors: LIMIT, NOMEM. */
struct wcore_error *wcore_trace_parse(const char *path, struct wcore_string text, struct wcore_trace *ret);
void wcore_trace_deinit(struct wcore_trace *trace);

/* The frame of one line of any form but WasmEdge's; false for other lines. */
bool wcore_trace_line(struct wcore_string line, struct wcore_trace_frame *ret);

#endif
