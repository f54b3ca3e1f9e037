/* What the verbs of wcore-mem share: declared in mem.h. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/analysis/plain_name.h"
#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "../libcore/lang/expr.h"

/* What is broken in the dump itself is said once, behind what the verb prints. */
static bool is_broken_part(const struct mem *mem, const struct wcore_error *error)
{
	const struct wcore_error *broken = mem->input.dump ? mem->input.dump->broken : NULL;

	return broken && broken->code == error->code && broken->has_offset == error->has_offset &&
	       broken->offset == error->offset && broken->message && error->message &&
	       strcmp(broken->message, error->message) == 0;
}

bool mem_check(struct mem *mem, struct wcore_error *error)
{
	if (error && is_broken_part(mem, error)) {
		wcore_error_destroy(error);
		return false;
	}
	wcore_cli_error(mem->cli, error);
	return !error;
}

void mem_missing(struct mem *mem, const char *format, ...)
{
	va_list arguments;
	char *text = NULL, *line = NULL;

	va_start(arguments, format);
	if (wcore_vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	if (text && wcore_asprintf(&line, "%s: %s", mem->input.file ? mem->input.file->path : mem->path, text) < 0)
		line = NULL;
	wcore_cli_say(mem->cli, line ? line : "out of memory");
	wcore_cli_status(mem->cli, line ? WCORE_STATUS_PARTIAL : WCORE_STATUS_TROUBLE);
	free(line);
	free(text);
}

/* Threads. */

static bool is_thread(const struct mem *mem, const struct wcore_thread *thread, bool by_name)
{
	const char *wanted = mem->options.thread;
	char *end;

	if (by_name)
		return wcore_string_is(thread->name, wanted);
	return *wanted >= '0' && *wanted <= '9' && strtoull(wanted, &end, 10) == thread->index && !*end;
}

static bool find_given_thread(struct mem *mem)
{
	const struct wcore_dump *dump = mem->input.dump;

	for (int by_name = 1; by_name >= 0; by_name--)
		for (uint32_t i = 0; i < dump->thread_count; i++)
			if (is_thread(mem, &dump->threads[i], by_name)) {
				mem->thread = &dump->threads[i];
				return true;
			}
	mem_missing(mem, "there is no thread '%s'", mem->options.thread);
	return false;
}

bool mem_thread(struct mem *mem, const struct wcore_thread **ret)
{
	const struct wcore_dump *dump = mem->input.dump;

	if (!mem->thread && mem->options.thread && !find_given_thread(mem))
		return false;
	for (uint32_t i = 0; !mem->thread && i < dump->thread_count; i++) {
		struct wcore_trap trap = { 0 };

		if (!mem_check(mem, wcore_trap_analyze(mem->input.target, &dump->threads[i], &trap)))
			return false;
		if (trap.possible)
			mem->thread = &dump->threads[i];
	}
	if (!mem->thread && dump->thread_count)
		mem->thread = &dump->threads[0];
	*ret = mem->thread;
	return true;
}

/* Instances. */

static bool is_instance(struct mem *mem)
{
	const uint32_t count = mem->input.dump->instance_count;

	if (!mem->options.has_instance || mem->options.instance < count)
		return true;
	mem_missing(mem, "there is no instance %" PRIu64 ": the dump has %" PRIu32, mem->options.instance, count);
	return false;
}

/* That of --instance, or the one whose first memory --memory names; false: any. */
static bool given_instance(const struct mem *mem, uint32_t *ret)
{
	const struct wcore_dump *dump = mem->input.dump;

	if (mem->options.has_instance) {
		*ret = (uint32_t)mem->options.instance;
		return true;
	}
	for (uint32_t i = 0; mem->options.has_memory && i < dump->instance_count; i++)
		if (dump->instances[i].memory_count && dump->instances[i].memories[0] == mem->options.memory) {
			*ret = i;
			return true;
		}
	return false;
}

/* Frames. */

/* The whole name, the plain one, or the last part of it behind "::" or ".". */
bool mem_is_named(struct wcore_string function, const char *name)
{
	static char plain[WCORE_PLAIN_NAME_MAX];
	const size_t size = wcore_plain_name(function, plain), length = strlen(name);

	if (strcmp(plain, name) == 0 || wcore_string_is(function, name))
		return true;
	/* As clang names C's, by its parameters. */
	if (strcmp(name, "main") == 0 && strcmp(plain, "__main_argc_argv") == 0)
		return true;
	return size > length && strcmp(plain + size - length, name) == 0 &&
	       strchr(":.", plain[size - length - 1]);
}

struct wanted_frame {
	bool is_number;
	uint64_t number;
	const char *name;	/* with neither, the first frame that has a function's name */
	bool has_instance;	/* only frames of that one */
	uint32_t instance;
};

static bool is_wanted(const struct wanted_frame *wanted, const struct wcore_site *site, uint64_t index)
{
	if (wanted->is_number)
		return index == wanted->number;
	if (wanted->name)
		return mem_is_named(site->function, wanted->name);
	return site->name_origin == WCORE_NAME_FROM_DWARF;
}

/* false: none of them is it; *ret_physical and *ret are then of the youngest, if there is any. */
static struct wcore_error *find_frame(struct mem *mem, const struct wanted_frame *wanted,
				      struct wcore_site *ret, uint32_t *ret_physical, bool *ret_found,
				      bool *ret_any)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	uint64_t index = 0;
	bool found = false;

	*ret_found = *ret_any = false;
	wcore_target_iter_init(&iter, mem->input.target, mem->thread);
	for (;;) {
		struct wcore_error *error = wcore_target_iter_next(&iter, &frame, &found);

		if (error || !found)
			return error;
		if (wanted->has_instance && frame.frame.instance != wanted->instance) {
			index += frame.sites.count;
			continue;
		}
		for (size_t i = 0; i < frame.sites.count; i++, index++) {
			*ret_found = is_wanted(wanted, &frame.sites.items[i], index);
			if (!*ret_found && *ret_any)
				continue;
			*ret_any = true;
			mem->frame = index;
			*ret = frame.sites.items[i];
			*ret_physical = frame.frame.index;
			if (*ret_found)
				return NULL;
		}
	}
}

