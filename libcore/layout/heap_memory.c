#include "heap_memory.h"

#include <stdlib.h>
#include <string.h>

#include "../analysis/stack_pointer.h"
#include "../base/alloc.h"
#include "../dump/segments.h"
#include "../wasm/names.h"

/* Static data of a memory whose module is not there lies below it; linkers put it low. */
#define STATIC_MAX (UINT64_C(16) << 20)
#define SEGMENTS_MAX 65536
#define FUNCTIONS_MAX 200000

/* The module. */

static bool is_usable(const struct wcore_target_module *module)
{
	return module->found.module && !module->refused;
}

/* The instance that defines the memory, or else one that has it; false without one. */
static bool find_instance(const struct wcore_heap_memory *memory, uint32_t *ret, uint32_t *ret_number)
{
	const struct wcore_dump *dump = memory->target->dump;
	bool found = false;

	for (uint32_t i = 0; i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];

		if (instance->module >= memory->target->module_count)
			continue;
		struct wcore_module *module = memory->target->modules[instance->module].found.module;

		for (uint32_t j = 0; j < instance->memory_count; j++) {
			const bool is_own = module && module->index && j < module->index->memory_count &&
					    !module->index->memories[j].is_imported;

			if (instance->memories[j] != memory->memory->index || (found && !is_own))
				continue;
			*ret = i;
			*ret_number = j;
			if (is_own)
				return true;
			found = true;
		}
	}
	return found;
}

static struct wcore_error *index_modules(const struct wcore_target *target)
{
	const struct wcore_index *index;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < target->module_count; i++)
		if (is_usable(&target->modules[i]))
			error = wcore_module_index(target->modules[i].found.module, &index);
	return error;
}

static void find_module(struct wcore_heap_memory *memory)
{
	const struct wcore_dump *dump = memory->target->dump;

	memory->instance = WCORE_ABSENT;
	if (dump->is_shared_instance) {
		memory->instance = 0;
		memory->number = memory->memory->index;
		memory->module = &memory->target->modules[0];
	} else if (find_instance(memory, &memory->instance, &memory->number)) {
		memory->module = &memory->target->modules[dump->instances[memory->instance].module];
	}
	if (memory->module && !is_usable(memory->module))
		memory->module = NULL;
}

static void find_limits(struct wcore_heap_memory *memory)
{
	struct wcore_module *module = memory->module ? memory->module->found.module : NULL;
	const struct wcore_index *index = module ? module->index : NULL;

	memory->static_end = memory->size < STATIC_MAX ? memory->size : STATIC_MAX;
	if (!index || memory->number >= index->memory_count)
		return;
	const struct wcore_limits *limits = &index->memories[memory->number].limits;

	if (limits->page_log2 < 64 && limits->min <= memory->size >> limits->page_log2)
		memory->static_end = limits->min << limits->page_log2;
	if (wcore_heap_global(memory, "__heap_base", &memory->heap_base) &&
	    memory->heap_base && memory->heap_base <= memory->size) {
		memory->has_heap_base = true;
		if (memory->heap_base < memory->static_end)
			memory->static_end = memory->heap_base;
	}
	memory->has_stack_pointer = memory->number == 0 &&
				    wcore_stack_pointer_find(module, &memory->stack_pointer);
}

struct wcore_error *wcore_heap_memory_open(struct wcore_target *target, const struct wcore_memory *memory,
					   struct wcore_heap_memory *ret)
{
	struct wcore_error *error = index_modules(target);

	*ret = (struct wcore_heap_memory){
		.target = target, .memory = memory, .size = memory->size,
		.width = memory->limits.is_64 ? 8 : 4, .work = WCORE_HEAP_WORK,
	};
	if (error)
		return error;
	ret->pages = wcore_calloc(WCORE_HEAP_PAGES, sizeof(*ret->pages));
	if (!ret->pages)
		return wcore_error_nomem();
	wcore_space_init(&ret->space, target->dump, memory);
	find_module(ret);
	find_limits(ret);
	return NULL;
}

void wcore_heap_memory_close(struct wcore_heap_memory *memory)
{
	wcore_types_close(memory->types);
	wcore_entries_close(memory->entries);
	free(memory->pages);
	memory->pages = NULL;
}

/* Bytes. */

