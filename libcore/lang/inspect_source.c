/*
 * Assignments that an optimiser removed, found in the source: see inspect_state.h.
 *
 * Where nothing reads a variable any more, its assignment is removed, and LLVM may keep the place of
 * the older value.  Nothing in the module tells of it, the source does: it assigns to the variable in a statement
 * behind the one where the place begins, or in one that no code is left of.
 */
#include <dwarf.h>
#include <inttypes.h>

#include "../debug/code_lines.h"
#include "assigned.h"
#include "inspect_state.h"

/* Parts of one variable; arrays of structures multiply them. */
#define MAX_PARTS 1024

/* Of one variable in a scope. */
struct check {
	struct wcore_scope *scope;
	struct wcore_entries *entries;
	struct wcore_entry block;
	struct wcore_assigned_query query;	/* without a text: nothing can be said */
	struct wcore_assigned found[WCORE_ASSIGNED_MAX];
	unsigned count;
	bool is_value;		/* where it is, it was put once: another value would be at another place */
	uint32_t since;		/* the line where its place begins; 0: with the variable, or not known */
	uint32_t begin;		/* the line of the code behind the place's first instruction, or since */
};

static bool has_parts(const struct wcore_type *type)
{
	switch (type->kind) {
	case WCORE_TYPE_STRUCT:
	case WCORE_TYPE_CLASS:
	case WCORE_TYPE_UNION:
	case WCORE_TYPE_ARRAY:
		return true;
	default:
		return false;
	}
}

/* A reference of C++ is never another one: who assigns to it assigns to what it stands for. */
static bool is_alias(const struct wcore_type *type)
{
	type = wcore_type_strip(type);
	return (type->kind == WCORE_TYPE_REFERENCE && type->language != DW_LANG_Rust) || type->kind == WCORE_TYPE_RVALUE_REFERENCE;
}

/* The source that declares the variable, when the frame's line stands in the same file. */
static struct wcore_string source_of(struct check *check, const struct wcore_variable *variable)
{
	const struct wcore_inspect_sources *sources = &check->scope->inspect->sources;
	const struct wcore_string none = { 0 };
	struct wcore_site declared;

	if (!sources->text || !variable->line || !wcore_entry_declared(check->entries, &variable->entry, &declared) ||
	    !wcore_string_equal(declared.file, check->scope->site.file))
		return none;
	return sources->text(sources->context, check->scope->viewer->module->symbols, &check->scope->site);
}

static void check_init(struct check *check, struct wcore_scope *scope, const struct wcore_variable *variable)
{
	struct wcore_site function;

	*check = (struct check){ .scope = scope, .entries = wcore_types_entries(scope->viewer->types) };
	if (variable->is_static || !wcore_inspect_is_optimized(scope) || is_alias(variable->type) ||
	    !wcore_entries_site(check->entries, &scope->site, &check->block))
		return;
	check->query = (struct wcore_assigned_query){
		.text = source_of(check, variable), .name = variable->name, .declared = variable->line,
		.now = scope->site.line, .has_parts = has_parts(wcore_type_strip(variable->type)),
	};

	if (!check->query.text.data)
		return;
	if (wcore_entry_declared(check->entries, &check->block, &function) &&
	    wcore_string_equal(function.file, scope->site.file))
		check->query.function = function.line;
	check->count = wcore_assigned_find(&check->query, &scope->inspect->source_work, check->found);
}

static bool is_lost(const struct check *check, const struct wcore_assigned *assigned)
{
	/* What begins in a loop that was unrolled may be the value of any round. */
	if (check->is_value && (assigned->loop ? check->since <= assigned->last : check->since < assigned->first))
		return true;
	/* What begins in another branch, and goes on behind all of them, has not been told of this one. */
	return !assigned->is_address && check->since <= (check->query.now > assigned->until ? assigned->until : assigned->last) &&
	       !wcore_code_lines_any(check->entries, &check->block, check->scope->site.file, assigned->first, assigned->last);
}

