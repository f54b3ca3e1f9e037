#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/alloc.h"
#include "finder.h"
#include "regex_hint.h"

/* Steps of one attempt, memory of the interpreter in KiB, and of its nesting. */
#define MATCH_LIMIT 2000000
#define HEAP_LIMIT 8192
#define STACK_START (32u << 10)
#define STACK_MAX (2u << 20)
/* Places that are tried in one call, and the processor's time that a run of calls may take. */
#define SLICE 4096
#define SECONDS_MAX 2.0
/* Places that a hint gives at a time. */
#define HINT_BLOCK 32768

struct wcore_regex {
	pcre2_code *code;
	pcre2_code *anchored;	/* the same at one place; NULL unless a hint says where */
	struct wcore_regex_hint hint;
	bool has_hint;
	struct wcore_finder *finder;	/* of the hint's literals */
};

struct wcore_regex_work {
	pcre2_match_data *match;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	size_t *places;		/* that a hint gave */
	size_t count, capacity;
	bool no_memory;
};

static struct wcore_error *compile(const char *text, uint32_t options, size_t *ret_column, pcre2_code **ret)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	PCRE2_UCHAR message[256];
	PCRE2_SIZE offset = 0;
	int code = 0;

	if (!context)
		return wcore_error_nomem();
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	*ret = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, &code, &offset, context);
	pcre2_compile_context_free(context);
	if (*ret) {
		/* Without it the interpreter does the work. */
		pcre2_jit_compile(*ret, PCRE2_JIT_COMPLETE);
		return NULL;
	}
	if (code == PCRE2_ERROR_HEAP_FAILED)
		return wcore_error_nomem();
	*ret_column = offset;
	pcre2_get_error_message(code, message, sizeof(message));
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s", (const char *)message);
}

static struct wcore_error *use_hint(struct wcore_regex *regex, const char *text, bool ignore_case,
				    enum wcore_simd simd, uint32_t options)
{
	size_t column;
	struct wcore_error *error = wcore_regex_hint_find(text, ignore_case, &regex->hint, &regex->has_hint);

	if (error || !regex->has_hint)
		return error;
	error = wcore_finder_create(&regex->hint.literals, simd, &regex->finder);
	if (!error && regex->hint.is_placed)
		error = compile(text, (options & ~(uint32_t)PCRE2_USE_OFFSET_LIMIT) | PCRE2_ANCHORED, &column,
				&regex->anchored);
	return error;
}

struct wcore_error *wcore_regex_create(const char *text, bool ignore_case, enum wcore_simd simd,
				       size_t *ret_column, struct wcore_regex **ret)
{
	const uint32_t options = PCRE2_MULTILINE | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_USE_OFFSET_LIMIT |
				 (ignore_case ? PCRE2_CASELESS : 0);
	struct wcore_regex *regex = wcore_calloc(1, sizeof(*regex));
	struct wcore_error *error;

	*ret_column = 0;
	if (!regex)
		return wcore_error_nomem();
	wcore_patterns_init(&regex->hint.literals);
	error = compile(text, options, ret_column, &regex->code);
	if (!error)
		error = use_hint(regex, text, ignore_case, simd, options);
	if (error) {
		wcore_regex_destroy(regex);
		return error;
	}
	*ret = regex;
	return NULL;
}

void wcore_regex_destroy(struct wcore_regex *regex)
{
	if (!regex)
		return;
	pcre2_code_free(regex->code);
	pcre2_code_free(regex->anchored);
	wcore_finder_destroy(regex->finder);
	wcore_regex_hint_deinit(&regex->hint);
	free(regex);
}

void wcore_regex_forget_hint(struct wcore_regex *regex)
{
	regex->has_hint = false;
}

bool wcore_regex_has_hint(const struct wcore_regex *regex)
{
	return regex->has_hint;
}

struct wcore_error *wcore_regex_work_create(const struct wcore_regex *regex, struct wcore_regex_work **ret)
{
	struct wcore_regex_work *work = wcore_calloc(1, sizeof(*work));

