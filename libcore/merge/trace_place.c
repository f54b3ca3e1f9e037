#include "trace_place.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../analysis/reason.h"
#include "../dump/trace_notes.h"
#include "../wasm/names.h"
#include "trace_call.h"
#include "trace_name.h"

#define RULE "trace/frame"
#define MEMO_SIZE 1024
#define NO_MODULE UINT32_MAX
/* What runtimes write for an offset that they do not know. */
#define NO_OFFSET UINT32_MAX

/* Where a frame was found to stand: answered once for all frames of a recursion. */
struct memo {
	bool is_used, has_place;
	uint32_t module, funcidx;
	uint64_t offset;
	bool has_offset, is_near, is_youngest;
	struct wcore_trace_callee callee;
	uint64_t address;
	uint32_t flags;
};

/* The names that frames have which have nothing better. */
struct names {
	struct wcore_wanted_name *items;
	size_t count;
};

struct placer {
	const struct wcore_trace *trace;
	const struct wcore_merge_modules *modules;
	struct wcore_findings *findings;
	struct wcore_placed_trace *ret;
	struct names *names;	/* of each module */
	bool has_called;	/* some frame calls a module by its name: others are not assumed to be of it */
	struct memo memos[MEMO_SIZE];
};

static void tell(const struct placer *placer, const struct wcore_trace_frame *frame, const char *text,
		 struct wcore_string subject)
{
	wcore_findings_add_at(placer->findings, RULE, WCORE_SEVERITY_WARNING, frame->line, "%s%s%.*s%s", text,
			      subject.size ? " '" : "", (int)(subject.size < 200 ? subject.size : 200),
			      subject.size ? subject.data : "", subject.size ? "'" : "");
}

static struct wcore_module *module_of(const struct placer *placer, uint32_t number)
{
	return placer->modules->items[number].found.module;
}

static bool has_offset(const struct wcore_trace_frame *frame)
{
	return frame->has_offset && frame->offset && frame->offset < NO_OFFSET;
}

/* The function that holds a file offset of the module: of is_near also one that ends in front of it. */
static bool find_function(struct wcore_module *module, const struct wcore_trace_frame *frame,
			  struct wcore_function *ret)
{
	const uint64_t address = module->offset + frame->offset;
	struct wcore_error *error = wcore_module_function_at(module, address, ret);

	if (error && frame->is_near) {
		wcore_error_destroy(error);
		error = wcore_module_function_at(module, address - 1, ret);
	}
	wcore_error_destroy(error);
	return !error;
}

/* V8 writes the module's own name in front of a function's, and a dot. */
static struct wcore_string local_name(const struct placer *placer, uint32_t number, struct wcore_string name)
{
	const struct wcore_string own = wcore_names_module(module_of(placer, number));

	if (own.size && name.size > own.size + 1 && memcmp(name.data, own.data, own.size) == 0 &&
	    name.data[own.size] == '.')
		name = (struct wcore_string){ name.data + own.size + 1, name.size - own.size - 1 };
	return name;
}

/* NULL when the name was not looked for. */
static const struct wcore_wanted_name *find_name(const struct placer *placer, uint32_t number,
						 struct wcore_string name)
{
	const struct wcore_wanted_name key = { .name = local_name(placer, number, name) };

	return bsearch(&key, placer->names[number].items, placer->names[number].count, sizeof(key),
		       wcore_wanted_name_compare);
}

/* Whether the module has what the frame names; used to tell modules apart. */
static bool is_of(const struct placer *placer, const struct wcore_trace_frame *frame, uint32_t number)
{
	struct wcore_module *module = module_of(placer, number);
	struct wcore_function function;

	if (has_offset(frame) && (!find_function(module, frame, &function) ||
				  (frame->has_funcidx && function.funcidx != frame->funcidx)))
		return false;
	if (!frame->function.size || has_offset(frame) || frame->has_funcidx)
		return true;

	const struct wcore_wanted_name *wanted = find_name(placer, number, frame->function);

	return wanted && wanted->count;
}

