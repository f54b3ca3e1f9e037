/* Which modules, memories, globals and instances of the inputs are one, and which are apart. */
#include <stdlib.h>
#include <string.h>

#include "../dump/memory.h"
#include "join_state.h"

/* Memories of a dump that are compared with another one's; real dumps have a few. */
#define COMPARED_MAX 64

static bool is_made_up(struct wcore_string name)
{
	return !name.size || (name.data[0] == '<' && name.data[name.size - 1] == '>');
}

uint32_t wcore_join_module_count(const struct wcore_dump *dump)
{
	return dump->module_count || dump->instance_count ? dump->module_count : 1;
}

uint32_t wcore_join_instance_count(const struct wcore_dump *dump)
{
	return dump->is_shared_instance ? 1 : dump->instance_count;
}

static struct wcore_string module_name(const struct wcore_dump *dump, uint32_t i)
{
	if (i < dump->module_count && dump->modules[i].name.data)
		return dump->modules[i].name;
	return dump->executable.data ? dump->executable : WCORE_STRING("<unknown>");
}

/* How many memories and globals the instances of a module have, as far as the dump says. */
static bool shape_of(const struct wcore_dump *dump, uint32_t module, uint32_t *ret_memories, uint32_t *ret_globals)
{
	for (uint32_t i = 0; i < dump->instance_count; i++) {
		if (dump->instances[i].module != module)
			continue;
		*ret_memories = dump->instances[i].memory_count;
		*ret_globals = dump->instances[i].global_count;
		return true;
	}
	return false;
}

static bool has_same_shape(const struct wcore_dump *a, uint32_t i, const struct wcore_dump *b, uint32_t j)
{
	uint32_t memories[2], globals[2];

	return !shape_of(a, i, &memories[0], &globals[0]) || !shape_of(b, j, &memories[1], &globals[1]) ||
	       (memories[0] == memories[1] && globals[0] == globals[1]);
}

static const struct wcore_module *file_of(const struct wcore_join_part *part, uint32_t module)
{
	return part->input.target && module < part->input.target->module_count
		       ? part->input.target->modules[module].found.module : NULL;
}

static bool shares_memory(const struct wcore_join_part *part, const struct wcore_join_part *other)
{
	for (uint32_t i = 0; i < part->input.dump->memory_count; i++)
		for (uint32_t j = 0; j < other->input.dump->memory_count; j++)
			if (part->is_shared[i] && part->memories[i] == other->memories[j])
				return true;
	return false;
}

/* By the files that were found; else by the name, or if that is made up, by a memory that both dumps have. */
static bool is_same_module(const struct wcore_join_part *part, uint32_t module, const struct wcore_join_part *other,
			   uint32_t i)
{
	const struct wcore_module *a = file_of(part, module), *b = file_of(other, i);
	const struct wcore_string name = module_name(part->input.dump, module);

	if (!wcore_string_equal(name, module_name(other->input.dump, i)))
		return false;
	if (a && b)
		return a->size == b->size &&
		       memcmp(a->file->data + a->offset, b->file->data + b->offset, a->size) == 0;
	return !is_made_up(name) ||
	       (i == module && wcore_join_module_count(part->input.dump) == wcore_join_module_count(other->input.dump) &&
		shares_memory(part, other));
}

/* The module of an earlier input that this one is; false for none. */
static bool find_module(struct wcore_join *join, size_t part, uint32_t module, uint32_t *ret)
{
	const struct wcore_dump *dump = join->parts[part].input.dump;
	const struct wcore_string name = module_name(dump, module);

	for (size_t p = 0; p < part; p++) {
		const struct wcore_dump *other = join->parts[p].input.dump;

		for (uint32_t i = 0; i < wcore_join_module_count(other); i++) {
			if (!is_same_module(&join->parts[part], module, &join->parts[p], i))
				continue;
			if (has_same_shape(other, i, dump, module)) {
				*ret = join->parts[p].modules[i];
				return true;
			}
			wcore_join_tell(join, WCORE_JOIN_CONFLICT,
					"%s: the instances of module '%.*s' have other memories or globals than "
					"in %s: it is kept apart",
					join->parts[part].input.path, (int)(name.size < 200 ? name.size : 200),
					name.data, join->parts[p].input.path);
		}
	}
	return false;
}

static void plan_modules(struct wcore_join *join, size_t part)
{
	const struct wcore_dump *dump = join->parts[part].input.dump;
	const uint32_t count = wcore_join_module_count(dump);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t *to = &join->parts[part].modules[i];

		if (find_module(join, part, i, to))
			continue;
		*to = join->module_count;
		join->modules[join->module_count++].name = module_name(dump, i);
	}
}

