#include "assigned.h"

/* Brackets in brackets; behind that the text is not understood. */
#define MAX_NESTING 200
/* Tokens of members and elements behind a name. */
#define MAX_PART 500
/* Bytes of lines that are passed over for one that is looked at. */
#define PASSED_OVER 64

/* A bracket that is open, or a statement: what stands in it may be a loop. */
struct level {
	bool is_round;			/* of a statement's head, or a list */
	bool is_loop, is_pending;	/* a loop; one whose body has not begun */
	uint32_t line;			/* of the loop's word */
	unsigned first;			/* assignments before it */
	unsigned begin;			/* assignments before the bracket */
	bool has_arms;			/* of a switch or match */
	bool is_else;			/* the statement is one: of the assignments from branch to branch_end */
	unsigned branch, branch_end;	/* those of the last if */
};

struct scan {
	const struct wcore_assigned_query *query;
	struct wcore_source_lexer lexer;
	struct wcore_source_token token, before, before_that;
	struct level levels[MAX_NESTING];	/* 0: around all brackets behind the declaration */
	unsigned depth;
	bool is_loop_head;	/* the declaration stands in a loop's head */
	bool is_in_head;	/* it stands in brackets that are closed; their body is not over */
	bool is_over;
	bool is_other;		/* a variable of the same name hides it, */
	bool is_other_of_head;	/* declared in the head of a statement */
	unsigned other_depth;
	bool is_open;		/* the last assignment's statement goes on */
	unsigned open_depth;
	unsigned count;
	struct wcore_assigned *found;
	bool is_run[WCORE_ASSIGNED_MAX];	/* in a loop with the line that was reached */
};

static bool is_one_of(struct wcore_string text, const char *const *words)
{
	for (; *words; words++)
		if (wcore_string_is(text, *words))
			return true;
	return false;
}

static bool is_text(const struct wcore_source_token *token, const char *text)
{
	return token->kind != WCORE_SOURCE_END && wcore_string_is(token->text, text);
}

static bool names(const struct wcore_assigned_query *query, const struct wcore_source_token *token)
{
	return token->kind == WCORE_SOURCE_NAME && wcore_string_equal(token->text, query->name);
}

/* Loops whose statement is over at a line. */
static void end_loop(struct scan *scan, struct level *level, uint32_t line)
{
	const uint32_t now = scan->query->now;

	if ((level->is_loop || level->is_pending) && level->line <= now && now <= line)
		for (unsigned i = level->first; i < scan->count; i++)
			scan->is_run[i] = true;
	level->is_pending = false;
}

/* These assignments are in other branches than what stands up to here. */
static void extend(struct scan *scan, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++)
		scan->found[i].until = scan->token.line;
}

static void end_branch(struct scan *scan, struct level *level)
{
	if (level->is_else)
		extend(scan, level->branch, level->branch_end);
	level->is_else = false;
}

static void end_assignment(struct scan *scan)
{
	if (!scan->is_open || scan->depth > scan->open_depth)
		return;
	scan->found[scan->count - 1].last = scan->token.line;
	scan->found[scan->count - 1].until = scan->token.line;
	scan->is_open = false;
}

static void open_bracket(struct scan *scan)
{
	struct level *level = &scan->levels[scan->depth];

	if (scan->depth + 1 == MAX_NESTING) {
		scan->is_over = true;
		return;
	}
	scan->levels[++scan->depth] = (struct level){ .is_round = is_text(&scan->token, "("), .begin = scan->count };
	if (!is_text(&scan->token, "{") || !level->is_pending)
		return;
	/* The statement's loop is over where its block is. */
	scan->levels[scan->depth].is_loop = true;
	scan->levels[scan->depth].line = level->line;
	scan->levels[scan->depth].first = level->first;
	level->is_pending = false;
}

static void close_bracket(struct scan *scan)
{
	const bool is_block = is_text(&scan->token, "}");

	if (!scan->depth) {
		/* It closes what the declaration stands in. */
		scan->is_in_head = scan->is_in_head || !is_block;
		scan->is_over = is_block;
		end_assignment(scan);
		return;
	}
	end_loop(scan, &scan->levels[scan->depth], scan->token.line);
	scan->depth--;
	end_assignment(scan);
	if (scan->levels[scan->depth + 1].has_arms)
		extend(scan, scan->levels[scan->depth + 1].begin, scan->count);
	if (is_block)
		end_branch(scan, &scan->levels[scan->depth]);
	if (scan->is_other && (scan->depth < scan->other_depth || (scan->is_other_of_head && is_block && scan->depth == scan->other_depth)))
		scan->is_other = false;
	scan->is_over = is_block && !scan->depth && scan->is_in_head;
}