	if (!work)
		return wcore_error_nomem();
	work->match = pcre2_match_data_create_from_pattern(regex->code, NULL);
	work->context = pcre2_match_context_create(NULL);
	work->stack = pcre2_jit_stack_create(STACK_START, STACK_MAX, NULL);
	if (!work->match || !work->context) {
		wcore_regex_work_destroy(work);
		return wcore_error_nomem();
	}
	pcre2_set_match_limit(work->context, MATCH_LIMIT);
	pcre2_set_heap_limit(work->context, HEAP_LIMIT);
	pcre2_set_depth_limit(work->context, MATCH_LIMIT);
	if (work->stack)
		pcre2_jit_stack_assign(work->context, NULL, work->stack);
	*ret = work;
	return NULL;
}

void wcore_regex_work_destroy(struct wcore_regex_work *work)
{
	if (!work)
		return;
	pcre2_match_data_free(work->match);
	pcre2_match_context_free(work->context);
	pcre2_jit_stack_free(work->stack);
	free(work->places);
	free(work);
}

/* One run on its way. */
struct state {
	const struct wcore_regex *regex;
	struct wcore_regex_work *work;
	const struct wcore_regex_run *run;
	size_t at;		/* matches begin here or later */
	double began;		/* in seconds of this thread, once there were some calls: asking takes as long as a short one */
	unsigned calls;
};

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static struct wcore_error *too_long(void)
{
	return wcore_error_create(WCORE_ERROR_LIMIT, NULL,
				  "the regular expression takes too long: it tries too many ways to match");
}

static void tell(const struct wcore_regex_run *run, const PCRE2_SIZE *ends, uint32_t groups)
{
	const size_t group = run->group < groups && ends[2 * run->group] < ends[2 * run->group + 1] &&
			     ends[2 * run->group] != PCRE2_UNSET ? run->group : 0;

	run->found(run->context, ends[2 * group], ends[2 * group + 1] - ends[2 * group]);
}

/* Tries the places [state->at, last]; *ret_found. */
static struct wcore_error *try(struct state *state, const pcre2_code *code, size_t last, bool *ret_found)
{
	const struct wcore_regex_run *run = state->run;
	const size_t end = run->size - last < WCORE_REGEX_MAX ? run->size : last + WCORE_REGEX_MAX;
	struct wcore_regex_work *work = state->work;
	uint32_t options = PCRE2_NOTEMPTY | PCRE2_NO_UTF_CHECK;
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(work->match);
	int result;

	*ret_found = false;
	if (!run->is_line_start)
		options |= PCRE2_NOTBOL;
	if (!run->is_line_end || end < run->size)
		options |= PCRE2_NOTEOL;
	pcre2_set_offset_limit(work->context, code == state->regex->code ? last : PCRE2_UNSET);
	result = pcre2_match(code, run->data, end, state->at, options, work->match, work->context);
	if (++state->calls == 16)
		state->began = seconds();
	else if (state->calls % 16 == 0 && seconds() - state->began > SECONDS_MAX)
		return too_long();
	if (result == PCRE2_ERROR_NOMATCH)
		return NULL;
	if (result == PCRE2_ERROR_NOMEMORY)
		return wcore_error_nomem();
	if (result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_DEPTHLIMIT ||
	    result == PCRE2_ERROR_HEAPLIMIT || result == PCRE2_ERROR_JIT_STACKLIMIT)
		return too_long();
	if (result < 0)
		return wcore_error_create(WCORE_ERROR_LIMIT, NULL, "the regular expression cannot be used: error %d",
					  result);
	/* \K can put the start behind where it began, and look-ahead behind the end. */
	if (ends[0] >= ends[1] || ends[0] < state->at) {
		state->at = (ends[1] > state->at ? ends[1] : state->at) + (ends[1] <= state->at);
		*ret_found = true;
		return NULL;
	}
	tell(run, ends, (uint32_t)result);
	state->at = ends[1];
	*ret_found = true;
	return NULL;
}

static struct wcore_error *find_everywhere(struct state *state)
{
	const size_t starts = state->run->starts;
	struct wcore_error *error = NULL;

	while (!error && state->at < starts) {
		const size_t last = starts - state->at > SLICE ? state->at + SLICE - 1 : starts - 1;
		bool found;

		error = try(state, state->regex->code, last, &found);
		if (!error && !found)
			state->at = last + 1;
	}
	return error;
}

/* Hints. */

struct collect {
	struct state *state;
	size_t base;
};

