/* The walk over the threads and frames of a dump: declared in bt.h. */
#include "bt.h"

#include <stdlib.h>
#include <string.h>

#include "../libcore/analysis/signature.h"
#include "../libcore/analysis/truncated.h"
#include "../libcore/base/alloc.h"
#include "bt_fold.h"

/* Modules with longer names are called by their index. */
#define MAX_NAMED 80

struct walk {
	struct wcore_cli *cli;
	const struct bt_options *options;
	const struct bt_sink *sink;
	struct bt_dump dump;
	uint64_t recorded;	/* frames of the threads that were asked for */
	const struct wcore_target_module *missing;	/* the last one that was reported */
	const struct wcore_thread *trapped;	/* which the dump's trap is of */
	struct bt_values *values;	/* of values_thread; NULL: not asked for, or not to be had */
	const struct wcore_thread *values_thread;
};

static void keep_error(struct walk *walk, struct wcore_error *error)
{
	if (!error)
		return;
	if (!walk->dump.error)
		walk->dump.error = wcore_error_format(error);
	wcore_cli_status(walk->cli, WCORE_STATUS_TROUBLE);
	wcore_error_destroy(error);
}

bool bt_has_values(const struct bt_options *options)
{
	return !options->no_values || options->full || options->raw;
}

/* The values of a thread, for the first time. */
static void open_values(struct walk *walk, const struct wcore_thread *thread)
{
	struct bt_values_options options = walk->options->values;

	if (walk->values_thread == thread)
		return;
	options.sources = walk->dump.sources;
	bt_values_close(walk->values);
	walk->values = NULL;
	walk->values_thread = thread;
	keep_error(walk, bt_values_open(walk->dump.input.target, thread, &options, &walk->values));
	if (walk->values && walk->trapped == thread)
		keep_error(walk, bt_values_learn(walk->values, &walk->dump.trap));
}

/* Of a stack of 100,000 frames, values are for the two ends. */
#define OLD_FRAMES 32

static void fill_values(struct walk *walk, const struct wcore_thread *thread, struct bt_frame *line)
{
	const struct bt_options *options = walk->options;
	const uint32_t physical = line->physical->frame.index;

	if (!walk->values ||
	    (physical >= BT_VALUES_FRAMES && thread->frame_count - physical > OLD_FRAMES))
		return;
	line->has_values = !options->no_values || options->full;
	if (line->has_values)
		keep_error(walk, bt_values_frame(walk->values, physical, line->site, line->is_last,
						 options->full, &line->values));
	if (options->raw && line->is_last)
		keep_error(walk, bt_values_raw(walk->values, physical, &line->raw));
}

/* How much of the place is certain. */
static enum bt_place place_of(const struct wcore_target_frame *frame,
			      const struct wcore_site *site)
{
	const bool is_certain = frame->is_exact || frame->is_inferred;

	if (frame->is_usable && frame->has_function && !is_certain)
		return BT_PLACE_FUNCTION;
	if (frame->is_usable && site && site->file.data && site->line > 0)
		return BT_PLACE_LINE;
	if (frame->is_usable && frame->has_address)
		return BT_PLACE_ADDRESS;
	switch (frame->frame.position_kind) {
	case WCORE_POSITION_BODY:
		return BT_PLACE_BODY;
	case WCORE_POSITION_CODE:
		return BT_PLACE_CODE;
	case WCORE_POSITION_FILE:
		return BT_PLACE_ADDRESS;
	case WCORE_POSITION_NONE:
		break;
	}
	return BT_PLACE_FUNCTION;
}

