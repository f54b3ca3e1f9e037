/* What --check, --report and --rules say of secrets; never what they are. */
#include <inttypes.h>
#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "../libcore/layout/owner.h"
#include "json_key.h"
#include "mem_owner.h"
#include "strip_redact.h"

/* Whose the addresses of each memory are; NULL where nobody knows. */
struct owners {
	struct wcore_owners **items;
	uint32_t count;
};

static void open_owners(const struct strip_file *file, struct owners *ret)
{
	*ret = (struct owners){ 0 };
	if (!file->target)
		return;
	ret->items = wcore_calloc((size_t)file->dump->memory_count + 1, sizeof(struct wcore_owners *));
	if (!ret->items)
		return;
	ret->count = file->dump->memory_count;
	for (uint32_t i = 0; i < ret->count; i++)
		wcore_error_destroy(wcore_owners_open(file->target, &file->dump->memories[i], NULL, &ret->items[i]));
}

static void close_owners(struct owners *owners)
{
	for (uint32_t i = 0; i < owners->count; i++)
		wcore_owners_close(owners->items[i]);
	free(owners->items);
}

static struct wcore_owner owner_of(const struct owners *owners, const struct wcore_redact_hit *hit)
{
	if (hit->place != WCORE_PLACE_MEMORY || hit->memory >= owners->count || !owners->items[hit->memory])
		return (struct wcore_owner){ .kind = WCORE_OWNER_NONE };
	return wcore_owners_find(owners->items[hit->memory], hit->address);
}

static void print_place(const struct wcore_cli *cli, const struct wcore_redact_hit *hit, const struct owners *owners)
{
	const struct wcore_owner owner = owner_of(owners, hit);

	switch (hit->place) {
	case WCORE_PLACE_MEMORY:
		printf("memory %" PRIu32 " at 0x%" PRIx64, hit->memory, hit->address);
		break;
	case WCORE_PLACE_SEGMENT:
		printf("data segment %" PRIu32, hit->number);
		break;
	case WCORE_PLACE_NAME: case WCORE_PLACE_SECTION:
		printf("%s ", hit->place == WCORE_PLACE_NAME ? "a name in section" : "section");
		wcore_cli_print(cli, WCORE_STYLE_END, hit->name);
		return;
	case WCORE_PLACE_GLOBAL:
		printf("global %" PRIu32, hit->number);
		break;
	default:
		printf("%s %" PRIu32 " of frame %" PRIu32 ", thread %" PRIu32, wcore_redact_place_name(hit->place), hit->number,
		       hit->frame, hit->thread);
		break;
	}
	if (hit->name.size) {
		fputs(", ", stdout);
		wcore_cli_print(cli, WCORE_STYLE_END, hit->name);
	} else if (owner.kind != WCORE_OWNER_NONE) {
		fputs(", ", stdout);
		wcore_owner_write(&owner, stdout);
	}
}

static void put_hit(struct wcore_json *json, const struct strip_redact *redact, const struct wcore_redact_hit *hit,
		    const struct owners *owners)
{
	const struct wcore_owner owner = owner_of(owners, hit);
	const bool is_value = hit->place == WCORE_PLACE_LOCAL || hit->place == WCORE_PLACE_OPERAND;

	wcore_json_begin_object(json);
	wcore_json_key(json, "rule");
	wcore_json_string(json, wcore_redact_rule_name(&redact->options, hit));
	json_key_text(json, "form", wcore_secret_form_name(hit->form));
	json_key_text(json, "place", wcore_redact_place_name(hit->place));
	wcore_json_key(json, "offset");
	wcore_json_number(json, hit->offset);
	wcore_json_key(json, "size");
	wcore_json_number(json, hit->size);
	if (hit->place == WCORE_PLACE_MEMORY) {
		wcore_json_key(json, "memory");
		wcore_json_number(json, hit->memory);
		json_key_wide(json, "address", hit->address);
		wcore_json_key(json, "owner");
		mem_owner_json(json, &owner);
	}
	if (is_value) {
		wcore_json_key(json, "thread");
		wcore_json_number(json, hit->thread);
		wcore_json_key(json, "frame");
		wcore_json_number(json, hit->frame);
	}
	if (is_value || hit->place == WCORE_PLACE_GLOBAL || hit->place == WCORE_PLACE_SEGMENT) {
		wcore_json_key(json, "index");
		wcore_json_number(json, hit->number);
	}
	if (hit->name.size) {
		wcore_json_key(json, "name");
		wcore_json_string(json, hit->name);
	}
	wcore_json_end_object(json);
}