static void fill_page(struct wcore_heap_memory *memory, uint64_t number, struct wcore_heap_page *page)
{
	const uint64_t start = number * WCORE_HEAP_PAGE;
	struct wcore_error *error;

	page->is_set = true;
	page->number = number;
	page->is_whole = wcore_space_read(&memory->space, start, WCORE_HEAP_PAGE, page->bytes, NULL);
	if (page->is_whole)
		return;
	memset(page->states, WCORE_BYTE_NOT_CAPTURED, sizeof(page->states));
	if (!memory->space.memory)
		return;
	error = wcore_memory_read(memory->memory, start, WCORE_HEAP_PAGE, page->bytes, page->states, NULL);
	if (error)
		memset(page->states, WCORE_BYTE_NOT_CAPTURED, sizeof(page->states));
	wcore_error_destroy(error);
}

static const struct wcore_heap_page *page_of(struct wcore_heap_memory *memory, uint64_t address)
{
	const uint64_t number = address / WCORE_HEAP_PAGE;
	struct wcore_heap_page *page = &memory->pages[number % WCORE_HEAP_PAGES];

	if (!page->is_set || page->number != number)
		fill_page(memory, number, page);
	return page;
}

static bool is_known(const struct wcore_heap_page *page, uint64_t offset, uint64_t size)
{
	if (page->is_whole)
		return true;
	for (uint64_t i = 0; i < size; i++)
		if (page->states[offset + i] != WCORE_BYTE_CAPTURED)
			return false;
	return true;
}

bool wcore_heap_read(struct wcore_heap_memory *memory, uint64_t address, uint64_t size, void *ret)
{
	uint8_t *bytes = ret;

	if (address > memory->size || size > memory->size - address)
		return false;
	while (size) {
		const uint64_t offset = address % WCORE_HEAP_PAGE;
		const uint64_t part = size < WCORE_HEAP_PAGE - offset ? size : WCORE_HEAP_PAGE - offset;

		if (!memory->work)
			return false;
		memory->work--;
		const struct wcore_heap_page *page = page_of(memory, address);

		if (!is_known(page, offset, part))
			return false;
		memcpy(bytes, page->bytes + offset, part);
		bytes += part;
		address += part;
		size -= part;
	}
	return true;
}

static uint64_t number_of(const uint8_t *bytes, unsigned size)
{
	uint64_t number = 0;

	for (unsigned i = size; i-- > 0;)
		number = number << 8 | bytes[i];
	return number;
}

bool wcore_heap_uint(struct wcore_heap_memory *memory, uint64_t address, unsigned size, uint64_t *ret)
{
	uint8_t bytes[8];

	if (size > sizeof(bytes) || !wcore_heap_read(memory, address, size, bytes))
		return false;
	*ret = number_of(bytes, size);
	return true;
}

bool wcore_heap_word(struct wcore_heap_memory *memory, uint64_t address, uint64_t *ret)
{
	return wcore_heap_uint(memory, address, memory->width, ret);
}

/* A piece of a page: visit may read others meanwhile. */
struct piece {
	uint64_t start, size;
	bool is_whole;
	uint8_t bytes[WCORE_HEAP_PAGE], states[WCORE_HEAP_PAGE];
};

static void take_piece(struct wcore_heap_memory *memory, uint64_t start, uint64_t size, struct piece *ret)
{
	const struct wcore_heap_page *page = page_of(memory, start);
	const uint64_t offset = start % WCORE_HEAP_PAGE;

	ret->start = start;
	ret->size = size;
	ret->is_whole = page->is_whole;
	memcpy(ret->bytes, page->bytes + offset, size);
	if (!page->is_whole)
		memcpy(ret->states, page->states + offset, size);
}

static bool is_captured(const struct piece *piece, uint64_t offset, unsigned width)
{
	for (unsigned i = 0; !piece->is_whole && i < width; i++)
		if (piece->states[offset + i] != WCORE_BYTE_CAPTURED)
			return false;
	return true;
}

/* False when visit ended the scan. */
static bool scan_piece(const struct piece *piece, unsigned width,
		       bool (*visit)(void *context, uint64_t address, uint64_t value), void *context)
{
	static const uint8_t zeros[64];

	for (uint64_t at = 0; at + width <= piece->size; at += width) {
		if (at + sizeof(zeros) <= piece->size && memcmp(piece->bytes + at, zeros, sizeof(zeros)) == 0) {
			at += sizeof(zeros) - width;
			continue;
		}
		const uint64_t value = number_of(piece->bytes + at, width);

		if (value && is_captured(piece, at, width) && !visit(context, piece->start + at, value))
			return false;
	}
	return true;
}