static void end_statement(struct scan *scan)
{
	end_assignment(scan);
	if (scan->is_loop_head && !scan->is_in_head)
		return;
	end_loop(scan, &scan->levels[scan->depth], scan->token.line);
	end_branch(scan, &scan->levels[scan->depth]);
	if (scan->is_other && scan->is_other_of_head && scan->depth == scan->other_depth)
		scan->is_other = false;
	scan->is_over = !scan->depth && scan->is_in_head;
}

static bool is_loop_word(const struct wcore_source_token *token)
{
	static const char *const words[] = { "for", "while", "loop", "do", NULL };

	return token->kind == WCORE_SOURCE_NAME && is_one_of(token->text, words);
}

static void begin_branch(struct scan *scan)
{
	struct level *level = &scan->levels[scan->depth];

	if (is_text(&scan->token, "case") || is_text(&scan->token, "default")) {
		level->has_arms = true;
	} else if (is_text(&scan->token, "if") && !is_text(&scan->before, "else")) {
		level->branch = scan->count;
	} else if (is_text(&scan->token, "else")) {
		level->is_else = true;
		level->branch_end = scan->count;
	}
}

static void begin_loop(struct scan *scan)
{
	struct level *level = &scan->levels[scan->depth];

	if (level->is_pending || !is_loop_word(&scan->token))
		return;
	level->is_pending = true;
	/* A block that is a loop itself has begun before. */
	if (!level->is_loop) {
		level->line = scan->token.line;
		level->first = scan->count;
	}
}

/* Past members and elements behind a name, to the token behind them; what they are. */
static struct wcore_string skip_parts(struct wcore_source_lexer *lexer, struct wcore_source_token *token)
{
	struct wcore_string parts = { token->text.data, 0 };
	unsigned left = MAX_PART;

	while (left) {
		left--;
		if (is_text(token, "[")) {
			wcore_source_skip_brackets(lexer, &left);
		} else if (is_text(token, ".")) {
			*token = wcore_source_next(lexer);
			if (token->kind != WCORE_SOURCE_NAME && token->kind != WCORE_SOURCE_LITERAL)
				return parts;
		} else {
			return parts;
		}
		parts.size = (size_t)(lexer->text.data + lexer->pos - parts.data);
		*token = wcore_source_next(lexer);
	}
	return parts;
}

/* "int x", "let mut x", "T *x": another variable, from here on. */
static bool is_declaration(const struct scan *scan, const struct wcore_source_token *next)
{
	static const char *const no_types[] = {
		"return", "else", "do", "case", "in", "and", "or", "not", "if", "while", "match", "throw", "try", "move",
		"orelse", "catch", "defer", "delete", "sizeof", "goto", "break", "await", "yield", "co_return", "co_await", "co_yield", NULL,
	};
	static const char *const marks[] = { "*", "&", "&&", ">", NULL };

	/* "&mut x" is one use of it, "break :block x" another. */
	if (scan->before.kind == WCORE_SOURCE_NAME)
		return !is_one_of(scan->before.text, no_types) && !is_text(&scan->before_that, ":") &&
		       !(is_text(&scan->before, "mut") && is_text(&scan->before_that, "&"));
	return next->kind == WCORE_SOURCE_ASSIGN && is_text(next, "=") && is_one_of(scan->before.text, marks) &&
	       (scan->before_that.kind == WCORE_SOURCE_NAME || is_one_of(scan->before_that.text, marks));
}

static void hide(struct scan *scan)
{
	/* In the same block it is never seen again. */
	if (!scan->depth) {
		scan->is_over = true;
		return;
	}
	scan->is_other = true;
	scan->is_other_of_head = scan->levels[scan->depth].is_round;
	scan->other_depth = scan->depth - scan->is_other_of_head;
}

/* "&x" and "&mut x", but not "y & x". */
static bool takes_address(const struct scan *scan)
{
	const struct wcore_source_token *left = &scan->before_that;

	if (is_text(&scan->before, "mut"))
		return is_text(left, "&");
	return is_text(&scan->before, "&") && left->kind != WCORE_SOURCE_NAME && left->kind != WCORE_SOURCE_LITERAL &&
	       left->kind != WCORE_SOURCE_CLOSE;
}

static uint32_t outermost_loop(const struct scan *scan)
{
	for (unsigned i = 0; i <= scan->depth; i++)
		if (scan->levels[i].is_loop || scan->levels[i].is_pending)
			return scan->levels[i].line;
	return 0;
}