static void fill_offsets(const struct wcore_target_frame *frame, struct bt_frame *ret)
{
	const bool is_certain = frame->is_usable && frame->has_address &&
				(frame->is_exact || frame->is_inferred);
	uint64_t base;

	if (is_certain) {
		struct wcore_error *error = wcore_module_code_base(frame->module->found.module, &base);

		ret->has_address = ret->has_body_offset = true;
		ret->address = frame->address;
		ret->body_offset = frame->codeoffset;
		ret->has_code_address = !error;
		ret->code_address = error ? 0 : frame->address - base;
		wcore_error_destroy(error);
	} else if (frame->frame.position_kind == WCORE_POSITION_FILE) {
		ret->has_address = true;
		ret->address = frame->frame.position;
	} else if (frame->frame.position_kind == WCORE_POSITION_BODY) {
		ret->has_body_offset = true;
		ret->body_offset = frame->frame.position;
	} else if (frame->frame.position_kind == WCORE_POSITION_CODE) {
		ret->body_offset = frame->frame.position;
	}
}

/* Frames of a module that was not found: say how to name its file, once a module. */
static void report_missing(struct walk *walk, const struct wcore_target_module *module)
{
	struct wcore_target *target = walk->dump.input.target;
	const bool is_only = target->module_count == 1;
	const bool has_name = module->name.size > 0 && module->name.size <= MAX_NAMED &&
			      !memchr(module->name.data, '=', module->name.size) &&
			      !wcore_string_starts(module->name, "<anonymous");

	if (module->found.module || module == walk->missing)
		return;
	walk->missing = module;
	if (is_only)
		wcore_findings_add(&target->findings, "bt/no-module", WCORE_SEVERITY_WARNING,
				   "the module was not found: name it with -m FILE");
	else if (has_name)
		wcore_findings_add(&target->findings, "bt/no-module", WCORE_SEVERITY_WARNING,
				   "module '%.*s' was not found: name it with -m %.*s=FILE",
				   (int)module->name.size, module->name.data,
				   (int)module->name.size, module->name.data);
	else
		wcore_findings_add(&target->findings, "bt/no-module", WCORE_SEVERITY_WARNING,
				   "module %u was not found: name it with -m %u=FILE",
				   module->index, module->index);
}

/* Sends the lines of one physical frame from index on; false when the limit is reached. */
static bool send_frame(struct walk *walk, const struct bt_thread *thread,
		       const struct wcore_target_frame *frame, uint64_t index,
		       const struct bt_fold_info *fold, uint64_t *left)
{
	const size_t count = frame->sites.count;

	report_missing(walk, frame->module);
	for (size_t i = walk->options->no_inlines && count > 0 ? count - 1 : 0;
	     i < (count ? count : 1); i++, index++) {
		const struct wcore_site *site = count ? &frame->sites.items[i] : NULL;
		struct bt_frame line = {
			.index = index, .fold = *fold, .physical = frame, .site = site,
			.module = wcore_cli_module_label(frame->module), .place = place_of(frame, site),
			.is_last = i + 1 >= count,
		};

		if (*left == 0)
			return false;
		--*left;
		line.fold.last = index + (fold->times - 1) * fold->step;
		if (!line.is_last)
			line.inlined_into = site[1].function;
		fill_offsets(frame, &line);
		fill_values(walk, thread->thread, &line);
		walk->sink->frame(walk->sink->context, &walk->dump, thread, &line);
	}
	return true;
}

static uint32_t lines_of(const struct walk *walk, const struct bt_fold_key *key)
{
	return walk->options->no_inlines ? 1 : key->lines;
}

/* Sends one run from *index on; false when the limit is reached. */
static bool send_run(struct walk *walk, const struct bt_thread *thread, struct bt_run *run,
		     uint64_t *index, uint64_t *left)
{
	struct bt_fold_info fold = { .times = run->times };

	for (unsigned i = 0; i < run->period; i++)
		fold.step += lines_of(walk, &run->frames[i].key);
	for (unsigned i = 0; i < run->period; i++) {
		struct wcore_target_frame frame;
		bool found = false;
		struct wcore_error *error = wcore_target_iter_next(&run->frames[i].at, &frame,
								   &found);

		keep_error(walk, error);
		if (error || !found || !send_frame(walk, thread, &frame, *index, &fold, left))
			return false;
		*index += lines_of(walk, &run->frames[i].key);
	}
	*index += (run->times - 1) * fold.step;
	return true;
}