/* Pages that a scan looks up at a time, by what the segments give of them. */
#define SCAN_PAGES 4096

struct covered {
	uint64_t first;		/* page */
	uint8_t pages[SCAN_PAGES];
};

static void note_covered(void *context, const struct wcore_segment *segment)
{
	struct covered *covered = context;
	const uint64_t first = segment->address / WCORE_HEAP_PAGE;
	const uint64_t last = segment->size ? (wcore_segment_end(segment) - 1) / WCORE_HEAP_PAGE : first;

	for (uint64_t page = first > covered->first ? first : covered->first;
	     page <= last && page - covered->first < SCAN_PAGES; page++)
		covered->pages[page - covered->first] = 1;
}

/* Pages that no segment has a byte of hold nothing that a scan tells. */
static void find_covered(const struct wcore_heap_memory *memory, uint64_t start, struct covered *ret)
{
	const uint64_t end = (start / WCORE_HEAP_PAGE + SCAN_PAGES) * WCORE_HEAP_PAGE;
	struct wcore_segments *segments = memory->memory->segments;
	const struct wcore_memory_place place = { memory->memory->index, end };
	struct wcore_error *error = wcore_segments_extend(segments, place);

	memset(ret->pages, 0, sizeof(ret->pages));
	ret->first = start / WCORE_HEAP_PAGE;
	if (!error)
		error = wcore_segments_visit(segments, memory->memory->index, start, end, note_covered, ret);
	if (error)
		memset(ret->pages, 1, sizeof(ret->pages));
	wcore_error_destroy(error);
}

void wcore_heap_scan(struct wcore_heap_memory *memory, uint64_t start, uint64_t end,
		     bool (*visit)(void *context, uint64_t address, uint64_t value), void *context)
{
	struct covered covered;
	struct piece piece;
	bool has_covered = false;

	if (end > memory->size)
		end = memory->size;
	start += (memory->width - start % memory->width) % memory->width;
	while (start < end && memory->work) {
		const uint64_t room = WCORE_HEAP_PAGE - start % WCORE_HEAP_PAGE;
		const uint64_t size = end - start < room ? end - start : room;

		/* Of small ranges that costs more than it spares. */
		if (end - start > 16 * WCORE_HEAP_PAGE || has_covered) {
			if (!has_covered || start / WCORE_HEAP_PAGE - covered.first >= SCAN_PAGES)
				find_covered(memory, start, &covered);
			has_covered = true;
			if (!covered.pages[start / WCORE_HEAP_PAGE - covered.first]) {
				start += size;
				continue;
			}
		}
		memory->work--;
		take_piece(memory, start, size, &piece);
		if (!scan_piece(&piece, memory->width, visit, context))
			break;
		start += size;
	}
}

/* What the module says. */

static struct wcore_module *module_of(const struct wcore_heap_memory *memory)
{
	return memory->module ? memory->module->found.module : NULL;
}

bool wcore_heap_global_at(struct wcore_heap_memory *memory, uint32_t index, uint64_t *ret)
{
	const struct wcore_dump *dump = memory->target->dump;
	struct wcore_module *module = module_of(memory);
	const struct wcore_global *global;
	uint32_t number = index;

	if (!module || index >= module->index->global_count)
		return false;
	global = &module->index->globals[index];
	if (global->is_mutable || global->is_imported || global->init.kind != WCORE_CONST_VALUE) {
		if (!dump->is_shared_instance) {
			if (memory->instance >= dump->instance_count ||
			    index >= dump->instances[memory->instance].global_count)
				return false;
			number = dump->instances[memory->instance].globals[index];
		}
		if (number >= dump->index->global_count)
			return false;
		const uint8_t code = global->type.code;

		global = &dump->index->globals[number];
		if (global->is_imported || global->init.kind != WCORE_CONST_VALUE || global->type.code != code)
			return false;
	}
	if (global->type.code != WCORE_I32 && global->type.code != WCORE_I64)
		return false;
	*ret = global->type.code == WCORE_I32 ? (uint32_t)global->init.bits : global->init.bits;
	return true;
}

