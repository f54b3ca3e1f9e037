#include "regex_hint.h"

#include <string.h>

#include "needle.h"

#define RUN_MAX 16
#define DEPTH_MAX 40
#define REPEAT_MAX 1000
/* Of the weights of the two rarest bytes: how common the places may be. */
#define WEIGHT_ALL 4096
#define COST_MAX (UINT64_C(100) * WEIGHT_ALL)

struct set { uint64_t words[4]; };

/* A literal: bytes side by side, each of a set. */
struct literal {
	struct set sets[RUN_MAX];
	size_t size, offset;
	bool is_placed;
};

/* The best alternatives so far, one of which is in every match. */
struct choice {
	struct literal items[WCORE_HINT_LITERALS];
	size_t count;
	uint64_t cost;	/* lower is better */
};

/* A branch on the way. */
struct branch {
	struct literal run;	/* what stands side by side at its end */
	size_t length;		/* of all of it, while is_fixed */
	bool is_fixed;		/* every match of it has that length */
	bool is_simple;		/* it is its run alone */
	struct choice *best;
};

struct parser {
	const char *at;
	bool ignore_case;
	bool failed;
	unsigned depth;
	struct set alphabet;
	struct choice pool[DEPTH_MAX * 2 + 2];	/* too large for the stack of a deep expression */
};