static bool read_wanted(struct mem *mem, struct wanted_frame *ret)
{
	const char *text = mem->options.frame;

	*ret = (struct wanted_frame){ .name = text };
	/* What --frame says is enough; a dump without instances has no numbers of them that mean anything. */
	if (!text && !mem->input.dump->is_shared_instance)
		ret->has_instance = given_instance(mem, &ret->instance);
	if (!text || *text < '0' || *text > '9')
		return true;
	ret->is_number = true;
	return mem_check(mem, wcore_cli_number("--frame", text, UINT64_MAX, &ret->number));
}

static struct wcore_error *open_frame(struct mem *mem, const struct wanted_frame *wanted, bool *ret_found)
{
	struct wcore_site site;
	uint32_t physical;
	bool found, any;
	struct wcore_error *error = find_frame(mem, wanted, &site, &physical, &found, &any);

	*ret_found = found || (any && !mem->options.frame);
	if (error || !*ret_found)
		return error;
	mem->has_frame = true;
	return wcore_inspect_scope(mem->inspect, physical, &site, &mem->scope);
}

static struct wcore_error *open_inspect(struct mem *mem)
{
	const struct wcore_unwind_options options = { .speculative = mem->options.speculative };
	const struct wcore_thread *thread = mem->thread ? mem->thread : &mem->nobody;
	const struct source_lines_options sources = {
		.lookup = &mem->cli->target.lookup, .dump = mem->input.dump, .kind = WCORE_OPENER_CODE,
	};
	struct wcore_trap trap = { 0 };
	struct wcore_error *error = source_lines_create(&sources, &mem->sources);

	if (!error)
		error = wcore_inspect_open(mem->input.target, thread, &options, &mem->inspect);
	if (!error)
		source_lines_serve(mem->sources, mem->inspect);
	if (error || !mem->thread)
		return error;
	error = wcore_trap_analyze(mem->input.target, mem->thread, &trap);
	return error ? error : wcore_trap_teach(&trap, wcore_inspect_unwind(mem->inspect));
}

/* The statics of the given instance. */
static struct wcore_error *open_instance(struct mem *mem, uint32_t instance)
{
	const struct wcore_target *target = mem->input.target;
	const struct wcore_target_module *module = &target->modules[0];
	uint32_t index;