/* By what the trace calls the module, else by what fits. */
static uint32_t choose_module(const struct placer *placer, const struct wcore_trace_frame *frame)
{
	const struct wcore_merge_modules *modules = placer->modules;
	uint32_t found = NO_MODULE;

	for (uint32_t i = 0; i < modules->count && frame->module.size; i++)
		if (wcore_merge_module_is_called(&modules->items[i], frame->module))
			return i;
	if (modules->count == 1 && (!placer->has_called || !frame->module.size))
		return 0;
	for (uint32_t i = 0; i < modules->count && !(modules->count == 1 && placer->has_called); i++) {
		if (!is_of(placer, frame, i))
			continue;
		if (found != NO_MODULE) {
			tell(placer, frame, "several modules have such a frame:", frame->module);
			return NO_MODULE;
		}
		found = i;
	}
	if (found == NO_MODULE)
		tell(placer, frame, "no module that was given has such a frame:",
		     frame->function.size ? frame->function : frame->module);
	return found;
}

/* The one function of the frame's name. */
static bool choose_name(const struct placer *placer, const struct wcore_trace_frame *frame, uint32_t number,
			uint32_t *ret)
{
	const struct wcore_string name = frame->function;
	const struct wcore_wanted_name *wanted = find_name(placer, number, name);

	if (wanted && wanted->count > 1)
		wcore_findings_add_at(placer->findings, RULE, WCORE_SEVERITY_WARNING, frame->line,
				      "'%.*s' is ambiguous: %u functions have that name, %u and %u among them",
				      (int)(name.size < 200 ? name.size : 200), name.data, wanted->count,
				      wanted->funcidx, wanted->other);
	else if (!wanted || !wanted->count)
		tell(placer, frame, "no function has the name", name);
	else
		*ret = wanted->funcidx;
	return wanted && wanted->count == 1;
}

/* The function by its offset, its index, or its name. */
static bool choose_function(const struct placer *placer, const struct wcore_trace_frame *frame, uint32_t number,
			    struct wcore_function *ret)
{
	struct wcore_module *module = module_of(placer, number);
	uint32_t funcidx = frame->funcidx;
	struct wcore_error *error;

	if (has_offset(frame)) {
		if (find_function(module, frame, ret) && (!frame->has_funcidx || ret->funcidx == frame->funcidx))
			return true;
		wcore_findings_add_at(placer->findings, RULE, WCORE_SEVERITY_WARNING, frame->line,
				      frame->has_funcidx ? "offset 0x%llx of %s is not in function %u"
							 : "offset 0x%llx of %s is in no function",
				      (unsigned long long)frame->offset, placer->modules->items[number].found.path,
				      frame->funcidx);
		return false;
	}
	if (!frame->has_funcidx && !choose_name(placer, frame, number, &funcidx))
		return false;
	error = wcore_module_function(module, funcidx, ret);
	if (error || ret->is_imported)
		tell(placer, frame, error ? "the module has no such function" : "the function is imported",
		     (struct wcore_string){ NULL, 0 });
	wcore_error_destroy(error);
	return !error && !ret->is_imported;
}

/* The place of the youngest frame: an instruction, or the function's entry. */
static bool place_youngest(struct wcore_module *module, const struct wcore_function *function,
			   const struct memo *memo, uint64_t *ret)
{
	const uint64_t address = module->offset + memo->offset;
	struct wcore_insn at, before;
	bool is_at = address >= function->code && wcore_trace_insn_around(module, function, address, &at) &&
		     at.offset == address;

	*ret = address;
	if (!memo->is_near && address != function->end - 1)
		return is_at || (address >= function->body && address < function->code);
	if (!memo->is_near)
		return false;
	/* Behind the instruction that trapped, or at it: whichever can trap, if it is one of them alone. */
	bool is_before = wcore_trace_insn_around(module, function, address - 1, &before) &&
			 wcore_reason_kinds(before.op);

	is_at = is_at && wcore_reason_kinds(at.op);
	*ret = is_before ? before.offset : address;
	return is_at != is_before || (is_at && before.offset == at.offset);
}