static void add_place(void *context, size_t at, const struct wcore_pattern *pattern)
{
	const struct collect *collect = context;
	struct wcore_regex_work *work = collect->state->work;
	const struct wcore_regex_hint *hint = &collect->state->regex->hint;
	size_t place = collect->base + at;

	if (hint->is_placed) {
		if (place < hint->offsets[pattern->id])
			return;
		place -= hint->offsets[pattern->id];
	}
	if (work->count == work->capacity) {
		const size_t capacity = work->capacity ? work->capacity * 2 : 256;
		size_t *places = wcore_realloc(work->places, capacity * sizeof(*places));

		if (!places) {
			work->no_memory = true;
			return;
		}
		work->places = places;
		work->capacity = capacity;
	}
	work->places[work->count++] = place;
}

static int compare_places(const void *a, const void *b)
{
	const size_t left = *(const size_t *)a, right = *(const size_t *)b;

	return left < right ? -1 : left > right;
}

static struct wcore_error *collect_places(struct state *state, size_t base, size_t starts)
{
	struct wcore_regex_work *work = state->work;
	struct collect collect = { state, base };
	const struct wcore_pattern_sink sink = { add_place, &collect };

	work->count = 0;
	wcore_finder_run(state->regex->finder, state->run->data + base, state->run->size - base, starts, &sink);
	if (work->no_memory)
		return wcore_error_nomem();
	if (state->regex->hint.literals.count > 1 && work->count > 1)
		qsort(work->places, work->count, sizeof(*work->places), compare_places);
	return NULL;
}

/* A match can only begin at one of the places. */
static struct wcore_error *try_placed(struct state *state)
{
	const struct wcore_regex_work *work = state->work;
	struct wcore_error *error = NULL;
	bool found;

	for (size_t i = 0; !error && i < work->count; i++) {
		const size_t place = work->places[i];

		if (place < state->at || place >= state->run->starts)
			continue;
		state->at = place;
		error = try(state, state->regex->anchored, place, &found);
		/* Behind a failure the place is done with. */
		if (!error && !found)
			state->at = place + 1;
	}
	return error;
}

/* A match has a literal at one of the places, and its alphabet between its start and that. */
static struct wcore_error *try_around(struct state *state)
{
	const struct wcore_regex_work *work = state->work;
	const struct wcore_regex_run *run = state->run;
	const bool *alphabet = state->regex->hint.alphabet;
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i < work->count; i++) {
		const size_t place = work->places[i];
		const size_t last = place < run->starts ? place : run->starts - 1;
		size_t low = place;
		bool found = true;

		if (place < state->at)
			continue;
		while (low > state->at && place - low < WCORE_REGEX_MAX && alphabet[run->data[low - 1]])
			low--;
		if (low >= run->starts)
			continue;
		state->at = low;
		while (!error && found && state->at <= last)
			error = try(state, state->regex->code, last, &found);
		if (!error && state->at <= last)
			state->at = last + 1;
	}
	return error;
}

/* How far behind a match's start a literal begins at most. */
static size_t place_room(const struct wcore_regex_hint *hint)
{
	size_t room = 0;

	for (size_t i = 0; i < hint->literals.count; i++)
		if (hint->offsets[i] > room)
			room = hint->offsets[i];
	return room < WCORE_REGEX_MAX ? room : WCORE_REGEX_MAX;
}

static struct wcore_error *find_with_hint(struct state *state)
{
	const struct wcore_regex_run *run = state->run;
	const bool is_placed = state->regex->hint.is_placed;
	const size_t tail = is_placed ? place_room(&state->regex->hint) : WCORE_REGEX_MAX;
	/* Literals of matches that begin before starts stand up to here. */
	const size_t end = run->size - run->starts < tail ? run->size : run->starts + tail;
	struct wcore_error *error = NULL;

	/* The places of blocks must ascend across blocks, too: literals at various offsets are looked at at once. */
	for (size_t base = run->from; !error && base < end;) {
		const size_t left = end - base;
		const size_t part = left < HINT_BLOCK || (is_placed && state->regex->hint.literals.count > 1) ?
				    left : HINT_BLOCK;

		error = collect_places(state, base, part);
		if (!error)
			error = is_placed ? try_placed(state) : try_around(state);
		base += part;
	}
	return error;
}

struct wcore_error *wcore_regex_find(const struct wcore_regex *regex, struct wcore_regex_work *work,
				     const struct wcore_regex_run *run)
{
	struct state state = { .regex = regex, .work = work, .run = run, .at = run->from };

	if (run->from >= run->starts)
		return NULL;
	return regex->has_hint ? find_with_hint(&state) : find_everywhere(&state);
}