	for (uint32_t i = 0; wcore_dump_instance_module(mem->input.dump, instance, &index) && i < target->module_count; i++)
		if (target->modules[i].index == index)
			module = &target->modules[i];
	return wcore_inspect_statics(mem->inspect, module, instance, &mem->scope);
}

/* Those of the first module that was found, in its first instance. */
static struct wcore_error *open_statics(struct mem *mem)
{
	const struct wcore_target *target = mem->input.target;
	const struct wcore_target_module *module = &target->modules[0];
	uint32_t instance = 0, index;

	for (uint32_t i = target->module_count; i-- > 0;)
		if (target->modules[i].found.module && !target->modules[i].refused)
			module = &target->modules[i];
	while (instance < mem->input.dump->instance_count &&
	       !(wcore_dump_instance_module(mem->input.dump, instance, &index) && index == module->index))
		instance++;
	if (instance >= mem->input.dump->instance_count)
		instance = 0;
	return wcore_inspect_statics(mem->inspect, module, instance, &mem->scope);
}

static void set_limits(const struct mem *mem, struct wcore_viewer *viewer)
{
	viewer->max_depth = mem->options.depth;
	viewer->max_follow = WCORE_VIEW_MAX_FOLLOW;
	viewer->max_elements = mem->options.elements;
	viewer->max_string = mem->options.strings;
}

bool mem_scope(struct mem *mem, struct wcore_scope **ret)
{
	struct wanted_frame wanted;
	bool found = false;

	*ret = &mem->scope;
	if (mem->has_scope)
		return true;
	if (!is_instance(mem) || !mem_thread(mem, &mem->thread) || !read_wanted(mem, &wanted))
		return false;
	mem->nobody = (struct wcore_thread){ .dialect = wcore_dialect_get(WCORE_DIALECT_SPEC), .is_sure = true };
	if (!mem->inspect && !mem_check(mem, open_inspect(mem)))
		return false;
	if (mem->thread && !mem_check(mem, open_frame(mem, &wanted, &found)))
		return false;
	if (!found && mem->options.frame) {
		mem_missing(mem, "there is no frame %s", mem->options.frame);
		return false;
	}
	if (!found && !mem_check(mem, wanted.has_instance ? open_instance(mem, wanted.instance) : open_statics(mem)))
		return false;
	set_limits(mem, mem->scope.viewer);
	mem->has_scope = true;
	return true;
}

void mem_complain(struct mem *mem, const struct wcore_error *error, const char *text, size_t column)
{
	if (error->code == WCORE_ERROR_USAGE || error->code == WCORE_ERROR_NOT_FOUND)
		wcore_cli_caret(mem->cli, error->message, text, column);
	else
		wcore_cli_complain_of(mem->cli, error);
}

bool mem_evaluate(struct mem *mem, struct wcore_scope *scope, const char *text, struct wcore_object *ret)
{
	size_t column = 0;
	struct wcore_error *error = wcore_expr_evaluate(scope, text, ret, &column);

	if (!error)
		return true;
	mem_complain(mem, error, text, column);
	wcore_error_destroy(error);
	return false;
}

/* Memories. */

static const struct wcore_memory *memory_at(const struct wcore_dump *dump, uint32_t index)
{
	return index < dump->memory_count ? &dump->memories[index] : NULL;
}

static bool given_memory(struct mem *mem, const struct wcore_memory **ret)
{
	const struct wcore_dump *dump = mem->input.dump;
	const struct mem_options *options = &mem->options;

	if (options->has_memory) {
		*ret = options->memory < dump->memory_count ? &dump->memories[options->memory] : NULL;
		if (!*ret)
			mem_missing(mem, "there is no memory %" PRIu64 ": the dump has %" PRIu32, options->memory,
				    dump->memory_count);
		return *ret;
	}
	if (!is_instance(mem))
		return false;
	const struct wcore_instance *instance = &dump->instances[options->instance];

	*ret = instance->memory_count ? memory_at(dump, instance->memories[0]) : NULL;
	if (!*ret)
		mem_missing(mem, "instance %" PRIu64 " has no memory in the dump", options->instance);
	return *ret;
}

