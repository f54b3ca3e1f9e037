/* The element section (5.5.12): declared in index.h and index_read.h. */
#include "index_read.h"

/* Bits of a segment's flags. */
enum { NOT_ACTIVE = 1, EXPLICIT = 2, EXPRESSIONS = 4 };

static struct wcore_error *skip_item(struct wcore_cursor *cursor, bool is_expression)
{
	struct wcore_constant constant;
	uint32_t funcidx;

	return is_expression ? wcore_constant_read(cursor, &constant) :
			       wcore_cursor_leb_u32(cursor, &funcidx);
}

static struct wcore_error *read_element(const struct wcore_module *module,
					struct wcore_cursor *cursor, struct wcore_element *ret)
{
	struct wcore_valtype type;
	uint64_t start = cursor->pos, released = start;
	uint32_t flags = 0;
	uint8_t kind;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &flags);

	if (!error && flags > 7)
		error = wcore_cursor_error(cursor, start, "an element segment with flags 0x%x",
					   flags);
	if (error)
		return error;
	*ret = (struct wcore_element){
		.mode = !(flags & NOT_ACTIVE) ? WCORE_ELEMENT_ACTIVE :
			flags & EXPLICIT ? WCORE_ELEMENT_DECLARED : WCORE_ELEMENT_PASSIVE,
		.is_expressions = flags & EXPRESSIONS,
	};
	if (ret->mode == WCORE_ELEMENT_ACTIVE) {
		if (flags & EXPLICIT)
			error = wcore_cursor_leb_u32(cursor, &ret->table);
		if (!error)
			error = wcore_constant_read(cursor, &ret->start);
	}
	if (!error && flags & (NOT_ACTIVE | EXPLICIT))
		error = ret->is_expressions ? wcore_valtype_read(cursor, &type) :
					      wcore_cursor_u8(cursor, &kind);
	if (!error)
		error = wcore_cursor_count(cursor, 1, "elements", &ret->count);
	ret->offset = cursor->pos;
	for (uint32_t i = 0; !error && i < ret->count; i++) {
		error = skip_item(cursor, ret->is_expressions);
		wcore_file_release_passed(module->file, cursor->pos, &released);
	}
	return error;
}

struct wcore_error *wcore_index_read_elements(struct wcore_index_state *state,
					      const struct wcore_section *section)
{
	struct wcore_index *index = &state->index;
	struct wcore_cursor cursor;
	uint64_t fit;
	uint32_t count = 0;
	struct wcore_error *error;

	wcore_section_cursor(state->module, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &count);
	if (error)
		return wcore_index_finding(state->module, error);
	fit = wcore_cursor_left(&cursor) / 3;
	if (count > fit)
		count = (uint32_t)fit + 1;	/* the last one cannot be read, which is then told */
	index->elements = wcore_index_take(state, section, sizeof(*index->elements), &count);
	if (!index->elements)
		return wcore_error_nomem();
	while (!error && index->element_count < count) {
		error = read_element(state->module, &cursor,
				     &index->elements[index->element_count]);
		if (!error)
			index->element_count++;
	}
	return wcore_index_finding(state->module, error);
}

/* Item i of a segment as a constant: REF_FUNC with the funcidx, REF_NULL, or OTHER. */
static bool read_item(struct wcore_index_state *state, const struct wcore_element *element,
		      uint32_t i, struct wcore_constant *ret)
{
	const struct wcore_section *section =
		wcore_module_section(state->module, WCORE_SECTION_ELEMENT);
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;
	uint32_t next = 0, funcidx = 0;
	uint64_t released;

	if (!section || i >= element->count)
		return false;
	wcore_section_cursor(state->module, section, &cursor);
	cursor.pos = element->offset;
	if (state->last.element == element && state->last.next <= i) {
		next = state->last.next;
		cursor.pos = state->last.pos;
	}
	released = cursor.pos;
	for (; !error && next < i; next++) {
		error = skip_item(&cursor, element->is_expressions);
		wcore_file_release_passed(state->module->file, cursor.pos, &released);
	}
	if (!error) {
		if (element->is_expressions) {
			error = wcore_constant_read(&cursor, ret);
		} else {
			error = wcore_cursor_leb_u32(&cursor, &funcidx);
			*ret = (struct wcore_constant){ .kind = WCORE_CONST_REF_FUNC,
							.bits = funcidx };
		}
	}
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	state->last.element = element;
	state->last.next = i + 1;
	state->last.pos = cursor.pos;
	return true;
}

int wcore_element_item(struct wcore_module *module, const struct wcore_element *element, uint32_t i,
		       uint32_t *ret_funcidx)
{
	struct wcore_constant constant;

	if (!read_item(wcore_index_state(module), element, i, &constant))
		return -1;
	if (constant.kind == WCORE_CONST_REF_FUNC)
		*ret_funcidx = (uint32_t)constant.bits;
	return constant.kind == WCORE_CONST_REF_FUNC ? 1 : constant.kind == WCORE_CONST_REF_NULL ? 0 : -1;
}

bool wcore_element_function(struct wcore_module *module, const struct wcore_element *element,
			    uint32_t i, uint32_t *ret_funcidx)
{
	return wcore_element_item(module, element, i, ret_funcidx) == 1;
}

static bool is_seen_outside(const struct wcore_index *index, uint32_t table)
{
	if (index->tables[table].is_imported)
		return true;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_TABLE &&
		    index->exports[i].index == table)
			return true;
	return false;
}

int wcore_index_table_slot(struct wcore_module *module, uint32_t table, uint64_t i,
			   uint32_t *ret_funcidx)
{
	const struct wcore_index *index = NULL;
	struct wcore_error *error = wcore_module_index(module, &index);
	int answer;

	if (error) {
		wcore_error_destroy(error);
		return -1;
	}
	if (table >= index->table_count || i >= index->tables[table].limits.min ||
	    is_seen_outside(index, table))
		return -1;
	answer = index->tables[table].has_init ? -1 : 0;
	/* Later segments overwrite earlier ones. */
	for (uint32_t k = 0; k < index->element_count; k++) {
		const struct wcore_element *element = &index->elements[k];
		struct wcore_constant item;

		if (element->mode != WCORE_ELEMENT_ACTIVE || element->table != table)
			continue;
		if (element->start.kind != WCORE_CONST_VALUE)
			return -1;
		if (i < element->start.bits || i - element->start.bits >= element->count)
			continue;
		if (!read_item(wcore_index_state(module), element,
			       (uint32_t)(i - element->start.bits), &item))
			return -1;
		switch (item.kind) {
		case WCORE_CONST_REF_FUNC:
			answer = 1;
			*ret_funcidx = (uint32_t)item.bits;
			break;
		case WCORE_CONST_REF_NULL:
			answer = 0;
			break;
		default:
			answer = -1;
		}
	}
	return answer;
}