bool wcore_heap_global(struct wcore_heap_memory *memory, const char *name, uint64_t *ret)
{
	struct wcore_module *module = module_of(memory);
	uint32_t index;

	if (!module)
		return false;
	for (uint32_t i = 0; i < module->index->export_count; i++) {
		const struct wcore_export *item = &module->index->exports[i];

		if (item->kind == WCORE_EXTERN_GLOBAL && wcore_string_is(item->name, name))
			return wcore_heap_global_at(memory, item->index, ret);
	}
	return wcore_names_index(module, WCORE_NAME_GLOBAL, name, &index) &&
	       wcore_heap_global_at(memory, index, ret);
}

/* DW_OP_addr and an address. */
#define OP_ADDR 0x03

static bool take_address(void *context, const struct wcore_variable *variable)
{
	uint64_t *address = context;
	const struct wcore_string bytes = variable->bytes;

	if (variable->place != WCORE_VARIABLE_EXPRESSION || (bytes.size != 5 && bytes.size != 9) ||
	    bytes.data[0] != OP_ADDR)
		return true;
	*address = number_of((const uint8_t *)bytes.data + 1, (unsigned)bytes.size - 1);
	return false;
}

static bool has_types(struct wcore_heap_memory *memory)
{
	const struct wcore_symbols *symbols = memory->module ? memory->module->symbols : NULL;
	struct wcore_error *error;

	if (!memory->has_types && symbols && symbols->dwarf) {
		error = wcore_entries_open(symbols->dwarf, &memory->entries);
		if (!error)
			error = wcore_types_open(memory->entries, &memory->types);
		wcore_error_destroy(error);
	}
	memory->has_types = true;
	return memory->types;
}

bool wcore_heap_symbol(struct wcore_heap_memory *memory, const char *name, uint64_t *ret)
{
	const struct wcore_string none = { 0 };

	*ret = 0;
	if (!has_types(memory))
		return false;
	wcore_variables_static(memory->types, none, none, wcore_string_from(name), NULL, take_address, ret);
	return *ret != 0;
}

bool wcore_heap_has_function(struct wcore_heap_memory *memory, const char *start)
{
	struct wcore_module *module = module_of(memory);

	if (!module)
		return false;
	for (uint32_t i = 0; i < module->index->export_count; i++)
		if (module->index->exports[i].kind == WCORE_EXTERN_FUNC &&
		    wcore_string_starts(module->index->exports[i].name, start))
			return true;
	for (uint32_t i = 0; i < module->index->func_count && i < FUNCTIONS_MAX; i++)
		if (wcore_string_starts(wcore_names_find(module, WCORE_NAME_FUNCTION, i), start))
			return true;
	return false;
}

/* The end of a segment's bytes; 0 for passive ones, and those of other memories. */
static struct wcore_error *read_segment_end(struct wcore_cursor *cursor, uint32_t wanted, uint64_t *ret)
{
	struct wcore_constant constant = { 0 };
	uint32_t flags = 0, memory = 0, size = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &flags);

	*ret = 0;
	if (!error && flags > 2)
		error = wcore_cursor_error(cursor, cursor->pos, "unknown kind of data segment");
	if (!error && flags == 2)
		error = wcore_cursor_leb_u32(cursor, &memory);
	if (!error && flags != 1)
		error = wcore_constant_read(cursor, &constant);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &size);
	if (error)
		return error;
	if (flags != 1 && memory == wanted && constant.kind == WCORE_CONST_VALUE)
		*ret = (constant.type.code == WCORE_I32 ? (uint32_t)constant.bits : constant.bits) + size;
	return wcore_cursor_skip(cursor, size);
}

uint64_t wcore_heap_data_end(struct wcore_heap_memory *memory)
{
	struct wcore_module *module = module_of(memory);
	const struct wcore_section *section = module ? wcore_module_section(module, WCORE_SECTION_DATA) : NULL;
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	uint32_t count = 0;
	uint64_t end = 0, last = 0;

	if (!section)
		return 0;
	wcore_section_cursor(module, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &count);
	for (uint32_t i = 0; !error && i < count && i < SEGMENTS_MAX; i++) {
		error = read_segment_end(&cursor, memory->number, &last);
		if (!error && last > end && last <= memory->size)
			end = last;
	}
	wcore_error_destroy(error);
	return end;
}