static void plan_memories(struct wcore_join *join, size_t part)
{
	const struct wcore_dump *dump = join->parts[part].input.dump;

	for (uint32_t i = 0; i < dump->memory_count; i++) {
		bool is_found = false;

		for (uint32_t m = 0; part && i < COMPARED_MAX && m < join->memory_count && !is_found; m++) {
			const struct wcore_join_memory *other = &join->memories[m];

			is_found = other->part != part && other->memory < COMPARED_MAX &&
				   wcore_join_is_same_memory(join->parts[other->part].input.dump, other->memory,
							     dump, i);
			join->parts[part].memories[i] = m;
		}
		join->parts[part].is_shared[i] = is_found;
		if (is_found)
			continue;
		if (part && dump->memories[i].limits.is_shared)
			wcore_join_tell(join, WCORE_JOIN_CONFLICT, "%s: shared memory %u has other bytes than those of %s: it is kept apart",
					join->parts[part].input.path, i, join->parts[0].input.path);
		join->parts[part].memories[i] = join->memory_count;
		join->memories[join->memory_count++] = (struct wcore_join_memory){ (uint32_t)part, i };
	}
}

static bool is_same_global(const struct wcore_global *a, const struct wcore_global *b)
{
	return a->type.code == b->type.code && a->is_mutable == b->is_mutable && a->init.kind == WCORE_CONST_VALUE &&
	       b->init.kind == WCORE_CONST_VALUE && a->init.bits == b->init.bits &&
	       memcmp(a->init.v128, b->init.v128, sizeof(a->init.v128)) == 0;
}

/* Whether an instance of the output, which is of an earlier part, is this one: same module, memories and values. */
static bool is_same_instance(const struct wcore_join *join, const struct wcore_instance *its, size_t its_part,
			     const struct wcore_instance *mine, size_t part)
{
	const struct wcore_dump *dumps[2] = { join->parts[its_part].input.dump, join->parts[part].input.dump };
	const struct wcore_join_part *p = &join->parts[part];

	if (its->module != p->modules[mine->module] || its->memory_count != mine->memory_count ||
	    its->global_count != mine->global_count)
		return false;
	for (uint32_t i = 0; i < mine->memory_count; i++)
		if (its->memories[i] == WCORE_ABSENT || mine->memories[i] == WCORE_ABSENT ||
		    its->memories[i] != p->memories[mine->memories[i]])
			return false;
	for (uint32_t i = 0; i < mine->global_count; i++) {
		const uint32_t a = its->globals[i], b = mine->globals[i];

		if (a == WCORE_ABSENT || b == WCORE_ABSENT || b >= dumps[1]->index->global_count ||
		    !is_same_global(&dumps[0]->index->globals[a - join->parts[its_part].global_base],
				    &dumps[1]->index->globals[b]))
			return false;
	}
	return mine->memory_count > 0;
}

/* The instance that is there already; false for none.  parts[i] is whose instance i of the output is. */
static bool find_instance(const struct wcore_join *join, const struct wcore_instance *mine, size_t part,
			  const size_t *owners, uint32_t *ret)
{
	for (uint32_t i = 0; i < join->instance_count; i++) {
		if (owners[i] == part || !is_same_instance(join, &join->instances[i], owners[i], mine, part))
			continue;
		*ret = i;
		return true;
	}
	return false;
}

static const uint32_t *renumber(struct wcore_join *join, const uint32_t *items, uint32_t count, const uint32_t *map,
				uint32_t base)
{
	uint32_t *ret = wcore_arena_array(&join->arena, (size_t)count + 1, sizeof(*ret));

	for (uint32_t i = 0; ret && i < count; i++)
		ret[i] = items[i] == WCORE_ABSENT ? WCORE_ABSENT : map ? map[items[i]] : base + items[i];
	return ret;
}

/* Memories of 0 pages stand for those that a producer does not record, as Wasmer's. */
static bool has_pages(const struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->memory_count; i++)
		if (dump->memories[i].size)
			return true;
	return false;
}

/* What a dump without instances is: one that has everything. */
static struct wcore_error *implied_instance(struct wcore_join *join, const struct wcore_dump *dump,
					    struct wcore_instance *ret)
{
	const uint32_t memories = has_pages(dump) ? dump->memory_count : 0, globals = dump->index->global_count;
	uint32_t *items = wcore_arena_array(&join->arena, (size_t)memories + globals + 1, sizeof(*items));

	if (!items)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < memories + globals; i++)
		items[i] = i < memories ? i : i - memories;
	*ret = (struct wcore_instance){
		.memories = items, .memory_count = memories, .globals = items + memories, .global_count = globals,
	};
	return NULL;
}

static struct wcore_error *plan_instances(struct wcore_join *join, size_t part, size_t *owners)
{
	struct wcore_join_part *p = &join->parts[part];
	const struct wcore_dump *dump = p->input.dump;
	const uint32_t count = wcore_join_instance_count(dump), first = join->instance_count;
	struct wcore_instance implied;
	struct wcore_error *error = dump->is_shared_instance ? implied_instance(join, dump, &implied) : NULL;

