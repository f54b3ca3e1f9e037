#include "bt_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "json_key.h"

static void write_place(struct wcore_json *json, const struct wcore_site *site)
{
	json_key_string(json, "file", site ? site->file : (struct wcore_string){ 0 });
	json_key_known_number(json, "line", site && site->line > 0, site ? site->line : 0);
	json_key_known_number(json, "column", site && site->line > 0 && site->column > 0,
			      site ? site->column : 0);
}

static bool is_one_kind(uint32_t possible)
{
	return possible && (possible & (possible - 1)) == 0;
}

static void write_kinds(struct wcore_json *json, uint32_t possible)
{
	const char *proved = NULL;

	for (int kind = 0; kind < WCORE_TRAP_KINDS && is_one_kind(possible); kind++)
		if (possible == 1u << kind)
			proved = wcore_trap_kind_name((enum wcore_trap_kind)kind);
	json_key_text(json, "kind", proved);
	wcore_json_key(json, "possible");
	wcore_json_begin_array(json);
	for (int kind = 0; kind < WCORE_TRAP_KINDS; kind++)
		if (possible & 1u << kind)
			wcore_json_text(json, wcore_trap_kind_name((enum wcore_trap_kind)kind));
	wcore_json_end_array(json);
}

static void write_trap(struct wcore_json *json, const struct bt_dump *dump)
{
	const struct wcore_trap *trap = &dump->trap;
	const bool has_place = trap->has_place;

	wcore_json_key(json, "trap");
	wcore_json_begin_object(json);
	write_kinds(json, trap->possible);
	json_key_text(json, "detail", trap->detail[0] ? trap->detail : NULL);
	json_key_string(json, "module", has_place ? trap->module->name : (struct wcore_string){ 0 });
	json_key_known_number(json, "address", has_place, trap->address);
	json_key_text(json, "instruction", has_place ? trap->instruction : NULL);
	write_place(json, trap->has_site ? &trap->site : NULL);
	json_key_text(json, "message", dump->has_message ? dump->message.text : NULL);
	wcore_json_end_object(json);
}

static const char *dialect_of(const struct wcore_dump *dump)
{
	return dump->thread_count > 0 && dump->threads[0].dialect ? dump->threads[0].dialect->name
								  : NULL;
}

static void dump_begin(void *context, const struct bt_dump *dump)
{
	struct bt_json *state = context;
	struct wcore_json *json = &state->json;

	state->dump = dump;
	wcore_json_init(json, stdout);
	wcore_json_begin_object(json);
	json_key_text(json, "schema", "wcore-bt/1");
	json_key_text(json, "dump", dump->path);
	if (!dump->input.target)
		return;
	json_key_text(json, "dialect", dialect_of(dump->input.dump));
	write_trap(json, dump);
	if (dump->signature)
		json_key_text(json, "signature", dump->signature);
	wcore_json_key(json, "threads");
	wcore_json_begin_array(json);
}

static void thread_begin(void *context, const struct bt_thread *thread)
{
	struct wcore_json *json = &((struct bt_json *)context)->json;

	wcore_json_begin_object(json);
	json_key_string(json, "name", thread->thread->name);
	json_key_bool(json, "truncated", thread->is_truncated);
	wcore_json_key(json, "frames");
	wcore_json_begin_array(json);
}

static void write_value(struct wcore_json *json, const struct bt_value *value)
{
	char name[32];

	snprintf(name, sizeof(name), "%s[%" PRIu32 "]",
		 value->role == BT_VALUE_OPERAND ? "operand" : "local", value->index);
	wcore_json_begin_object(json);
	if (value->name.size > 0 || !value->is_wasm)
		json_key_string(json, "name", value->name.data ? value->name : WCORE_STRING(""));
	else
		json_key_text(json, "name", name);
	json_key_text(json, "type", value->type);
	value_json(json, &value->shown);
	wcore_json_end_object(json);
}

