/* Types by their names.  Declared in type.h and type_state.h. */
#include <ctype.h>
#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#include "type_state.h"

/* Longer names are not compared. */
#define NAME_SIZE 16384
/* Definitions of one name that are held against each other. */
#define DEFINITIONS_MAX 32

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

/* "__2::", "__cxx11::" behind "std::": namespaces that a library's version puts in. */
static size_t inline_namespace(const char *text, size_t size)
{
	size_t i = 2;

	if (size < 3 || text[0] != '_' || text[1] != '_')
		return 0;
	while (i < size && isalpha((unsigned char)text[i]))
		i++;
	size_t digits = i;

	while (i < size && isdigit((unsigned char)text[i]))
		i++;
	return i > digits && i + 2 <= size && text[i] == ':' && text[i + 1] == ':' ? i + 2 : 0;
}

static bool ends_with(const char *buffer, size_t length, const char *text)
{
	size_t size = strlen(text);

	return length >= size && memcmp(buffer + length - size, text, size) == 0;
}

/* A name as it is compared: without spaces that mean nothing and namespaces that nobody writes. */
static size_t normalize(struct wcore_string name, char *buffer, size_t size)
{
	static const char anonymous[] = "(anonymous namespace)::";
	size_t length = 0;

	for (size_t i = 0; i < name.size && length < size; i++) {
		char c = name.data[i];

		if (c == ' ') {
			if (length && is_word(buffer[length - 1]) && i + 1 < name.size &&
			    is_word(name.data[i + 1]))
				buffer[length++] = ' ';
			continue;
		}
		if (name.size - i >= sizeof(anonymous) - 1 &&
		    memcmp(name.data + i, anonymous, sizeof(anonymous) - 1) == 0) {
			i += sizeof(anonymous) - 2;
			continue;
		}
		if (ends_with(buffer, length, "std::")) {
			size_t skipped = inline_namespace(name.data + i, name.size - i);

			if (skipped) {
				i += skipped - 1;
				continue;
			}
		}
		buffer[length++] = c;
	}
	return length;
}

static struct wcore_string trimmed(struct wcore_string name)
{
	while (name.size && name.data[0] == ' ') {
		name.data++;
		name.size--;
	}
	while (name.size && name.data[name.size - 1] == ' ')
		name.size--;
	return name;
}

/* Takes "struct " and the like from a name. */
static struct wcore_string without_tag(struct wcore_string name, enum wcore_type_kind *tag)
{
	static const struct { const char *word; enum wcore_type_kind kind; } tags[] = {
		{ "struct ", WCORE_TYPE_STRUCT }, { "class ", WCORE_TYPE_STRUCT },
		{ "union ", WCORE_TYPE_UNION }, { "enum ", WCORE_TYPE_ENUM },
	};

	name = trimmed(name);
	if (wcore_string_starts(name, "::")) {
		name.data += 2;
		name.size -= 2;
	}
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (!wcore_string_starts(name, tags[i].word))
			continue;
		name.data += strlen(tags[i].word);
		name.size -= strlen(tags[i].word);
		if (*tag == WCORE_TYPE_UNKNOWN)
			*tag = tags[i].kind;
		break;
	}
	return trimmed(name);
}

static bool has_kind(uint16_t tag, enum wcore_type_kind kind)
{
	switch (kind) {
	case WCORE_TYPE_STRUCT:
	case WCORE_TYPE_CLASS:
		return tag == DW_TAG_structure_type || tag == DW_TAG_class_type ||
		       tag == DW_TAG_interface_type;
	case WCORE_TYPE_UNION:
		return tag == DW_TAG_union_type;
	case WCORE_TYPE_ENUM:
		return tag == DW_TAG_enumeration_type;
	default:
		return true;
	}
}

/* How well a name fits what was asked for; lower is better. */
enum fit { FIT_EXACT, FIT_ARGUMENTS, FIT_TAIL, FIT_TAIL_ARGUMENTS, FIT_NONE };

/* "vector<int>" is asked for and the name is "vector<int,allocator<int>>". */
static bool fits_arguments(struct wcore_string name, struct wcore_string wanted)
{
	if (!wanted.size || wanted.data[wanted.size - 1] != '>' || name.size <= wanted.size)
		return false;
	return memcmp(name.data, wanted.data, wanted.size - 1) == 0 &&
	       name.data[wanted.size - 1] == ',';
}