/* The place of a caller: the call of the younger frame at the offset, or in front of it. */
static bool place_caller(struct wcore_module *module, const struct wcore_function *function,
			 const struct memo *memo, uint64_t *ret, uint32_t *ret_flags)
{
	const uint64_t address = module->offset + memo->offset;
	struct wcore_insn insn;
	bool is_call = false;

	for (unsigned back = 0; back < 2; back++) {
		if (!wcore_trace_insn_around(module, function, address - back, &insn) ||
		    (!back && insn.offset != address) || (back && !memo->is_near))
			continue;
		if (wcore_trace_can_call(module, &insn, &memo->callee)) {
			*ret = insn.offset;
			return true;
		}
		if (insn.op->flags & WCORE_INSN_CALL && !is_call) {
			*ret = insn.offset;
			is_call = true;
		}
	}
	/* A call of another function, of which the engine shows no frame. */
	*ret_flags |= is_call ? WCORE_FRAME_GAP : 0;
	return is_call;
}

static struct memo *find_memo(struct placer *placer, const struct memo *key)
{
	const uint64_t hash = ((key->offset ^ (uint64_t)key->funcidx << 20 ^ key->callee.funcidx) + key->is_youngest) *
			      UINT64_C(0x9e3779b97f4a7c15);
	struct memo *memo = &placer->memos[(hash >> 40) % MEMO_SIZE];

	if (memo->is_used && memo->module == key->module && memo->funcidx == key->funcidx &&
	    memo->offset == key->offset && memo->has_offset == key->has_offset && memo->is_near == key->is_near &&
	    memo->is_youngest == key->is_youngest && memo->callee.is_known == key->callee.is_known &&
	    memo->callee.is_function == key->callee.is_function && memo->callee.funcidx == key->callee.funcidx)
		return memo;
	*memo = *key;
	return memo;
}

/* Whether the frame can stand so; false when the module has no such place. */
static bool find_place(struct placer *placer, const struct wcore_trace_frame *frame,
		       const struct wcore_function *function, const struct memo *key, struct wcore_placed_frame *ret)
{
	struct wcore_module *module = module_of(placer, key->module);
	struct memo *memo = find_memo(placer, key);

	if (!memo->is_used) {
		memo->is_used = true;
		if (!memo->has_offset)
			memo->has_place = !memo->is_youngest &&
					  wcore_trace_only_call(module, function, &memo->callee, &memo->address);
		else if (memo->is_youngest)
			memo->has_place = place_youngest(module, function, memo, &memo->address);
		else
			memo->has_place = place_caller(module, function, memo, &memo->address, &memo->flags);
	}
	/* Wasmer's Singlepass backend tells the function's end of traps that it raises in shared code. */
	const bool is_end = placer->modules->items[key->module].found.module->offset + key->offset == function->end - 1;

	if (!memo->has_place && memo->has_offset && !memo->is_near && !(memo->is_youngest && is_end)) {
		wcore_findings_add_at(placer->findings, RULE, WCORE_SEVERITY_WARNING, frame->line,
				      memo->is_youngest ? "0x%llx of %s is inside an instruction of function %u"
							: "0x%llx of %s is no call of function %u",
				      (unsigned long long)frame->offset,
				      placer->modules->items[key->module].found.path, function->funcidx);
		return false;
	}
	ret->flags |= memo->flags | (memo->has_place ? 0 : WCORE_FRAME_NO_PLACE);
	ret->codeoffset = memo->has_place ? memo->address - function->body : 0;
	return true;
}

/* One frame behind those that were placed; gap: frames of the trace were left out in front of it. */
static bool place_frame(struct placer *placer, const struct wcore_trace_frame *frame, bool is_first, bool has_gap,
			struct wcore_placed_frame *ret)
{
	const struct wcore_placed_frame *younger = is_first ? NULL : &placer->ret->frames[placer->ret->count - 1];
	struct wcore_function function;
	struct memo key = { .has_offset = has_offset(frame), .offset = has_offset(frame) ? frame->offset : 0,
			    .is_near = frame->is_near, .is_youngest = is_first && !has_gap };