static const char *reason(const struct check *check, const struct wcore_assigned *assigned)
{
	const char *why = wcore_arena_format(&check->scope->viewer->arena, "not in the dump: line %" PRIu32 " may have changed it, "
					     "and the debug information does not tell", assigned->first);

	return why ? why : WCORE_INSPECT_MAY_HAVE_CHANGED;
}

/* Of a loop that was unrolled the debug information may have the constant of another round. */
static bool is_in_loop(const struct check *check)
{
	return check->query.text.data && wcore_assigned_is_in_loop(&check->query, &check->scope->inspect->source_work);
}

static const char loop_reason[] = "not in the dump: a constant of a loop's variable, perhaps of another round";

const char *wcore_inspect_loss(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	struct check check;

	check_init(&check, scope, variable);
	if (is_in_loop(&check))
		return loop_reason;
	check.is_value = true;
	for (unsigned i = 0; i < check.count; i++)
		if (is_lost(&check, &check.found[i]))
			return reason(&check, &check.found[i]);
	return NULL;
}

/* The bytes of a variable that an assignment sets, one part after the other. */
struct spread {
	const struct check *check;
	const struct wcore_inspect_live *live;
	struct wcore_location *location;
	const char *why;
	unsigned parts;
};

static void lose_part(struct spread *spread, uint64_t offset, uint64_t size)
{
	uint64_t start = 0;

	spread->parts++;
	for (unsigned i = 0; i < spread->location->count; i++) {
		struct wcore_piece *piece = &spread->location->pieces[i];
		const uint64_t end = piece->bit_size ? start + piece->bit_size / 8 : UINT64_MAX;

		if (piece->kind == WCORE_PIECE_MEMORY && !piece->bit_size && size < UINT64_MAX) {
			if (!spread->check->scope->inspect->is_speculative)
				wcore_inspect_add_hole(spread->check->scope, piece->value.bits + offset, size);
		} else if (piece->kind != WCORE_PIECE_NONE && start < offset + size && offset < end) {
			wcore_inspect_withhold_piece(spread->live, piece, spread->why);
		}
		start = end;
	}
}

static const struct wcore_member *find_member(struct wcore_types *types, const struct wcore_type *type, struct wcore_string name)
{
	if (!has_parts(type) || !wcore_type_complete(types, type))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++)
		if (wcore_string_equal(type->members[i].name, name) && !type->members[i].is_static &&
		    !type->members[i].is_virtual && !type->members[i].location.data)
			return &type->members[i];
	return NULL;
}

/* Follows the text of a part as far as types go; false when it is not understood. */
static bool spread_part(struct spread *spread, struct wcore_source_lexer lexer, const struct wcore_type *type, uint64_t offset)
{
	const struct wcore_source_token token = wcore_source_next(&lexer);
	const struct wcore_member *member;
	const struct wcore_type *target;
	unsigned tokens = MAX_PARTS;
	uint64_t size, whole;

	type = wcore_type_strip(type);
	if (spread->parts >= MAX_PARTS || !wcore_type_size(type, &whole))
		return false;
	if (token.kind == WCORE_SOURCE_END) {
		lose_part(spread, offset, whole);
		return true;
	}
	if (wcore_string_is(token.text, ".")) {
		member = find_member(spread->check->scope->viewer->types, type, wcore_source_next(&lexer).text);
		return member && spread_part(spread, lexer, member->type, offset + member->offset);
	}
	if (!wcore_string_is(token.text, "[") || type->kind != WCORE_TYPE_ARRAY)
		return false;
	wcore_source_skip_brackets(&lexer, &tokens);
	target = wcore_type_strip(type->target);
	if (!wcore_type_size(target, &size) || !size)
		return false;
	for (uint64_t at = 0; at + size <= whole; at += size)
		if (!spread_part(spread, lexer, target, offset + at))
			return false;
	return true;
}