/* Where the last part of a name begins, or the last two, ...: the next border from the end. */
static size_t border(struct wcore_string name, size_t from)
{
	size_t depth = 0;

	for (size_t i = from; i > 0; i--) {
		char c = name.data[i - 1];

		if (c == '>' || c == ')' || c == '}')
			depth++;
		else if ((c == '<' || c == '(' || c == '{') && depth)
			depth--;
		else if (!depth && (c == '.' || (c == ':' && i > 1 && name.data[i - 2] == ':')))
			return i;
	}
	return 0;
}

static enum fit fit_of(struct wcore_string name, struct wcore_string wanted)
{
	enum fit best = FIT_NONE;

	if (wcore_string_equal(name, wanted))
		return FIT_EXACT;
	if (fits_arguments(name, wanted))
		return FIT_ARGUMENTS;
	for (size_t at = border(name, name.size); at > 0; at = border(name, at > 2 ? at - 1 : 0)) {
		struct wcore_string tail = { name.data + at, name.size - at };

		if (wcore_string_equal(tail, wanted))
			return FIT_TAIL;
		if (fits_arguments(tail, wanted))
			best = FIT_TAIL_ARGUMENTS;
	}
	return best;
}

struct search {
	struct wcore_types *types;
	struct wcore_string wanted;	/* normalized */
	enum wcore_type_kind tag;
	char name[NAME_SIZE], scratch[NAME_SIZE];
	/* The best so far. */
	enum fit fit;
	struct wcore_entry entry;
	char best[NAME_SIZE];
	size_t best_size;
	bool is_ambiguous;	/* another name fits as well */
};

/* The whole name of an entry, normalized; absent when it is too long. */
static struct wcore_string whole_name(struct wcore_types *types, const struct wcore_entry *entry,
				      char *scratch, char *buffer)
{
	size_t size = wcore_entry_qualified_name(types, entry, true, scratch, NAME_SIZE);

	if (size + 1 >= NAME_SIZE)
		return (struct wcore_string){ 0 };
	return (struct wcore_string){
		buffer, normalize((struct wcore_string){ scratch, size }, buffer, NAME_SIZE) };
}

static bool is_before(const struct wcore_entry *a, const struct wcore_entry *b)
{
	if (a->unit != b->unit)
		return a->unit->number < b->unit->number;
	return a->offset < b->offset;
}

static bool visit_type(void *context, const struct wcore_entry *entry)
{
	struct search *search = context;

	if (!has_kind(entry->tag, search->tag))
		return true;
	struct wcore_string name =
		whole_name(search->types, entry, search->scratch, search->name);

	if (!name.data || !wcore_dwarf_spend(entry->unit->unit.form.data, name.size))
		return true;
	enum fit fit = fit_of(name, search->wanted);

	if (fit > search->fit || fit == FIT_NONE)
		return true;
	bool is_same = fit == search->fit && name.size == search->best_size &&
		       memcmp(name.data, search->best, name.size) == 0;

	if (fit == search->fit && !is_same)
		search->is_ambiguous = true;
	if (fit < search->fit)
		search->is_ambiguous = false;
	if (fit < search->fit || (is_same && is_before(entry, &search->entry))) {
		search->fit = fit;
		search->entry = *entry;
		memcpy(search->best, name.data, name.size);
		search->best_size = name.size;
	}
	return true;
}

struct wcore_type_index *wcore_types_index(struct wcore_types *types)
{
	if (!types->index)
		types->index = wcore_type_index_create(types->entries);
	return types->index;
}

bool wcore_entry_has_name(struct wcore_types *types, const struct wcore_entry *entry,
			  struct wcore_string name)
{
	char *buffers = wcore_malloc(3 * NAME_SIZE);
	bool is_it = false;

	if (!buffers)
		return false;
	struct wcore_string whole = whole_name(types, entry, buffers, buffers + NAME_SIZE);
	struct wcore_string wanted = {
		buffers + 2 * (size_t)NAME_SIZE,
		normalize(trimmed(name), buffers + 2 * (size_t)NAME_SIZE, NAME_SIZE),
	};