/* Of the youngest frame's instance. */
static const struct wcore_memory *frame_memory(struct mem *mem)
{
	const struct wcore_dump *dump = mem->input.dump;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found = false;
	struct wcore_error *error;

	if (!mem->thread || dump->is_shared_instance)
		return NULL;
	wcore_target_iter_init(&iter, mem->input.target, mem->thread);
	iter.without_sites = true;
	error = wcore_target_iter_next(&iter, &frame, &found);
	wcore_error_destroy(error);
	if (error || !found || frame.frame.instance >= dump->instance_count)
		return NULL;
	const struct wcore_instance *instance = &dump->instances[frame.frame.instance];

	return instance->memory_count ? memory_at(dump, instance->memories[0]) : NULL;
}

void mem_missing_bytes(struct mem *mem)
{
	mem_missing(mem, "this producer wrote no memory: its type is there, without its bytes");
}

bool mem_memory(struct mem *mem, const struct wcore_memory **ret)
{
	const struct wcore_dump *dump = mem->input.dump;

	if (mem->options.has_memory || mem->options.has_instance)
		return given_memory(mem, ret);
	if (!mem_thread(mem, &mem->thread))
		return false;
	*ret = frame_memory(mem);
	if (!*ret)
		*ret = memory_at(dump, 0);
	if (!*ret)
		mem_missing(mem, "this producer wrote no memory");
	else if (!dump->segment_count && !wcore_dump_omits_zeros(dump))
		mem_missing_bytes(mem);
	else
		return true;
	return false;
}

bool mem_space(struct mem *mem, struct wcore_space *ret)
{
	const struct wcore_memory *memory;

	if (!mem_memory(mem, &memory))
		return false;
	wcore_space_init(ret, mem->input.dump, memory);
	/* Wasmer's dumps have one segment, which is empty. */
	if (!ret->memory)
		mem_missing_bytes(mem);
	return ret->memory;
}

/* Addresses. */

static bool is_aggregate(const struct wcore_type *type)
{
	switch (wcore_type_strip(type)->kind) {
	case WCORE_TYPE_ARRAY: case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS: case WCORE_TYPE_UNION:
		return true;
	default:
		return false;
	}
}

static bool read_plain_number(const char *text, uint64_t *ret)
{
	struct wcore_error *error = wcore_cli_number("", text, UINT64_MAX, ret);

	wcore_error_destroy(error);
	return !error;
}

bool mem_address(struct mem *mem, const char *text, uint64_t *ret, struct wcore_object *ret_object)
{
	struct wcore_object object = { 0 };
	struct wcore_scope *scope;
	const char *why = NULL;

	if (ret_object)
		*ret_object = object;
	if (read_plain_number(text, ret))
		return true;
	if (!mem_scope(mem, &scope))
		return false;
	wcore_viewer_restart(scope->viewer);
	if (!mem_evaluate(mem, scope, text, &object))
		return false;
	if (ret_object)
		*ret_object = object;
	if (is_aggregate(object.type) && object.kind == WCORE_OBJECT_MEMORY) {
		*ret = object.address;
		return true;
	}
	if (object.kind != WCORE_OBJECT_NONE && wcore_object_number(scope->viewer, &object, ret, &why))
		return true;
	mem_missing(mem, "%s: %s", text, object.kind == WCORE_OBJECT_NONE ? object.why : why ? why : "no address");
	return false;
}

bool mem_outside(struct mem *mem, const struct wcore_memory *memory, uint64_t address, const char *text)
{
	char message[128];

	snprintf(message, sizeof(message), "0x%" PRIx64 " is outside of memory %" PRIu32 ", which ends at 0x%" PRIx64,
		 address, memory->index, memory->size);
	wcore_cli_caret(mem->cli, message, text, 0);
	return false;
}

bool mem_owners(struct mem *mem, const struct wcore_memory *memory, struct wcore_owners **ret)
{
	struct wcore_scope *scope;

	if (!mem->owners) {
		const bool has_scope = mem->input.dump->thread_count && mem_scope(mem, &scope);
		struct wcore_error *error = wcore_owners_open(mem->input.target, memory,
							      has_scope ? mem->inspect : NULL, &mem->owners);

		if (!mem_check(mem, error))
			return false;
		wcore_heap_owner_init(&mem->heap, mem->input.target, memory);
		const struct wcore_owner_heap source = wcore_heap_owner_source(&mem->heap);

		wcore_owners_set_heap(mem->owners, &source);
	}
	*ret = mem->owners;
	return true;
}
