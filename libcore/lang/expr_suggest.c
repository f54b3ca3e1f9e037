/* The nearest name to one that is not there. */
#include "expr_tree.h"

#include <string.h>

#define NAME_SIZE 64

struct nearest {
	struct wcore_string sought, name;
	unsigned distance;	/* of name; only nearer ones are taken */
	char copy[NAME_SIZE];	/* of name, which may not live as long */
};

static unsigned smallest(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;

	return least < c ? least : c;
}

/* Insertions, deletions, changes, and swaps of neighbours; both names are at most NAME_SIZE long. */
static unsigned distance(struct wcore_string a, struct wcore_string b)
{
	unsigned rows[3][NAME_SIZE + 1];

	for (unsigned j = 0; j <= b.size; j++)
		rows[0][j] = j;
	for (unsigned i = 1; i <= a.size; i++) {
		unsigned *row = rows[i % 3], *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];

		row[0] = i;
		for (unsigned j = 1; j <= b.size; j++) {
			bool differ = a.data[i - 1] != b.data[j - 1];

			row[j] = smallest(row[j - 1] + 1, last[j] + 1, last[j - 1] + differ);
			if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
			    a.data[i - 2] == b.data[j - 1] && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
	}
	return rows[a.size % 3][b.size];
}

static void nearest_init(struct nearest *nearest, struct wcore_string sought)
{
	*nearest = (struct nearest){ .sought = sought };
	/* One mistake in a short name, two in a longer one. */
	nearest->distance = sought.size < 3 ? 1 : sought.size < 6 ? 2 : 3;
}

static void consider(struct nearest *nearest, struct wcore_string name)
{
	unsigned far;

	if (!name.data || !name.size || name.size > NAME_SIZE || nearest->sought.size > NAME_SIZE)
		return;
	far = distance(nearest->sought, name);
	if (far >= nearest->distance)
		return;
	nearest->distance = far;
	memcpy(nearest->copy, name.data, name.size);
	nearest->name = (struct wcore_string){ nearest->copy, name.size };
}

static const char *text_of(struct wcore_eval *eval, const struct nearest *nearest)
{
	const char *text = NULL;

	if (nearest->name.data)
		text = wcore_arena_format(eval->arena, " (did you mean '%.*s'?)", (int)nearest->name.size,
					  nearest->name.data);
	return text ? text : "";
}

static void consider_members(struct wcore_eval *eval, struct nearest *nearest,
			     const struct wcore_type *type, unsigned depth)
{
	type = wcore_type_strip(type);
	if (depth > 8 || !eval->types || !wcore_type_complete(eval->types, type))
		return;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		if (member->is_base || !member->name.data)
			consider_members(eval, nearest, member->type, depth + 1);
		else
			consider(nearest, member->name);
	}
}

const char *wcore_expr_suggest_member(struct wcore_eval *eval, const struct wcore_type *type,
				      struct wcore_string name)
{
	struct nearest nearest;

	nearest_init(&nearest, name);
	consider_members(eval, &nearest, type, 0);
	return text_of(eval, &nearest);
}

static bool visit(void *context, const struct wcore_variable *variable)
{
	consider(context, variable->name);
	return true;
}

const char *wcore_expr_suggest_variable(struct wcore_eval *eval, struct wcore_string name)
{
	struct nearest nearest;

	nearest_init(&nearest, name);
	if (eval->types && eval->scope->frame && eval->scope->has_variables)
		wcore_variables_visit(eval->types, &eval->scope->site, eval->scope->address, visit, &nearest);
	return text_of(eval, &nearest);
}