void strip_redact_json(struct wcore_json *json, const struct strip_redact *redact, const struct strip_file *file,
		       const struct wcore_redaction *redaction)
{
	struct owners owners;

	open_owners(file, &owners);
	wcore_json_key(json, "secrets");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < redaction->hit_count; i++)
		put_hit(json, redact, &redaction->hits[i], &owners);
	wcore_json_end_array(json);
	close_owners(&owners);
}

void strip_redact_counts(FILE *out, const struct strip_redact *redact, const struct wcore_redaction *redaction)
{
	for (size_t i = 0; i < redaction->hit_count; i++) {
		const struct wcore_redact_hit *hit = &redaction->hits[i];
		uint64_t count = 0;
		bool is_first = true;

		for (size_t k = 0; k < redaction->hit_count; k++) {
			is_first = is_first && (k >= i || redaction->hits[k].rule != hit->rule);
			count += redaction->hits[k].rule == hit->rule;
		}
		if (!is_first)
			continue;
		fputs("  secrets by ", out);
		wcore_text_write(out, wcore_redact_rule_name(&redact->options, hit));
		fprintf(out, ": %" PRIu64 "\n", count);
	}
}

static void print_text(const struct wcore_cli *cli, const struct strip_redact *redact, const struct strip_file *file,
		       const struct wcore_redaction *redaction)
{
	struct owners owners;

	open_owners(file, &owners);
	for (size_t i = 0; i < redaction->hit_count; i++) {
		const struct wcore_redact_hit *hit = &redaction->hits[i];

		wcore_cli_print(cli, WCORE_STYLE_FILE, wcore_string_from(file->path));
		printf(": 0x%" PRIx64 ": ", hit->offset);
		wcore_cli_print(cli, WCORE_STYLE_END, wcore_redact_rule_name(&redact->options, hit));
		printf(", %" PRIu64 " bytes of %s in ", hit->size, wcore_secret_form_name(hit->form));
		print_place(cli, hit, &owners);
		putchar('\n');
	}
	close_owners(&owners);
}

void strip_redact_print(struct wcore_cli *cli, const struct strip_redact *redact, const struct strip_file *file,
			const struct wcore_redaction *redaction, bool is_json)
{
	struct wcore_json json;

	if (redaction->hit_count)
		wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	if (!is_json) {
		print_text(cli, redact, file, redaction);
		return;
	}
	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-strip-check/1");
	json_key_text(&json, "file", file->path);
	strip_redact_json(&json, redact, file, redaction);
	wcore_json_end_object(&json);
	putchar('\n');
}

static void list_json(const struct wcore_redact_rule *rule)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-strip-rules/1");
	wcore_json_key(&json, "name");
	wcore_json_string(&json, rule->name);
	wcore_json_key(&json, "about");
	wcore_json_string(&json, rule->about);
	wcore_json_key(&json, "pattern");
	wcore_json_string(&json, rule->pattern);
	json_key_text(&json, "check", wcore_redact_check_name(rule->check));
	wcore_json_end_object(&json);
	putchar('\n');
}

void strip_redact_list(const struct strip_redact *redact, bool json)
{
	for (size_t i = 0; i < redact->rules.count; i++) {
		const struct wcore_redact_rule *rule = &redact->rules.items[i];

		if (json)
			list_json(rule);
		else if (!rule->about.size)
			printf("%.*s\n", (int)rule->name.size, rule->name.data);
		else
			printf("%-22.*s %.*s\n", (int)rule->name.size, rule->name.data, (int)rule->about.size,
			       rule->about.data);
	}
}