static void send_frames(struct walk *walk, struct bt_thread *thread)
{
	struct wcore_target *target = walk->dump.input.target;
	uint64_t index = 0, left = walk->options->limit, physical = 0;
	struct bt_fold *fold = wcore_calloc(1, sizeof(*fold));
	struct bt_run run;

	if (!fold) {
		keep_error(walk, wcore_error_nomem());
		return;
	}
	bt_fold_init(fold, target, thread->thread);
	fold->no_fold = walk->options->no_fold || walk->options->json;
	while (bt_fold_next(fold, &run)) {
		if (!send_run(walk, thread, &run, &index, &left)) {
			thread->hidden = thread->thread->frame_count - physical;
			break;
		}
		physical += run.period * run.times;
	}
	keep_error(walk, fold->error);
	fold->error = NULL;
	bt_fold_deinit(fold);
	free(fold);
}

static void report_doubt(struct walk *walk, const struct wcore_thread *thread)
{
	const char *doubt = walk->values ? bt_values_doubt(walk->values) : NULL;

	if (doubt)
		wcore_findings_add(&walk->dump.input.target->findings, "bt/stack-pointer",
				   WCORE_SEVERITY_WARNING, "thread %u: %s", thread->index, doubt);
}

static void send_thread(struct walk *walk, const struct wcore_thread *thread)
{
	const struct bt_sink *sink = walk->sink;
	struct bt_thread shown = {
		.thread = thread,
		.is_truncated = wcore_thread_is_truncated(walk->dump.input.target, thread),
	};

	if (bt_has_values(walk->options))
		open_values(walk, thread);
	sink->thread_begin(sink->context, &shown);
	send_frames(walk, &shown);
	report_doubt(walk, thread);
	sink->thread_end(sink->context, &shown);
}

/* All, those of the name that --thread gives, or the one of that index. */
static bool is_wanted(const struct walk *walk, const struct wcore_thread *thread, bool by_name)
{
	const char *wanted = walk->options->thread;
	char *end;

	if (!wanted)
		return true;
	if (by_name)
		return wcore_string_is(thread->name, wanted);
	return *wanted >= '0' && *wanted <= '9' && strtoull(wanted, &end, 10) == thread->index &&
	       *end == '\0';
}

static bool is_name_known(const struct walk *walk, const struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->thread_count; i++)
		if (is_wanted(walk, &dump->threads[i], true))
			return true;
	return false;
}

/* The first thread that says why it stopped; the others were only stopped with it. */
static const struct wcore_thread *find_trap(struct walk *walk, bool by_name)
{
	struct bt_dump *dump = &walk->dump;
	const struct wcore_thread *first = NULL;

	for (uint32_t i = 0; i < dump->input.dump->thread_count; i++) {
		const struct wcore_thread *thread = &dump->input.dump->threads[i];
		struct wcore_trap trap = { 0 };
		struct wcore_error *error;

		if (!is_wanted(walk, thread, by_name))
			continue;
		error = wcore_trap_analyze(dump->input.target, thread, &trap);
		keep_error(walk, error);
		if (error || (first && !trap.possible))
			continue;
		dump->has_trap = true;
		dump->trap = trap;
		first = thread;
		if (trap.possible)
			break;
	}
	return first;
}

/* The frame may stand at a branch into the instruction that trapped. */
static bool is_elsewhere(struct wcore_target *target, const struct wcore_thread *thread,
			 const struct wcore_trap *trap)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found = false;
	struct wcore_error *error;

	if (!trap->has_place || !trap->has_site)
		return false;
	wcore_target_iter_init(&iter, target, thread);
	error = wcore_target_iter_next(&iter, &frame, &found);
	wcore_error_destroy(error);
	return !error && found && frame.has_address && frame.address != trap->address;
}

