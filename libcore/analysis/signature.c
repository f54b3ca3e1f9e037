#include "signature.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../debug/demangle.h"
#include "noise.h"
#include "plain_name.h"
#include "reason.h"

/* A cycle of more functions than this is listed from where it was entered. */
#define MAX_NAMES 64

struct entry {
	char *name;
	bool is_unnamed;	/* then module and funcidx tell it from others */
	uint32_t module, funcidx;
};

struct signature {
	struct entry entries[MAX_NAMES];
	unsigned count, limit;
	struct entry skipped;	/* the youngest name that was left out; name NULL: none */
	bool is_overflow;	/* the stack ran out: the cycle alone counts */
	bool has_given_up;	/* the program reached unreachable */
	bool is_done;
	char buffer[WCORE_PLAIN_NAME_MAX];
	struct wcore_arena arena;	/* of one frame's demangled names */
};

static bool is_same(const struct entry *a, const struct entry *b)
{
	if (a->is_unnamed || b->is_unnamed)
		return a->is_unnamed && b->is_unnamed && a->module == b->module &&
		       a->funcidx == b->funcidx;
	return strcmp(a->name, b->name) == 0;
}

/* Leaves [from, count) alone, its smallest name first. */
static void keep_cycle(struct signature *signature, unsigned from)
{
	struct entry cycle[MAX_NAMES];
	unsigned count = signature->count - from, first = 0;

	memcpy(cycle, signature->entries + from, count * sizeof(cycle[0]));
	for (unsigned i = 0; i < from; i++)
		free(signature->entries[i].name);
	for (unsigned i = 1; i < count; i++) {
		if (strcmp(cycle[i].name, cycle[first].name) < 0)
			first = i;
	}
	for (unsigned i = 0; i < count; i++)
		signature->entries[i] = cycle[(first + i) % count];
	signature->count = count;
}

/* Takes entry->name over. */
static void add(struct signature *signature, struct entry entry)
{
	for (unsigned i = 0; i < signature->count; i++) {
		if (!is_same(&signature->entries[i], &entry))
			continue;
		free(entry.name);
		if (signature->is_overflow) {
			keep_cycle(signature, i);
			signature->is_done = true;
		}
		return;
	}
	signature->entries[signature->count++] = entry;
	signature->is_done |= signature->count == signature->limit;
}

static void skip(struct signature *signature, struct entry entry)
{
	if (signature->skipped.name || signature->count > 0)
		free(entry.name);
	else
		signature->skipped = entry;
}

/* Takes entry->name over. */
static void classify(struct signature *signature, struct entry entry, bool is_youngest)
{
	bool is_first = signature->count == 0;

	switch (wcore_noise_classify(entry.name)) {
	case WCORE_NOISE_PANIC:
		if (is_first) {
			skip(signature, entry);
			return;
		}
		break;
	case WCORE_NOISE_LIBRARY:
		if (is_first && signature->has_given_up) {
			skip(signature, entry);
			return;
		}
		break;
	case WCORE_NOISE_GLUE:
		if (!is_youngest) {
			skip(signature, entry);
			return;
		}
		break;
	case WCORE_NOISE_ENTRY:
		signature->is_done = true;
		skip(signature, entry);
		return;
	case WCORE_NOISE_NONE:
		break;
	}
	add(signature, entry);
}

static char *unnamed(const struct wcore_target_module *module)
{
	struct wcore_string name = module->name;
	char *result;

	for (size_t i = name.size; i-- > 0;) {
		if (name.data[i] == '/') {
			name.data += i + 1;
			name.size -= i + 1;
			break;
		}
	}
	if (name.size == 0 || name.data[0] == '<')	/* "<anonymous-module-0>" */
		return wcore_strdup("func[?]");
	return wcore_asprintf(&result, "%.*s!func[?]", (int)(name.size < 256 ? name.size : 256),
			name.data) < 0 ? NULL : result;
}