/* The values with one of two roles. */
static void write_values(struct wcore_json *json, const char *key, const struct bt_value_list *values,
			 enum bt_value_role role, enum bt_value_role other)
{
	wcore_json_key(json, key);
	wcore_json_begin_array(json);
	for (size_t i = 0; i < values->count; i++) {
		if (values->items[i].role != role && values->items[i].role != other)
			continue;
		write_value(json, &values->items[i]);
	}
	wcore_json_end_array(json);
}

/* As recorded, where the producer records an offset in the function. */
static void write_codeoffset(struct wcore_json *json, const struct bt_frame *line)
{
	const struct wcore_frame *frame = &line->physical->frame;
	const bool is_recorded = frame->position_kind == WCORE_POSITION_BODY ||
				 frame->position_kind == WCORE_POSITION_CODE;

	json_key_known_number(json, "codeoffset", is_recorded || line->has_body_offset,
			      is_recorded ? frame->recorded_offset : line->body_offset);
}

static void frame(void *context, const struct bt_dump *dump, const struct bt_thread *thread,
		  const struct bt_frame *line)
{
	struct bt_json *state = context;
	struct wcore_json *json = &state->json;
	const struct wcore_site *site = line->site;
	const bool has_name = site && site->name_origin != WCORE_NAME_FROM_NOTHING;
	const struct wcore_string none = { 0 };

	(void)thread;
	wcore_json_begin_object(json);
	json_key_number(json, "index", line->index);
	json_key_bool(json, "inlined", !line->is_last);
	json_key_number(json, "instance", line->physical->frame.instance);
	json_key_string(json, "module", line->physical->module->name);
	json_key_number(json, "funcidx", line->physical->funcidx);
	write_codeoffset(json, line);
	json_key_known_number(json, "address", line->has_address, line->address);
	json_key_string(json, "function", has_name ? site->function : none);
	json_key_string(json, "linkage_name", site ? site->linkage_name : none);
	write_place(json, line->place == BT_PLACE_LINE ? site : NULL);
	write_values(json, "args", &line->values, BT_VALUE_PARAM, BT_VALUE_PARAM);
	write_values(json, "locals", &line->values, BT_VALUE_LOCAL, BT_VALUE_LOCAL);
	if (dump->options->raw) {
		write_values(json, "wasm_locals", &line->raw, BT_VALUE_PARAM, BT_VALUE_LOCAL);
		write_values(json, "wasm_operands", &line->raw, BT_VALUE_OPERAND, BT_VALUE_OPERAND);
	}
	wcore_json_end_object(json);
}

static void thread_end(void *context, const struct bt_thread *thread)
{
	struct wcore_json *json = &((struct bt_json *)context)->json;

	(void)thread;
	wcore_json_end_array(json);
	wcore_json_end_object(json);
}

static void write_findings(void *context, const char *path, const struct wcore_findings *findings)
{
	struct wcore_json *json = context;

	for (size_t i = 0; i < findings->count; i++) {
		char *text;

		if (findings->items[i].severity == WCORE_SEVERITY_NOTE)
			continue;
		text = wcore_cli_finding_text(path, &findings->items[i]);
		if (text)
			wcore_json_text(json, text);
		free(text);
	}
}

static void dump_end(void *context, const struct bt_dump *dump)
{
	struct bt_json *state = context;
	struct wcore_json *json = &state->json;

	if (dump->input.target) {
		wcore_json_end_array(json);
		wcore_json_key(json, "warnings");
		wcore_json_begin_array(json);
		wcore_input_findings(&dump->input, write_findings, json);
		wcore_json_end_array(json);
	}
	if (dump->error)
		json_key_text(json, "error", dump->error);
	wcore_json_close(json);
	putchar('\n');
	if (dump->error)
		wcore_cli_complain(state->cli, dump->error);
}

void bt_json_init(struct bt_json *state, struct wcore_cli *cli, struct bt_sink *ret)
{
	*state = (struct bt_json){ .cli = cli };
	*ret = (struct bt_sink){ state, dump_begin, thread_begin, frame, thread_end, dump_end };
}