	if (wcore_string_starts(wanted, "::"))
		is_it = whole.data && wanted.size - 2 == whole.size &&
			memcmp(wanted.data + 2, whole.data, whole.size) == 0;
	else
		is_it = whole.data && wanted.size && fit_of(whole, wanted) <= FIT_TAIL_ARGUMENTS;
	free(buffers);
	return is_it;
}

/* "unsigned", "long unsigned int": the words of an integer of C, as DWARF has them. */
static struct wcore_string basic_name(struct wcore_string name, char *buffer, size_t size)
{
	unsigned longs = 0, shorts = 0, chars = 0, ints = 0, is_unsigned = 0, is_signed = 0;
	static const char *const words[] = { "long", "short", "char", "int", "unsigned",
					     "signed" };
	unsigned *const counts[] = { &longs, &shorts, &chars, &ints, &is_unsigned, &is_signed };

	for (size_t i = 0; i < name.size;) {
		size_t end = i, word = 0;

		while (end < name.size && name.data[end] != ' ')
			end++;
		while (word < 6 && !(strlen(words[word]) == end - i &&
				     memcmp(words[word], name.data + i, end - i) == 0))
			word++;
		if (word == 6)
			return name;
		++*counts[word];
		i = end + 1;
	}
	if (longs > 2 || shorts > 1 || chars > 1 || ints > 1 || is_unsigned + is_signed > 1 ||
	    (longs && shorts) || (chars && (longs || shorts || ints)))
		return name;
	snprintf(buffer, size, "%s%s%s",
		 is_unsigned ? "unsigned " : is_signed && chars ? "signed " : "",
		 longs == 2 ? "long long" : longs ? "long" : shorts ? "short" : "",
		 chars ? "char" : longs || shorts ? "" : "int");
	return wcore_string_from(buffer);
}

static void search_name(struct search *search, struct wcore_string name,
			const struct wcore_entry_unit *near)
{
	struct wcore_type_index *index = wcore_types_index(search->types);

	if (!index)
		return;
	if (near) {
		wcore_type_index_unit(index, near);
		wcore_type_index_find(index, WCORE_INDEX_TYPES, name, near, visit_type, search);
	}
	if (search->fit == FIT_NONE) {
		wcore_type_index_all(index);
		wcore_type_index_find(index, WCORE_INDEX_TYPES, name, NULL, visit_type, search);
	}
}

const struct wcore_type *wcore_types_find(struct wcore_types *types, struct wcore_string name,
					  enum wcore_type_kind tag,
					  const struct wcore_entry_unit *near)
{
	/* GCC writes "long unsigned int" and clang "unsigned long". */
	static const char *const spellings[][2] = {
		{ "unsigned long", "long unsigned int" }, { "long", "long int" },
		{ "unsigned long long", "long long unsigned int" }, { "long long", "long long int" },
		{ "unsigned short", "short unsigned int" }, { "short", "short int" },
	};
	struct search *search = wcore_calloc(1, sizeof(*search));
	char wanted[NAME_SIZE / 4], basic[64];
	const struct wcore_type *found = NULL;

	if (!search)
		return NULL;
	name = without_tag(name, &tag);
	search->types = types;
	search->tag = tag;
	search->fit = FIT_NONE;
	search->wanted = (struct wcore_string){ wanted, normalize(name, wanted, sizeof(wanted)) };
	if (tag == WCORE_TYPE_UNKNOWN)
		search->wanted = basic_name(search->wanted, basic, sizeof(basic));
	if (search->wanted.size && search->wanted.size < sizeof(wanted))
		search_name(search, search->wanted, near);
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (search->fit == FIT_NONE && wcore_string_is(search->wanted, spellings[i][0])) {
			search->wanted = wcore_string_from(spellings[i][1]);
			search_name(search, search->wanted, near);
		}
	if (search->fit != FIT_NONE && !search->is_ambiguous)
		found = wcore_types_at(types, &search->entry);
	free(search);
	return found;
}

/* Definitions of a declared name. */
struct definitions {
	struct wcore_types *types;
	struct wcore_string wanted;
	const struct wcore_entry_unit *unit;	/* of the declaration */
	uint16_t tag;
	char name[NAME_SIZE], scratch[NAME_SIZE];
	struct wcore_entry items[DEFINITIONS_MAX];
	unsigned count;
};