static struct wcore_error *add_site(struct signature *signature,
				    const struct wcore_target_frame *frame,
				    const struct wcore_site *site, bool is_youngest)
{
	struct entry entry = {.module = frame->module->index, .funcidx = frame->funcidx};

	if (site->name_origin == WCORE_NAME_FROM_NOTHING ||
	    site->name_origin == WCORE_NAME_FROM_ELEMENT) {
		entry.is_unnamed = true;
		entry.name = unnamed(frame->module);
		if (!entry.name)
			return wcore_error_nomem();
		add(signature, entry);
		return NULL;
	}
	struct wcore_string name = site->linkage_name.data ? site->linkage_name : site->function;
	name = wcore_demangle(&signature->arena, name);
	if (!name.data)
		return wcore_error_nomem();
	wcore_plain_name(name, signature->buffer);
	entry.name = wcore_strdup(wcore_noise_main(signature->buffer));
	if (!entry.name)
		return wcore_error_nomem();
	classify(signature, entry, is_youngest);
	return NULL;
}

static struct wcore_error *collect(struct signature *signature, struct wcore_target *target,
				   const struct wcore_thread *thread)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	struct wcore_error *error = NULL;
	bool found = true;

	wcore_target_iter_init(&iter, target, thread);
	for (unsigned i = 0; i < WCORE_SIGNATURE_FRAMES && !signature->is_done && !error; i++) {
		error = wcore_target_iter_next(&iter, &frame, &found);
		if (error || !found)
			break;
		wcore_arena_init(&signature->arena);
		for (size_t k = 0; k < frame.sites.count && !signature->is_done && !error; k++)
			error = add_site(signature, &frame, &frame.sites.items[k], i + k == 0);
		wcore_arena_deinit(&signature->arena);
	}
	if (error && error->code != WCORE_ERROR_NOMEM) {
		wcore_error_destroy(error);
		error = NULL;
	}
	return error;
}

static void write_kinds(FILE *out, uint32_t possible)
{
	const char *separator = "";
	for (unsigned kind = 0; kind < WCORE_TRAP_KINDS; kind++) {
		if (possible >> kind & 1) {
			fprintf(out, "%s%s", separator, wcore_trap_kind_name(kind));
			separator = " or ";
		}
	}
	if (!possible)
		fputs("unknown", out);
}

static struct wcore_error *write_all(struct signature *signature, uint32_t possible, char **ret)
{
	size_t size;
	FILE *out = wcore_memstream_open(ret, &size);

	if (!out)
		return wcore_error_nomem();
	write_kinds(out, possible);
	for (unsigned i = 0; i < signature->count && i < WCORE_SIGNATURE_NAMES; i++)
		fprintf(out, " | %s", signature->entries[i].name);
	if (wcore_memstream_close(out))
		return NULL;
	free(*ret);
	*ret = NULL;
	return wcore_error_nomem();
}

struct wcore_error *wcore_signature(struct wcore_target *target, const struct wcore_thread *thread,
				    const struct wcore_trap *trap, char **ret)
{
	struct signature *signature = wcore_calloc(1, sizeof(*signature));

	*ret = NULL;
	if (!signature)
		return wcore_error_nomem();
	signature->is_overflow = trap->possible == WCORE_KIND_BIT(STACK_EXHAUSTED);
	signature->has_given_up = trap->possible == WCORE_KIND_BIT(UNREACHABLE);
	signature->limit = signature->is_overflow ? MAX_NAMES : WCORE_SIGNATURE_NAMES;
	struct wcore_error *error = collect(signature, target, thread);
	if (!error && signature->count == 0 && signature->skipped.name) {
		signature->entries[signature->count++] = signature->skipped;
		signature->skipped.name = NULL;
	}
	if (!error)
		error = write_all(signature, trap->unsolved, ret);
	for (unsigned i = 0; i < signature->count; i++)
		free(signature->entries[i].name);
	free(signature->skipped.name);
	free(signature);
	return error;
}
