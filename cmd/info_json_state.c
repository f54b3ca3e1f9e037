/* The state that a dump holds, as JSON. */
#include "info_json.h"

#include <inttypes.h>
#include <stdio.h>

#include "../libcore/wasm/index.h"
#include "json_key.h"

static void json_indices(struct wcore_json *json, const char *key, const uint32_t *items,
			 uint32_t count)
{
	wcore_json_key(json, key);
	wcore_json_begin_array(json);
	for (uint32_t i = 0; i < count; i++) {
		if (items[i] == WCORE_ABSENT)
			wcore_json_null(json);
		else
			wcore_json_number(json, items[i]);
	}
	wcore_json_end_array(json);
}

static void json_instances(struct wcore_json *json, const struct wcore_dump *dump)
{
	wcore_json_key(json, "instances");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; dump && i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];

		wcore_json_begin_object(json);
		json_key_number(json, "index", i);
		wcore_json_key(json, "module");
		if (instance->module == WCORE_ABSENT)
			wcore_json_null(json);
		else
			wcore_json_number(json, instance->module);
		json_indices(json, "memories", instance->memories, instance->memory_count);
		json_indices(json, "globals", instance->globals, instance->global_count);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

static const char *origin_name(enum wcore_name_origin origin)
{
	switch (origin) {
	case WCORE_NAME_FROM_NAMES: return "name section";
	case WCORE_NAME_FROM_EXPORT: return "export";
	case WCORE_NAME_FROM_IMPORT: return "import";
	default: return NULL;
	}
}

/* The key "owner": whose it is, and its name there. */
static void json_owner(struct wcore_json *json, const struct info_owner *owner)
{
	wcore_json_key(json, "owner");
	if (!owner->is_known) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	json_key_number(json, "instance", owner->instance);
	json_key_number(json, "index", owner->index);
	json_key_bool(json, "imported", owner->is_imported);
	json_key_string(json, "name", owner->name.text);
	json_key_string(json, "import_module", owner->name.module);
	json_key_text(json, "name_origin",
			   owner->name.text.data ? origin_name(owner->name.origin) : NULL);
	wcore_json_end_object(json);
}

static void json_limits(struct wcore_json *json, const struct wcore_limits *limits)
{
	wcore_json_key(json, "min");
	wcore_json_wide(json, limits->min);
	wcore_json_key(json, "max");
	if (limits->has_max)
		wcore_json_wide(json, limits->max);
	else
		wcore_json_null(json);
	json_key_text(json, "address_type", limits->is_64 ? "i64" : "i32");
	json_key_bool(json, "shared", limits->is_shared);
}

static void json_memory(struct wcore_json *json, const struct info_memory *memory)
{
	wcore_json_begin_object(json);
	json_key_number(json, "index", memory->memory->index);
	wcore_json_key(json, "size");
	if (memory->size == UINT64_MAX)
		wcore_json_null(json);
	else
		wcore_json_wide(json, memory->size);
	wcore_json_key(json, "page_size");
	wcore_json_wide(json, UINT64_C(1) << memory->page_log2);
	json_limits(json, &memory->memory->limits);
	wcore_json_key(json, "captured");
	if (memory->has_usage)
		wcore_json_number(json, memory->usage.captured);
	else
		wcore_json_null(json);
	wcore_json_key(json, "segments");
	if (memory->has_usage)
		wcore_json_number(json, memory->usage.segments);
	else
		wcore_json_null(json);
	json_owner(json, &memory->owner);
	wcore_json_end_object(json);
}

static void json_memories(struct wcore_json *json, const struct info *info)
{
	wcore_json_key(json, "memories");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; i < info->memory_count; i++)
		json_memory(json, &info->memories[i]);
	wcore_json_end_array(json);
	json_key_number(json, "memories_dropped", info->memory_total - info->memory_count);
	wcore_json_key(json, "captured");
	wcore_json_begin_object(json);
	json_key_bool(json, "exact", info->is_captured_exact);
	json_key_number(json, "at_most", info->captured_limit);
	json_key_number(json, "segments",
			     info->input.dump ? info->input.dump->segment_count : 0);
	wcore_json_end_object(json);
}

static void json_float(struct wcore_json *json, uint64_t bits, bool is_32)
{
	union { uint32_t bits; float value; } narrow = { .bits = (uint32_t)bits };
	union { uint64_t bits; double value; } wide = { .bits = bits };

	wcore_json_double(json, is_32 ? (double)narrow.value : wide.value);
}

/* As "value" has it: i32 a number, i64 and v128 strings, floats numbers where JSON can. */
static void json_value(struct wcore_json *json, const struct wcore_constant *constant)
{
	char hex[35] = "0x";

	switch (constant->type.code) {
	case WCORE_I32:
		wcore_json_signed(json, (int32_t)constant->bits);
		break;
	case WCORE_I64:
		wcore_json_wide_signed(json, (int64_t)constant->bits);
		break;
	case WCORE_F32:
	case WCORE_F64:
		json_float(json, constant->bits, constant->type.code == WCORE_F32);
		break;
	default:
		for (int i = 0; i < 16; i++)
			snprintf(hex + 2 + 2 * i, 3, "%02x", constant->v128[15 - i]);
		wcore_json_text(json, hex);
	}
}

static void json_constant(struct wcore_json *json, const struct wcore_constant *constant)
{
	static const char *const kinds[] = {
		[WCORE_CONST_VALUE] = "value", [WCORE_CONST_GLOBAL] = "global",
		[WCORE_CONST_REF_FUNC] = "function", [WCORE_CONST_REF_NULL] = "null",
		[WCORE_CONST_OTHER] = "not recorded",
	};
	bool is_value = constant->kind == WCORE_CONST_VALUE;
	char bits[19];

	json_key_text(json, "init", kinds[constant->kind]);
	wcore_json_key(json, "value");
	if (is_value)
		json_value(json, constant);
	else if (constant->kind == WCORE_CONST_GLOBAL || constant->kind == WCORE_CONST_REF_FUNC)
		wcore_json_number(json, constant->bits);
	else
		wcore_json_null(json);
	snprintf(bits, sizeof(bits), "0x%" PRIx64, constant->bits);
	json_key_text(json, "bits",
			   is_value && constant->type.code != WCORE_V128 ? bits : NULL);
}

static void json_globals(struct wcore_json *json, const struct info *info)
{
	char type[40];

	wcore_json_key(json, "globals");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; i < info->global_count; i++) {
		const struct wcore_global *global = info->globals[i].global;

		wcore_json_begin_object(json);
		json_key_number(json, "index", i);
		json_key_text(json, "type", wcore_valtype_name(global->type, type));
		json_key_bool(json, "mutable", global->is_mutable);
		json_constant(json, &global->init);
		json_owner(json, &info->globals[i].owner);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
	json_key_number(json, "globals_dropped", info->global_total - info->global_count);
}

static void json_tables(struct wcore_json *json, const struct wcore_index *index)
{
	char type[40];

	wcore_json_key(json, "tables");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; index && i < index->table_count; i++) {
		wcore_json_begin_object(json);
		json_key_number(json, "index", i);
		json_key_text(json, "type", wcore_valtype_name(index->tables[i].type, type));
		json_limits(json, &index->tables[i].limits);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

void info_json_state(struct wcore_json *json, const struct info *info)
{
	const struct wcore_dump *dump = info->input.dump;

	json_instances(json, dump);
	json_memories(json, info);
	json_globals(json, info);
	json_tables(json, dump ? dump->index : NULL);
}