static bool is_in_memory(const struct wcore_location *location)
{
	for (unsigned i = 0; i < location->count; i++)
		if (location->pieces[i].kind != WCORE_PIECE_MEMORY && location->pieces[i].kind != WCORE_PIECE_NONE)
			return false;
	return true;
}

static bool has_value(const struct wcore_location *location)
{
	for (unsigned i = 0; i < location->count; i++)
		if (location->pieces[i].kind != WCORE_PIECE_NONE)
			return true;
	return false;
}

/* The instruction in front of a place's first one gave the value, or what it was copied from. */
static uint32_t since(struct check *check, const struct wcore_inspect_live *live)
{
	uint32_t start, before;

	if (!check->query.text.data || !live->has_range || !live->start || live->is_argument)
		return 0;
	start = wcore_code_lines_at(check->entries, &check->block, check->scope->site.file, live->start);
	before = wcore_code_lines_at(check->entries, &check->block, check->scope->site.file, live->start - 1);
	check->begin = before > start ? before : start;
	return before && before < start ? before : start;
}

static bool is_constant_piece(const struct wcore_piece *piece)
{
	return piece->kind == WCORE_PIECE_BYTES ||
	       (piece->kind == WCORE_PIECE_VALUE && piece->value.trust == WCORE_LOCATION_CONSTANT);
}

static void withhold_rounds(const struct wcore_inspect_live *live, const struct check *check, struct wcore_location *location)
{
	bool is_known = false, is_round = false;

	for (unsigned i = 0; i < location->count; i++) {
		if (!is_constant_piece(&location->pieces[i]))
			continue;
		is_round = is_known ? is_round : is_in_loop(check);
		is_known = true;
		if (is_round)
			wcore_inspect_withhold_piece(live, &location->pieces[i], loop_reason);
	}
}

/* Whether a statement that the variable's place begins in sets it. */
static bool is_set_at(const struct check *check, uint32_t line)
{
	for (unsigned i = 0; i < check->count; i++)
		if (check->found[i].is_address || (check->found[i].first <= line && line <= check->found[i].last))
			return true;
	return wcore_assigned_is_named(&check->query, line, &check->scope->inspect->source_work);
}

/* A place that begins in a statement without the variable is that of another value. */
static bool is_stray(const struct check *check)
{
	return check->since && !is_set_at(check, check->since) && !is_set_at(check, check->begin);
}

static const char *stray_reason(const struct check *check)
{
	const char *why = wcore_arena_format(&check->scope->viewer->arena, "not in the dump: the debug information has it of line %" PRIu32
					     ", which does not name it", check->since);

	return why ? why : WCORE_INSPECT_MAY_HAVE_CHANGED;
}

static void withhold_all(const struct wcore_inspect_live *live, struct wcore_location *location, const char *why)
{
	for (unsigned i = 0; i < location->count; i++)
		if (location->pieces[i].kind == WCORE_PIECE_VALUE)
			wcore_inspect_withhold_piece(live, &location->pieces[i], why);
}

void wcore_inspect_withhold_lost(const struct wcore_inspect_live *live, const struct wcore_variable *variable,
				 bool is_constant, struct wcore_location *location)
{
	struct check check;

	if (!has_value(location))
		return;
	check_init(&check, live->scope, variable);
	check.is_value = !is_in_memory(location);
	check.since = since(&check, live);
	if (!live->has_range && !live->is_used)
		withhold_rounds(live, &check, location);
	if (!variable->is_param && !is_constant && check.is_value && is_stray(&check))
		withhold_all(live, location, stray_reason(&check));
	for (unsigned i = 0; i < check.count && !is_constant; i++) {
		struct spread spread = { .check = &check, .live = live, .location = location };
		const struct wcore_source_lexer lexer = { .text = check.found[i].part, .line = 1 };

		if (!is_lost(&check, &check.found[i]))
			continue;
		spread.why = reason(&check, &check.found[i]);
		if (!spread_part(&spread, lexer, variable->type, 0))
			lose_part(&spread, 0, UINT64_MAX);
	}
}