static void take_name(struct scan *scan)
{
	static const char *const members[] = { ".", "->", "::", "*", "&", "&&", NULL };
	struct wcore_source_lexer ahead = scan->lexer;
	struct wcore_source_token next = wcore_source_next(&ahead);
	bool is_assigned, is_address = takes_address(scan);
	struct wcore_string part;

	if (is_declaration(scan, &next)) {
		hide(scan);
		return;
	}
	if (scan->is_other || scan->is_open || scan->count == WCORE_ASSIGNED_MAX || (!is_address && is_one_of(scan->before.text, members)))
		return;
	part = skip_parts(&ahead, &next);
	is_assigned = next.kind == WCORE_SOURCE_ASSIGN || next.kind == WCORE_SOURCE_STEP ||
		      scan->before.kind == WCORE_SOURCE_STEP;
	if ((!is_assigned && !is_address) || (part.size && !scan->query->has_parts))
		return;
	scan->found[scan->count] = (struct wcore_assigned){
		.first = scan->token.line, .last = scan->token.line, .until = scan->token.line, .loop = outermost_loop(scan), .is_address = is_address,
		.part = part,
	};
	scan->is_run[scan->count++] = false;
	scan->is_open = true;
	scan->open_depth = scan->depth;
}

static void take(struct scan *scan)
{
	switch (scan->token.kind) {
	case WCORE_SOURCE_END:
		scan->is_over = true;
		break;
	case WCORE_SOURCE_OPEN:
		open_bracket(scan);
		break;
	case WCORE_SOURCE_CLOSE:
		close_bracket(scan);
		break;
	case WCORE_SOURCE_NAME:
		if (names(scan->query, &scan->token)) {
			take_name(scan);
		} else {
			begin_loop(scan);
			begin_branch(scan);
		}
		break;
	case WCORE_SOURCE_OTHER:
		if (is_text(&scan->token, ";"))
			end_statement(scan);
		else if (is_text(&scan->token, ","))
			end_assignment(scan);
		else if (is_text(&scan->token, "=>"))
			scan->levels[scan->depth].has_arms = true;
		break;
	case WCORE_SOURCE_LITERAL:
	case WCORE_SOURCE_ASSIGN:
	case WCORE_SOURCE_STEP:
		break;
	}
}

/*
 * At the start of a line, with so much of the text behind it as is looked at.  Lines that are passed over cost little;
 * what is read behind that spend() counts.  False when there is no such line, or no work left.
 */
static bool begin(struct wcore_source_lexer *lexer, const struct wcore_assigned_query *query, uint32_t line, uint64_t *work)
{
	if (!*work || !wcore_source_lexer_init(lexer, query->text, line))
		return false;
	if (lexer->text.size - lexer->pos > WCORE_ASSIGNED_BYTES)
		lexer->text.size = lexer->pos + WCORE_ASSIGNED_BYTES;
	const uint64_t spent = 1 + lexer->pos / PASSED_OVER;

	*work -= spent < *work ? spent : *work;
	return true;
}

static void spend(const struct wcore_source_lexer *lexer, size_t start, uint64_t *work)
{
	const uint64_t spent = lexer->pos - start;

	*work -= spent < *work ? spent : *work;
}

static bool is_in_line(const struct wcore_assigned_query *query, uint32_t line, uint64_t *work)
{
	struct wcore_source_token token;
	struct wcore_source_lexer lexer;
	size_t start;

	if (!begin(&lexer, query, line, work))
		return false;
	start = lexer.pos;
	do
		token = wcore_source_next(&lexer);
	while (token.kind != WCORE_SOURCE_END && token.line == line && !names(query, &token));
	spend(&lexer, start, work);
	return token.line == line && names(query, &token);
}

/* The first declaration of the name in the function; 0: there is none. */
static uint32_t find_in_function(const struct wcore_assigned_query *query, uint64_t *work)
{
	static const char *const words[] = { "var", "const", "let", "mut", NULL };
	struct wcore_source_token token = { .kind = WCORE_SOURCE_OTHER };
	struct wcore_source_lexer lexer;
	bool is_found = false, is_over = false;
	size_t start;
	int depth = 0;

	if (!begin(&lexer, query, query->function, work))
		return 0;
	start = lexer.pos;
	while (!is_found && !is_over) {
		const bool is_declared = token.kind == WCORE_SOURCE_NAME && is_one_of(token.text, words);

		token = wcore_source_next(&lexer);
		is_found = is_declared && names(query, &token);
		depth += is_text(&token, "{");
		is_over = token.kind == WCORE_SOURCE_END || (is_text(&token, "}") && --depth <= 0);
	}
	spend(&lexer, start, work);
	return is_found ? token.line : 0;
}