static bool visit_definition(void *context, const struct wcore_entry *entry)
{
	struct definitions *definitions = context;
	bool is_class = definitions->tag != DW_TAG_union_type &&
			definitions->tag != DW_TAG_enumeration_type;

	if (is_class ? !has_kind(entry->tag, WCORE_TYPE_STRUCT) : entry->tag != definitions->tag)
		return true;
	struct wcore_string name =
		whole_name(definitions->types, entry, definitions->scratch, definitions->name);

	if (!name.data || !wcore_string_equal(name, definitions->wanted))
		return true;
	/* What has no name has none in other units. */
	if (entry->unit != definitions->unit &&
	    strstr(definitions->scratch, "(anonymous namespace)"))
		return true;
	definitions->items[definitions->count++] = *entry;
	return definitions->count < DEFINITIONS_MAX;
}

/* Size, and names and places of the members. */
static uint64_t shape_of(struct wcore_types *types, const struct wcore_entry *entry)
{
	struct wcore_entry child;
	uint64_t hash = UINT64_C(14695981039346656037), number = 0;

	wcore_entry_number(entry, DW_AT_byte_size, &number);
	hash = (hash ^ number) * UINT64_C(1099511628211);
	for (bool is_there = wcore_entry_child(entry, &child); is_there;
	     is_there = wcore_entry_sibling(types->entries, &child, &child)) {
		struct wcore_string name;

		if (child.tag != DW_TAG_member && child.tag != DW_TAG_enumerator)
			continue;
		name = wcore_entry_string(&child, DW_AT_name);
		for (size_t i = 0; i < name.size; i++)
			hash = (hash ^ (uint8_t)name.data[i]) * UINT64_C(1099511628211);
		number = 0;
		wcore_entry_number(&child,
				   child.tag == DW_TAG_member ? DW_AT_data_member_location
							      : DW_AT_const_value,
				   &number);
		hash = (hash ^ number) * UINT64_C(1099511628211);
	}
	return hash;
}

/* Units of C may give one name to types that differ: then none is taken. */
static bool choose(struct definitions *definitions, struct wcore_entry *ret)
{
	if (!definitions->count)
		return false;
	*ret = definitions->items[0];
	for (unsigned i = 1; i < definitions->count; i++) {
		if (shape_of(definitions->types, &definitions->items[i]) !=
		    shape_of(definitions->types, &definitions->items[0]))
			return false;
		if (is_before(&definitions->items[i], ret))
			*ret = definitions->items[i];
	}
	return true;
}

static bool find_definition(struct definitions *definitions, const struct wcore_entry *declaration,
			    struct wcore_string name, struct wcore_entry *ret)
{
	struct wcore_type_index *index = wcore_types_index(definitions->types);
	const struct wcore_entry_unit *unit = declaration->unit;
	char wanted[NAME_SIZE];

	if (!index)
		return false;
	definitions->wanted =
		whole_name(definitions->types, declaration, definitions->scratch, wanted);
	if (!definitions->wanted.data)
		return false;
	bool is_anonymous = strstr(definitions->scratch, "(anonymous namespace)") != NULL;

	wcore_type_index_unit(index, unit);
	wcore_type_index_find(index, WCORE_INDEX_TYPES, name, unit, visit_definition, definitions);
	if (choose(definitions, ret))
		return true;
	if (definitions->count || is_anonymous)
		return false;
	wcore_type_index_all(index);
	wcore_type_index_find(index, WCORE_INDEX_TYPES, name, NULL, visit_definition, definitions);
	return choose(definitions, ret);
}

bool wcore_types_definition(struct wcore_types *types, const struct wcore_entry *declaration,
			    struct wcore_entry *ret)
{
	struct wcore_string name = wcore_entry_name(types->entries, declaration);
	struct definitions *definitions;
	bool is_found;

	if (wcore_entry_reference(types->entries, declaration, DW_AT_signature, ret))
		return !wcore_entry_flag(ret, DW_AT_declaration);
	if (!name.size)
		return false;
	definitions = wcore_calloc(1, sizeof(*definitions));
	if (!definitions)
		return false;
	definitions->types = types;
	definitions->tag = declaration->tag;
	definitions->unit = declaration->unit;
	is_found = find_definition(definitions, declaration, name, ret);
	free(definitions);
	return is_found;
}