static void find_reasons(struct walk *walk, bool by_name)
{
	struct wcore_target *target = walk->dump.input.target;
	const struct wcore_thread *trapped = find_trap(walk, by_name);

	walk->trapped = trapped;
	/* A message is no value of a frame: it is there with --no-values, too. */
	if (trapped && walk->sink->frame)
		open_values(walk, trapped);
	if (walk->values)
		walk->dump.has_message = bt_values_message(walk->values, &walk->dump.message);
	walk->dump.is_trap_elsewhere = trapped && is_elsewhere(target, trapped, &walk->dump.trap);
	if (trapped && walk->options->signature)
		keep_error(walk, wcore_signature(target, trapped, &walk->dump.trap,
						 &walk->dump.signature));
}

/* The exit code of what is amiss. */
static void judge(struct walk *walk, bool has_thread)
{
	struct wcore_target *target = walk->dump.input.target;
	const struct wcore_dump *dump = walk->dump.input.dump;

	if (dump->thread_count > 0 && !has_thread)
		wcore_findings_add(&target->findings, "bt/no-thread", WCORE_SEVERITY_WARNING,
				   "there is no thread '%s'", walk->options->thread);
	if (walk->recorded == 0)
		wcore_cli_status(walk->cli, WCORE_STATUS_PARTIAL);
	for (uint32_t i = 0; i < target->module_count; i++)
		if (target->modules[i].refused)
			wcore_cli_status(walk->cli, WCORE_STATUS_PARTIAL);
	if (!dump->broken)
		return;
	if (!walk->dump.error)
		walk->dump.error = wcore_error_format(dump->broken);
	wcore_cli_status(walk->cli, WCORE_STATUS_TROUBLE);
}

static void send_threads(struct walk *walk)
{
	const struct wcore_dump *dump = walk->dump.input.dump;
	const bool by_name = is_name_known(walk, dump);
	bool has_thread = false;

	find_reasons(walk, by_name);
	walk->sink->dump_begin(walk->sink->context, &walk->dump);
	for (uint32_t i = 0; i < dump->thread_count; i++) {
		if (!is_wanted(walk, &dump->threads[i], by_name))
			continue;
		has_thread = true;
		walk->recorded += dump->threads[i].frame_count;
		if (walk->sink->frame)
			send_thread(walk, &dump->threads[i]);
	}
	judge(walk, has_thread);
}

void bt_walk(struct wcore_cli *cli, const struct bt_options *options, const char *path,
	     const struct bt_sink *sink)
{
	struct walk walk = {
		.cli = cli, .options = options, .sink = sink,
		.dump = { .path = path, .options = options, .cli = cli,
			  .is_one_of_many = cli->operand_count > 1 },
	};
	struct source_lines_options sources = {
		.lookup = &cli->target.lookup, .maps = options->maps, .map_count = options->map_count,
	};
	struct wcore_error *error = options->file ? wcore_input_take(cli, options->file, &walk.dump.input)
						  : wcore_input_open(cli, path, &walk.dump.input);

	sources.dump = walk.dump.input.dump;
	sources.kind = options->source ? WCORE_OPENER_SOURCE : WCORE_OPENER_CODE;
	if (!error && (options->source || bt_has_values(options)))
		error = source_lines_create(&sources, &walk.dump.sources);
	if (error) {
		keep_error(&walk, error);
		sink->dump_begin(sink->context, &walk.dump);
	} else {
		send_threads(&walk);
	}
	keep_error(&walk, source_lines_error(walk.dump.sources));
	sink->dump_end(sink->context, &walk.dump);
	bt_values_close(walk.values);
	source_lines_destroy(walk.dump.sources);
	free(walk.dump.signature);
	free(walk.dump.error);
	wcore_input_deinit(cli, &walk.dump.input);
}