	p->global_base = join->global_count;
	for (uint32_t i = 0; i < count && !error; i++) {
		const struct wcore_instance *mine = dump->is_shared_instance ? &implied : &dump->instances[i];
		struct wcore_instance *ret = &join->instances[join->instance_count];
		const bool has_module = mine->module != WCORE_ABSENT;

		if (has_module && find_instance(join, mine, part, owners, &p->instances[i]))
			continue;
		*ret = *mine;
		ret->module = has_module ? p->modules[mine->module] : WCORE_ABSENT;
		ret->memories = renumber(join, mine->memories, mine->memory_count, p->memories, 0);
		ret->globals = renumber(join, mine->globals, mine->global_count, NULL, p->global_base);
		if (!ret->memories || !ret->globals)
			error = wcore_error_nomem();
		owners[join->instance_count] = part;
		p->instances[i] = join->instance_count++;
	}
	p->has_globals = !part || join->instance_count > first;
	if (p->has_globals)
		join->global_count += dump->index->global_count;
	return error;
}

static struct wcore_error *refuse(const struct wcore_join_part *part, const char *text)
{
	return wcore_error_create(WCORE_ERROR_FORMAT, part->input.path, "%s", text);
}

/* What cannot be renumbered. */
static struct wcore_error *check(const struct wcore_join *join, size_t part)
{
	const struct wcore_join_part *p = &join->parts[part];
	const struct wcore_dump *dump = p->input.dump;
	const struct wcore_index *index = dump->index;

	if (dump->broken) {
		char *text = wcore_error_format(dump->broken);
		struct wcore_error *error = wcore_error_create(
			WCORE_ERROR_FORMAT, NULL, "%s: the dump is broken: wcore-validate --fix cuts off what is",
			text ? text : p->input.path);

		free(text);
		return error;
	}
	for (uint32_t i = 0; i < index->global_count && part; i++)
		if (index->globals[i].init.kind == WCORE_CONST_GLOBAL ||
		    index->globals[i].init.kind == WCORE_CONST_OTHER)
			return refuse(p, "a global whose value is no constant cannot be renumbered");
	uint64_t start, size;
	struct wcore_error *unreadable = wcore_join_globals(dump, &start, &size);

	if (unreadable)
		return unreadable;
	for (uint32_t i = 0; i < dump->thread_count; i++)
		if (dump->threads[i].is_broken)
			return refuse(p, "a thread's stack cannot be read: wcore-validate --fix cuts it off");
	return NULL;
}

static struct wcore_error *make_room(struct wcore_join *join, size_t **ret_owners)
{
	size_t modules = 0, instances = 0, memories = 0;

	for (size_t i = 0; i < join->count; i++) {
		struct wcore_join_part *part = &join->parts[i];
		const struct wcore_dump *dump = part->input.dump;

		part->modules = wcore_arena_array(&join->arena, wcore_join_module_count(dump) + 1, sizeof(uint32_t));
		part->instances = wcore_arena_array(&join->arena, wcore_join_instance_count(dump) + 1, sizeof(uint32_t));
		part->memories = wcore_arena_array(&join->arena, dump->memory_count + 1, sizeof(uint32_t));
		part->is_shared = wcore_arena_array(&join->arena, dump->memory_count + 1, sizeof(bool));
		if (!part->modules || !part->instances || !part->memories || !part->is_shared)
			return wcore_error_nomem();
		modules += wcore_join_module_count(dump);
		instances += wcore_join_instance_count(dump);
		memories += dump->memory_count;
		join->has_instances |= !dump->is_shared_instance;
	}
	join->modules = wcore_arena_array(&join->arena, modules + 1, sizeof(*join->modules));
	join->instances = wcore_arena_array(&join->arena, instances + 1, sizeof(*join->instances));
	join->memories = wcore_arena_array(&join->arena, memories + 1, sizeof(*join->memories));
	*ret_owners = wcore_arena_array(&join->arena, instances + 1, sizeof(**ret_owners));
	return join->modules && join->instances && join->memories && *ret_owners ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_join_plan(struct wcore_join *join)
{
	size_t *owners = NULL;
	struct wcore_error *error = make_room(join, &owners);

	join->has_instances |= join->count > 1;
	for (size_t i = 0; i < join->count && !error; i++) {
		const struct wcore_dump *dump = join->parts[i].input.dump;

		error = check(join, i);
		if (error)
			break;
		if (i && dump->executable.size &&
		    !wcore_string_equal(dump->executable, join->parts[0].input.dump->executable))
			wcore_join_tell(join, WCORE_JOIN_CONFLICT, "%s: its executable is another one than that of %s",
					join->parts[i].input.path, join->parts[0].input.path);
		plan_memories(join, i);
		plan_modules(join, i);
		error = plan_instances(join, i, owners);
	}
	return error;
}