	key.module = choose_module(placer, frame);
	if (key.module == NO_MODULE || !choose_function(placer, frame, key.module, &function))
		return false;
	key.funcidx = function.funcidx;
	key.callee.is_known = !has_gap && !is_first;
	/* What stands behind frames of the host was called by them. */
	key.callee.is_function = key.callee.is_known && younger->module == key.module && !frame->is_behind_others;
	key.callee.funcidx = key.callee.is_function ? younger->funcidx : 0;
	*ret = (struct wcore_placed_frame){
		.trace = frame->trace, .module = key.module, .funcidx = function.funcidx,
		.flags = has_gap ? WCORE_FRAME_GAP : 0,
	};
	return find_place(placer, frame, &function, &key, ret);
}

/* The names of all frames that have nothing better, each once. */
static struct wcore_error *gather_names(const struct placer *placer, uint32_t number, struct names *ret)
{
	const struct wcore_trace *trace = placer->trace;
	size_t count = 0;

	ret->items = wcore_calloc(trace->count + 1, sizeof(*ret->items));
	if (!ret->items)
		return wcore_error_nomem();
	for (size_t i = 0; i < trace->count; i++) {
		const struct wcore_trace_frame *frame = &trace->frames[i];

		if (frame->function.size && !has_offset(frame) && !frame->has_funcidx)
			ret->items[count++].name = local_name(placer, number, frame->function);
	}
	qsort(ret->items, count, sizeof(*ret->items), wcore_wanted_name_compare);
	for (size_t i = 0; i < count; i++)
		if (!ret->count || wcore_wanted_name_compare(&ret->items[ret->count - 1], &ret->items[i]) != 0)
			ret->items[ret->count++] = ret->items[i];
	return NULL;
}

static struct wcore_error *find_names(struct placer *placer)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < placer->modules->count && !error; i++) {
		error = gather_names(placer, i, &placer->names[i]);
		if (!error)
			error = wcore_trace_names_find(module_of(placer, i), placer->names[i].items,
						       placer->names[i].count);
	}
	return error;
}

static bool has_called(const struct placer *placer)
{
	for (size_t i = 0; i < placer->trace->count && placer->modules->count == 1; i++)
		if (placer->trace->frames[i].module.size &&
		    wcore_merge_module_is_called(&placer->modules->items[0], placer->trace->frames[i].module))
			return true;
	return false;
}

static void place_all(struct placer *placer)
{
	const struct wcore_trace *trace = placer->trace;
	uint32_t traces = 0;

	placer->has_called = has_called(placer);
	for (size_t i = 0; i < trace->count;) {
		const uint32_t number = trace->frames[i].trace;
		bool is_first = true, has_gap = false;

		for (; i < trace->count && trace->frames[i].trace == number; i++) {
			struct wcore_placed_frame frame;

			if (!place_frame(placer, &trace->frames[i], is_first, has_gap, &frame)) {
				placer->ret->left_out++;
				has_gap = true;
				continue;
			}
			frame.trace = traces;
			placer->ret->frames[placer->ret->count++] = frame;
			is_first = has_gap = false;
		}
		traces += !is_first;
	}
}

struct wcore_error *wcore_trace_place(const struct wcore_trace *trace, const struct wcore_merge_modules *modules,
				      struct wcore_findings *findings, struct wcore_placed_trace *ret)
{
	struct placer *placer = wcore_calloc(1, sizeof(*placer));
	struct wcore_error *error = NULL;

	*ret = (struct wcore_placed_trace){ .frames = wcore_calloc(trace->count + 1, sizeof(*ret->frames)) };
	if (placer)
		*placer = (struct placer){
			.trace = trace, .modules = modules, .findings = findings, .ret = ret,
			.names = wcore_calloc(modules->count + 1, sizeof(*placer->names)),
		};
	if (!placer || !placer->names || !ret->frames)
		error = wcore_error_nomem();
	if (!error)
		error = find_names(placer);
	if (!error)
		place_all(placer);
	for (uint32_t i = 0; placer && placer->names && i < modules->count; i++)
		free(placer->names[i].items);
	if (placer)
		free(placer->names);
	free(placer);
	if (error)
		wcore_placed_trace_deinit(ret);
	return error;
}

void wcore_placed_trace_deinit(struct wcore_placed_trace *placed)
{
	free(placed->frames);
	*placed = (struct wcore_placed_trace){ 0 };
}