static uint32_t find_line(const struct wcore_assigned_query *query, uint64_t *work)
{
	return is_in_line(query, query->declared, work) ? query->declared : find_in_function(query, work);
}

/* Its loop is the first level's, which begins with it. */
static bool find_declaration(struct scan *scan, uint64_t *work)
{
	const uint32_t line = find_line(scan->query, work);
	bool is_loop = false;
	int open = 0;

	if (!line || !begin(&scan->lexer, scan->query, line, work))
		return false;
	for (;;) {
		scan->token = wcore_source_next(&scan->lexer);
		if (scan->token.kind == WCORE_SOURCE_END || scan->token.line != line)
			return false;
		if (names(scan->query, &scan->token))
			break;
		is_loop = is_loop || is_loop_word(&scan->token);
		open += is_text(&scan->token, "(");
		open -= is_text(&scan->token, ")");
	}
	scan->is_loop_head = is_loop && open > 0;
	scan->levels[0] = (struct level){ .is_pending = scan->is_loop_head, .line = line };
	return true;
}

/* Those that may have been run stay. */
static unsigned keep_run(struct scan *scan)
{
	const uint32_t now = scan->query->now;
	unsigned count = 0;

	for (unsigned i = 0; i < scan->count; i++)
		if (!now || scan->found[i].last < now || scan->is_run[i] || (scan->found[i].is_address && scan->found[i].first <= now))
			scan->found[count++] = scan->found[i];
	return count;
}

/* To the end of the variable's block. */
static void look_at_block(struct scan *scan)
{
	while (!scan->is_over) {
		scan->before_that = scan->before;
		scan->before = scan->token;
		scan->token = wcore_source_next(&scan->lexer);
		take(scan);
	}
}

unsigned wcore_assigned_find(const struct wcore_assigned_query *query, uint64_t *work,
			     struct wcore_assigned ret[WCORE_ASSIGNED_MAX])
{
	struct scan scan = { .query = query, .found = ret };
	size_t start;

	if (!find_declaration(&scan, work))
		return 0;
	start = scan.lexer.pos;
	look_at_block(&scan);
	spend(&scan.lexer, start, work);
	return keep_run(&scan);
}

bool wcore_assigned_is_in_loop(const struct wcore_assigned_query *query, uint64_t *work)
{
	/* Nothing is assigned to no name. */
	const struct wcore_assigned_query nothing = { .text = query->text };
	const uint32_t line = find_line(query, work);
	struct scan scan = { .query = &nothing };
	bool is_there = false;
	size_t start;

	if (!line || !begin(&scan.lexer, query, query->function, work))
		return false;
	start = scan.lexer.pos;
	while (!scan.is_over && !is_there) {
		scan.token = wcore_source_next(&scan.lexer);
		is_there = scan.token.line == line && names(query, &scan.token);
		if (!is_there)
			take(&scan);
	}
	spend(&scan.lexer, start, work);
	return is_there && outermost_loop(&scan);
}

/* Where a statement ends, or a block begins. */
static bool is_boundary(const struct wcore_source_token *token, const struct wcore_source_token *before)
{
	if (is_text(token, "{"))
		return !is_text(before, "=");
	return is_text(token, ";") || is_text(token, "}");
}

bool wcore_assigned_is_named(const struct wcore_assigned_query *query, uint32_t line, uint64_t *work)
{
	struct wcore_source_token token = { .kind = WCORE_SOURCE_OTHER }, before;
	const uint32_t declared = find_line(query, work);
	struct wcore_source_lexer lexer;
	bool has_name = false, is_named = false, is_behind = false, is_first = true;
	size_t start;

	if (!declared || line < declared || !begin(&lexer, query, declared, work))
		return true;
	start = lexer.pos;
	while (!is_named && !is_behind && token.kind != WCORE_SOURCE_END) {
		before = token;
		token = wcore_source_next(&lexer);
		is_behind = is_first && token.line > line;
		is_first = is_boundary(&token, &before);
		has_name = has_name || names(query, &token);
		is_named = has_name && is_first && token.line >= line && !is_behind;
		has_name = has_name && !is_first;
	}
	spend(&lexer, start, work);
	return is_named || (token.kind == WCORE_SOURCE_END && !is_behind);
}
