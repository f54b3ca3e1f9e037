#include "dump.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "corestack.h"
#include "embedded.h"
#include "parts.h"
#include "segments.h"
#include "shape.h"

bool wcore_dump_is_dump(const struct wcore_module *wasm)
{
	static const char *const names[] = { "core", "corestack", "coremodules", "coreinstances" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (wcore_module_custom(wasm, names[i]))
			return true;
	return false;
}

static bool is_named(const struct wcore_section *section, enum wcore_section_id id,
		     const char *name)
{
	return section->id == id && (!name || wcore_string_is(section->name, name));
}

const struct wcore_section *wcore_dump_section(const struct wcore_dump *dump,
					       enum wcore_section_id id, const char *name)
{
	const struct wcore_section *section = name ? wcore_module_custom(dump->wasm, name)
						   : wcore_module_section(dump->wasm, id);

	if (!section && dump->tail.where && is_named(&dump->tail, id, name))
		section = &dump->tail;
	return section;
}

bool wcore_dump_instance_module(const struct wcore_dump *dump, uint32_t instance, uint32_t *ret)
{
	if (dump->is_shared_instance) {
		*ret = 0;
		return instance == 0;
	}
	if (instance >= dump->instance_count ||
	    dump->instances[instance].module == WCORE_ABSENT)
		return false;
	*ret = dump->instances[instance].module;
	return true;
}

static struct wcore_error *copy_error(const struct wcore_error *error)
{
	if (!error->has_offset)
		return wcore_error_create(error->code, error->path, "%s", error->message);
	return wcore_error_at(error->code, error->path, error->where, error->offset, "%s",
			      error->message);
}

/* What stands behind the last whole section of a cut file. */
static void read_tail(struct wcore_dump *dump)
{
	const struct wcore_module *wasm = dump->wasm;
	struct wcore_section tail = { .header = wasm->offset + 8, .where = "the cut section" };
	struct wcore_error *error;
	struct wcore_cursor cursor;
	uint32_t size = 0;

	if (!wasm->cut || dump->broken)
		return;
	/* Broken gzip data is why the dump ends early. */
	dump->broken = copy_error(wasm->file->cut ? wasm->file->cut : wasm->cut);
	if (wasm->section_count) {
		const struct wcore_section *last = &wasm->sections[wasm->section_count - 1];

		tail.header = last->offset + last->size;
	}
	wcore_cursor_init(&cursor, wasm->file, tail.header, UINT64_MAX, tail.where);
	error = wcore_cursor_u8(&cursor, &tail.id);
	if (!error)
		error = wcore_cursor_leb_u32(&cursor, &size);
	if (!error && tail.id == WCORE_SECTION_CUSTOM)
		error = wcore_cursor_name(&cursor, &tail.name);
	if (!error && size > wcore_cursor_left(&cursor)) {
		tail.offset = cursor.pos;
		tail.size = wcore_cursor_left(&cursor);
		dump->tail = tail;
	}
	wcore_error_destroy(error);
}

static bool is_tail_of_dump(const struct wcore_dump *dump)
{
	return dump->tail.where && dump->tail.id == WCORE_SECTION_CUSTOM &&
	       wcore_string_starts(dump->tail.name, "core");
}

/* Every corestack, the one that is cut included. */
static struct wcore_error *read_threads(struct wcore_dump *dump)
{
	const struct wcore_module *wasm = dump->wasm;
	bool is_cut = dump->tail.where && is_named(&dump->tail, WCORE_SECTION_CUSTOM, "corestack");
	struct wcore_shape shape;
	uint32_t count = is_cut;

	for (size_t i = 0; i < wasm->section_count; i++)
		count += is_named(&wasm->sections[i], WCORE_SECTION_CUSTOM, "corestack");
	if (!count)
		return NULL;
	dump->threads = wcore_arena_array(&dump->arena, count, sizeof(*dump->threads));
	if (!dump->threads)
		return wcore_error_nomem();
	wcore_shape_read(dump, &shape);
	for (size_t i = 0; i < wasm->section_count + is_cut; i++) {
		const struct wcore_section *section =
			i < wasm->section_count ? &wasm->sections[i] : &dump->tail;
		struct wcore_thread *thread = &dump->threads[dump->thread_count];

		if (!is_named(section, WCORE_SECTION_CUSTOM, "corestack"))
			continue;
		thread->index = dump->thread_count++;
		wcore_parts_break(dump, wcore_corestack_read(dump, section,
							     wcore_shape_order(&shape), thread));
	}
	return NULL;
}

static struct wcore_error *read_parts(struct wcore_dump *dump)
{
	struct wcore_error *error;

	read_tail(dump);
	wcore_parts_core(dump);
	wcore_parts_trace(dump);
	if ((error = wcore_module_index(dump->wasm, &dump->index)))
		return error;
	if ((error = wcore_parts_memories(dump)))
		return error;
	if ((error = wcore_parts_modules(dump)))
		return error;
	if ((error = wcore_parts_instances(dump)))
		return error;
	wcore_parts_globals(dump);
	if ((error = read_threads(dump)))
		return error;
	if ((error = wcore_embedded_read(dump)))
		return error;
	wcore_parts_missing(dump);
	if (dump->wasm->file->cut && !dump->broken)
		dump->broken = copy_error(dump->wasm->file->cut);
	return NULL;
}

struct wcore_error *wcore_dump_open(const struct wcore_file *file, enum wcore_dialect_id force,
				    struct wcore_dump **ret)
{
	struct wcore_error *error;
	struct wcore_dump *dump;

	if (wcore_kind_of(file) != WCORE_KIND_MODULE)
		return wcore_error_create(WCORE_ERROR_KIND, file->path, "is %s, not a Wasm core dump",
					  wcore_kind_describe(file));
	dump = wcore_calloc(1, sizeof(*dump));
	if (!dump)
		return wcore_error_nomem();
	dump->forced = force;
	wcore_findings_init(&dump->findings);
	wcore_arena_init(&dump->arena);
	error = wcore_module_open(file, 0, file->size, &dump->wasm);
	if (!error && !wcore_dump_is_dump(dump->wasm)) {
		read_tail(dump);
		if (!is_tail_of_dump(dump))
			error = wcore_error_create(WCORE_ERROR_KIND, file->path,
						   dump->wasm->cut
						   ? "is a Wasm binary that is cut before anything tells that it is a core dump"
						   : "is a Wasm module, not a core dump");
	}
	if (!error)
		error = read_parts(dump);
	if (error) {
		wcore_dump_close(dump);
		return error;
	}
	*ret = dump;
	return NULL;
}

void wcore_dump_close(struct wcore_dump *dump)
{
	if (!dump)
		return;
	wcore_segments_destroy(dump->segments);
	wcore_error_destroy(dump->broken);
	wcore_findings_deinit(&dump->findings);
	wcore_module_close(dump->wasm);
	wcore_arena_deinit(&dump->arena);
	free(dump);
}

const char *wcore_dump_producer(const struct wcore_dump *dump)
{
	enum wcore_dialect_id dialect = WCORE_DIALECT_COUNT;
	struct wcore_shape shape;

	wcore_shape_read(dump, &shape);
	if (dump->thread_count)
		dialect = dump->threads[0].dialect->id;
	if (shape.is_wasmtime && (dialect == WCORE_DIALECT_SPEC || dialect == WCORE_DIALECT_COUNT))
		return "Wasmtime";
	if (shape.is_wasmedge && dialect == WCORE_DIALECT_WASMEDGE)
		return "WasmEdge";
	if (shape.is_rewriter)
		return "wasm-coredump-rewriter";
	if (shape.is_builder && dialect == WCORE_DIALECT_WASMER)
		return "wasm-coredump-builder (Wasmer and others)";
	if (shape.is_builder && dialect == WCORE_DIALECT_BUILDER)
		return "wasm-coredump-builder before 0.2";
	return NULL;
}