static void include(struct set *set, unsigned byte)
{
	set->words[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

static bool has(const struct set *set, unsigned byte)
{
	return set->words[byte >> 6] >> (byte & 63) & 1;
}

static void unite(struct set *set, const struct set *other)
{
	for (int i = 0; i < 4; i++)
		set->words[i] |= other->words[i];
}

static void invert(struct set *set)
{
	for (int i = 0; i < 4; i++)
		set->words[i] = ~set->words[i];
}

static void fold(struct set *set)
{
	for (unsigned c = 'a'; c <= 'z'; c++)
		if (has(set, c) || has(set, c - 32)) {
			include(set, c);
			include(set, c - 32);
		}
}

static void include_range(struct set *set, unsigned low, unsigned high)
{
	for (unsigned c = low; c <= high; c++)
		include(set, c);
}

/* The bits that all bytes of a set share; false of an empty set. */
static bool common_bits(const struct set *set, uint8_t *ret_byte, uint8_t *ret_mask)
{
	unsigned ones = 0xff, zeros = 0xff;

	for (unsigned c = 0; c < 256; c++)
		if (has(set, c)) {
			ones &= c;
			zeros &= ~c;
		}
	*ret_byte = (uint8_t)ones;
	*ret_mask = (uint8_t)(ones | (zeros & 0xff));
	return (ones & zeros & 0xff) == 0;
}

static uint64_t cost_of(const struct literal *literal)
{
	uint64_t best = WEIGHT_ALL, next = WEIGHT_ALL;

	for (size_t i = 0; i < literal->size; i++) {
		uint8_t byte, mask;
		uint64_t weight;

		if (!common_bits(&literal->sets[i], &byte, &mask))
			continue;
		weight = wcore_needle_weight(byte, mask);
		if (weight < best) {
			next = best;
			best = weight;
		} else if (weight < next) {
			next = weight;
		}
	}
	return best * next;
}

/* Branches. */

static void consider(struct choice *best, const struct literal *literal)
{
	const uint64_t cost = literal->size ? cost_of(literal) : UINT64_MAX;

	if (!literal->size || cost >= best->cost)
		return;
	best->items[0] = *literal;
	best->count = 1;
	best->cost = cost;
}

static void end_run(struct branch *branch)
{
	consider(branch->best, &branch->run);
	branch->run = (struct literal){ .offset = branch->length, .is_placed = branch->is_fixed };
	branch->is_simple = false;
}

static void append(struct branch *branch, const struct set *set)
{
	if (branch->run.size == RUN_MAX)
		end_run(branch);
	branch->run.sets[branch->run.size++] = *set;
	branch->length++;
}

static void unfix(struct branch *branch)
{
	branch->is_fixed = false;
	end_run(branch);
}

static void begin_branch(struct branch *branch, struct choice *best)
{
	*branch = (struct branch){ .is_fixed = true, .is_simple = true, .best = best, .run = { .is_placed = true } };
	best->count = 0;
	best->cost = UINT64_MAX;
}

/* Quantifiers. */

struct repeat { unsigned min; bool is_exact; bool is_there; };

static bool read_count(struct parser *parser, unsigned *ret)
{
	if (*parser->at < '0' || *parser->at > '9')
		return false;
	for (*ret = 0; *parser->at >= '0' && *parser->at <= '9'; parser->at++)
		*ret = *ret < REPEAT_MAX ? *ret * 10 + (unsigned)(*parser->at - '0') : REPEAT_MAX;
	return true;
}

static void read_braces(struct parser *parser, struct repeat *ret)
{
	unsigned max = 0;

	parser->at++;
	if (!read_count(parser, &ret->min)) {
		parser->failed = true;
		return;
	}
	ret->is_exact = *parser->at == '}';
	if (*parser->at == ',') {
		parser->at++;
		if (*parser->at != '}' && !read_count(parser, &max))
			parser->failed = true;
	}
	if (*parser->at == '}')
		parser->at++;
	else
		parser->failed = true;
}

static struct repeat read_repeat(struct parser *parser)
{
	struct repeat repeat = { .min = 1, .is_exact = true };
	const char c = *parser->at;

	if (!c || !strchr("*+?{", c))
		return repeat;
	repeat.is_there = true;
	if (c == '{') {
		read_braces(parser, &repeat);
	} else {
		repeat.min = c == '+';
		repeat.is_exact = false;
		parser->at++;
	}
	if (*parser->at == '?' || *parser->at == '+')
		parser->at++;
	return repeat;
}

static void add_set(struct parser *parser, struct branch *branch, const struct set *set)
{
	const struct repeat repeat = read_repeat(parser);
	const unsigned count = repeat.min < RUN_MAX ? repeat.min : RUN_MAX;

	unite(&parser->alphabet, set);
	for (unsigned i = 0; i < count; i++)
		append(branch, set);
	if (repeat.is_exact && count == repeat.min)
		return;
	unfix(branch);
	/* The last ones stand beside what follows. */
	for (unsigned i = 0; i < count && i < RUN_MAX / 2; i++)
		append(branch, set);
}

/* Atoms. */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

static void include_class(struct set *set, char c)
{
	struct set class = { { 0 } };

	switch (c | 0x20) {
	case 'd':
		include_range(&class, '0', '9');
		break;
	case 'w':
		include_range(&class, '0', '9');
		include_range(&class, 'a', 'z');
		include_range(&class, 'A', 'Z');
		include(&class, '_');
		break;
	default:
		include_range(&class, '\t', '\r');
		include(&class, ' ');
		break;
	}
	if (!(c & 0x20))
		invert(&class);
	unite(set, &class);
}

/* Behind a backslash: one byte, *ret_byte, or a class of bytes, -1. */
static void read_escape(struct parser *parser, struct set *set, int *ret_byte)
{
	static const char names[] = "nrtfea", bytes[] = "\n\r\t\f\x1b\a";
	const char c = *parser->at++;
	const char *name = c ? strchr(names, c) : NULL;

	*ret_byte = -1;
	if (c && strchr("dDwWsS", c)) {
		include_class(set, c);
	} else if (name) {
		*ret_byte = bytes[name - names];
	} else if (c == 'x' && hex_digit(parser->at[0]) >= 0 && hex_digit(parser->at[1]) >= 0) {
		*ret_byte = hex_digit(parser->at[0]) << 4 | hex_digit(parser->at[1]);
		parser->at += 2;
	} else if (c > 0x20 && c < 0x7f && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9')) {
		*ret_byte = c;
	} else {
		parser->failed = true;
	}
	if (*ret_byte >= 0)
		include(set, (unsigned)*ret_byte);
}

static void read_class_item(struct parser *parser, struct set *set)
{
	int low = (unsigned char)*parser->at++, high;

	if (low == '[' && strchr(":.=", *parser->at))
		parser->failed = true;
	if (low == '\\')
		read_escape(parser, set, &low);
	else
		include(set, (unsigned)low);
	if (low < 0 || parser->at[0] != '-' || parser->at[1] == ']' || !parser->at[1])
		return;
	parser->at++;
	high = (unsigned char)*parser->at++;
	if (high == '\\')
		read_escape(parser, set, &high);
	if (high < low || high == '[')
		parser->failed = true;
	else
		include_range(set, (unsigned)low, (unsigned)high);
}

static void read_class(struct parser *parser, struct set *ret)
{
	const bool is_negated = *parser->at == '^';
	bool is_first = true;

	parser->at += is_negated;
	while (!parser->failed && *parser->at && (is_first || *parser->at != ']')) {
		read_class_item(parser, ret);
		is_first = false;
	}
	if (*parser->at == ']')
		parser->at++;
	else
		parser->failed = true;
	if (parser->ignore_case)
		fold(ret);
	if (is_negated)
		invert(ret);
}

static void read_alternation(struct parser *parser, struct choice *ret, struct branch *ret_single);

/* What a group that is needed tells: its text as part of the run, or its own best literals. */
static void read_group(struct parser *parser, struct branch *branch)
{
	struct choice *inner = &parser->pool[parser->depth * 2];
	struct branch single;
	struct repeat repeat;

	if (*parser->at == '*' || (*parser->at == '?' && parser->at[1] != ':') || parser->depth + 1 >= DEPTH_MAX) {
		parser->failed = true;
		return;
	}
	parser->at += *parser->at == '?' ? 2 : 0;
	parser->depth++;
	read_alternation(parser, inner, &single);
	parser->depth--;
	if (parser->failed || *parser->at != ')') {
		parser->failed = true;
		return;
	}
	parser->at++;
	repeat = read_repeat(parser);
	if (single.is_simple && !repeat.is_there) {
		for (size_t i = 0; i < single.run.size; i++)
			append(branch, &single.run.sets[i]);
		return;
	}
	end_run(branch);
	if (repeat.min && inner->count && inner->cost < branch->best->cost) {
		for (size_t i = 0; i < inner->count; i++) {
			inner->items[i].is_placed = inner->items[i].is_placed && branch->is_fixed;
			inner->items[i].offset += branch->length;
		}
		*branch->best = *inner;
	}
	if (single.is_fixed && !repeat.is_there) {
		branch->length += single.length;
		branch->run.offset = branch->length;
	} else {
		unfix(branch);
	}
}

static void read_zero_width(struct parser *parser)
{
	if (read_repeat(parser).is_there)
		parser->failed = true;
}

static void read_atom(struct parser *parser, struct branch *branch)
{
	struct set set = { { 0 } };
	const char c = *parser->at++;
	int byte;

	switch (c) {
	case '^': case '$':
		read_zero_width(parser);
		return;
	case '(':
		read_group(parser, branch);
		return;
	case '*': case '+': case '?': case '{':
		parser->failed = true;
		return;
	case '.':
		include(&set, '\n');
		invert(&set);
		break;
	case '[':
		read_class(parser, &set);
		break;
	case '\\':
		if (*parser->at && strchr("bBAzZ", *parser->at)) {
			parser->at++;
			read_zero_width(parser);
			return;
		}
		read_escape(parser, &set, &byte);
		break;
	default:
		include(&set, (unsigned char)c);
		break;
	}
	if (parser->ignore_case)
		fold(&set);
	if (!parser->failed)
		add_set(parser, branch, &set);
}

/* Adds the best of one more branch: a match needs one of all branches' literals. */
static void add_choice(struct choice *all, const struct choice *more)
{
	if (!more->count || all->count + more->count > WCORE_HINT_LITERALS) {
		all->count = 0;
		all->cost = UINT64_MAX;
		return;
	}
	memcpy(&all->items[all->count], more->items, more->count * sizeof(*more->items));
	all->count += more->count;
	all->cost += more->cost;
}

/* Up to ')' or the end.  *ret_single is the branch, when there is one. */
static void read_alternation(struct parser *parser, struct choice *ret, struct branch *ret_single)
{
	struct choice *best = &parser->pool[parser->depth * 2 + 1];
	bool has_all = true, is_first = true;
	size_t length = 0;
	bool is_fixed = true;

	*ret = (struct choice){ 0 };
	for (;; parser->at++) {
		begin_branch(ret_single, best);
		while (!parser->failed && *parser->at && *parser->at != '|' && *parser->at != ')')
			read_atom(parser, ret_single);
		if (parser->failed)
			return;
		consider(best, &ret_single->run);
		is_fixed = is_fixed && ret_single->is_fixed && (is_first || length == ret_single->length);
		length = ret_single->length;
		if (has_all)
			add_choice(ret, best);
		has_all = has_all && ret->count;
		if (*parser->at != '|')
			break;
		is_first = false;
	}
	ret_single->is_simple = ret_single->is_simple && is_first;
	ret_single->is_fixed = is_fixed;
	if (!has_all)
		*ret = (struct choice){ .cost = UINT64_MAX };
}

/* The result. */

static struct wcore_error *keep(struct wcore_regex_hint *hint, const struct choice *choice)
{
	struct wcore_error *error = NULL;

	hint->is_placed = true;
	for (size_t i = 0; !error && i < choice->count; i++) {
		const struct literal *literal = &choice->items[i];
		uint8_t bytes[RUN_MAX], mask[RUN_MAX];

		for (size_t j = 0; j < literal->size; j++)
			if (!common_bits(&literal->sets[j], &bytes[j], &mask[j]))
				mask[j] = bytes[j] = 0;
		hint->is_placed = hint->is_placed && literal->is_placed;
		hint->offsets[i] = literal->offset;
		error = wcore_patterns_add_masked(&hint->literals, (uint32_t)i, bytes, mask, literal->size);
	}
	return error;
}

struct wcore_error *wcore_regex_hint_find(const char *text, bool ignore_case, struct wcore_regex_hint *ret,
					  bool *ret_found)
{
	struct wcore_arena arena;
	struct parser *parser;
	struct choice *choice;
	struct branch single;
	struct wcore_error *error = NULL;

	*ret = (struct wcore_regex_hint){ 0 };
	*ret_found = false;
	wcore_patterns_init(&ret->literals);
	wcore_arena_init(&arena);
	parser = wcore_arena_alloc(&arena, sizeof(*parser));
	choice = wcore_arena_alloc(&arena, sizeof(*choice));
	if (!parser || !choice) {
		wcore_arena_deinit(&arena);
		return wcore_error_nomem();
	}
	parser->at = text;
	parser->ignore_case = ignore_case;
	read_alternation(parser, choice, &single);
	if (!parser->failed && !*parser->at && choice->count && choice->cost <= COST_MAX) {
		error = keep(ret, choice);
		*ret_found = !error;
		for (unsigned c = 0; c < 256; c++)
			ret->alphabet[c] = has(&parser->alphabet, c);
	}
	wcore_arena_deinit(&arena);
	return error;
}

void wcore_regex_hint_deinit(struct wcore_regex_hint *hint)
{
	wcore_patterns_deinit(&hint->literals);
}
