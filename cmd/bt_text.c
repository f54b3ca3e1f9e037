#include "bt_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "../libcore/analysis/reason.h"
#include "../libcore/base/text.h"

static void print_place(const struct wcore_cli *cli, const struct wcore_site *site)
{
	fputs(wcore_cli_style(cli, WCORE_STYLE_FILE), stdout);
	wcore_text_write(stdout, site->short_file.data ? site->short_file : site->file);
	fputs(wcore_cli_style(cli, WCORE_STYLE_END), stdout);
	printf(":%" PRIu32, site->line);
	if (site->column > 0)
		printf(":%" PRIu32, site->column);
}

static void print_address(const struct wcore_cli *cli, struct wcore_string module,
			  uint64_t address)
{
	fputs(wcore_cli_style(cli, WCORE_STYLE_ADDRESS), stdout);
	wcore_text_write(stdout, module);
	printf("+0x%" PRIx64 "%s", address, wcore_cli_style(cli, WCORE_STYLE_END));
}

/* Kinds whose detail says what was accessed: it is no afterthought. */
static bool is_told_by_operands(uint32_t possible)
{
	return possible == WCORE_KIND_BIT(MEMORY_BOUNDS) || possible == WCORE_KIND_BIT(TABLE_BOUNDS) ||
	       possible == WCORE_KIND_BIT(NULL_ELEMENT) || possible == WCORE_KIND_BIT(SIGNATURE);
}

static void print_trap(const struct bt_dump *dump)
{
	const struct wcore_trap *trap = &dump->trap;
	const struct wcore_cli *cli = dump->cli;
	char kinds[WCORE_CLI_TRAP_KINDS_SIZE];

	printf("Trap: %s", wcore_cli_style(cli, WCORE_STYLE_TRAP));
	fputs(wcore_cli_trap_kinds(trap->possible, kinds, sizeof(kinds)), stdout);
	fputs(wcore_cli_style(cli, WCORE_STYLE_END), stdout);
	if (trap->has_place) {
		printf(" (%s at ", trap->instruction);
		print_address(cli, wcore_cli_module_label(trap->module), trap->address);
		if (dump->is_trap_elsewhere) {
			fputs(", ", stdout);
			print_place(cli, &trap->site);
		}
		putchar(')');
	}
	putchar('\n');
	if (trap->detail[0] && (cli->verbose || !trap->possible || is_told_by_operands(trap->possible))) {
		fputs("    ", stdout);
		wcore_text_write(stdout, wcore_string_from(trap->detail));
		putchar('\n');
	}
}

static void print_message(const struct bt_dump *dump)
{
	const struct wcore_message *message = &dump->message;

	if (!dump->has_message)
		return;
	printf("Message: %s", wcore_cli_style(dump->cli, WCORE_STYLE_TRAP));
	wcore_text_write(stdout, wcore_string_from(message->text));
	printf("%s%s", message->is_cut ? "..." : "", wcore_cli_style(dump->cli, WCORE_STYLE_END));
	if (message->file[0]) {
		fputs(" (", stdout);
		wcore_cli_print(dump->cli, WCORE_STYLE_FILE, wcore_string_from(message->file));
		if (message->line > 0)
			printf(":%" PRIu32, message->line);
		if (message->column > 0)
			printf(":%" PRIu32, message->column);
		putchar(')');
	}
	putchar('\n');
}

static void dump_begin(void *context, const struct bt_dump *dump)
{
	struct bt_text *text = context;

	if (!dump->input.target)
		return;
	if (dump->is_one_of_many) {
		if (text->has_output)
			putchar('\n');
		wcore_cli_print(text->cli, WCORE_STYLE_HEADING, wcore_string_from(dump->path));
		fputs(":\n", stdout);
	}
	text->has_output = true;
	if (dump->has_trap)
		print_trap(dump);
	print_message(dump);
}

static void thread_begin(void *context, const struct bt_thread *thread)
{
	const struct bt_text *text = context;
	const struct wcore_thread *recorded = thread->thread;
	char number[32];

	printf("%sThread ", wcore_cli_style(text->cli, WCORE_STYLE_HEADING));
	if (recorded->name.size > 0)
		wcore_text_write(stdout, recorded->name);
	else
		printf("%" PRIu32, recorded->index);
	printf("%s, %s frame%s\n", wcore_cli_style(text->cli, WCORE_STYLE_END),
	       wcore_text_thousands(recorded->frame_count, number),
	       recorded->frame_count == 1 ? "" : "s");
}

static void print_index(const struct bt_frame *frame)
{
	char number[24];

	if (frame->fold.times > 1) {
		printf("#%" PRIu64 "-#%" PRIu64 " ", frame->index, frame->fold.last);
		return;
	}
	snprintf(number, sizeof(number), "#%" PRIu64, frame->index);
	printf("%-3s ", number);
}

/* C++ names without their parameters' types where the arguments follow. */
static struct wcore_string function_of(const struct bt_frame *frame)
{
	struct wcore_string name = frame->site->function;
	size_t end = name.size, depth = 0;

	if (!frame->has_values || !wcore_string_starts(frame->site->linkage_name, "_Z"))
		return name;
	while (end > 0 && name.data[end - 1] != ')')
		end--;
	for (size_t i = end; i-- > 0;) {
		depth += name.data[i] == ')';
		depth -= name.data[i] == '(';
		if (depth > 0)
			continue;
		/* "operator()" alone has no parameters behind it. */
		if (i > 0 && !wcore_string_ends((struct wcore_string){ name.data, i }, "operator"))
			name.size = i;
		break;
	}
	return name;
}

static void print_function(const struct wcore_cli *cli, const struct bt_frame *frame)
{
	if (frame->site)
		wcore_cli_print(cli, WCORE_STYLE_FUNCTION, function_of(frame));
	else
		printf("%sfunc[%" PRIu32 "]%s", wcore_cli_style(cli, WCORE_STYLE_FUNCTION),
		       frame->physical->funcidx, wcore_cli_style(cli, WCORE_STYLE_END));
	if (frame->inlined_into.data) {
		fputs(" [inlined into ", stdout);
		wcore_text_write(stdout, frame->inlined_into);
		putchar(']');
	}
}

static void print_frame_place(const struct wcore_cli *cli, const struct bt_frame *frame)
{
	switch (frame->place) {
	case BT_PLACE_LINE:
		fputs(" at ", stdout);
		print_place(cli, frame->site);
		return;
	case BT_PLACE_ADDRESS:
		fputs(" at ", stdout);
		print_address(cli, frame->module, frame->address);
		return;
	case BT_PLACE_BODY:
		printf("+0x%" PRIx64, frame->body_offset);
		break;
	case BT_PLACE_CODE:
		printf("+0x%" PRIx64 " (from its first instruction)", frame->body_offset);
		break;
	case BT_PLACE_FUNCTION:
		break;
	}
	fputs(" in ", stdout);
	wcore_text_write(stdout, frame->module);
}

static void print_offsets(const struct wcore_cli *cli, const struct bt_frame *frame)
{
	fputs(" (", stdout);
	if (frame->has_address) {
		print_address(cli, frame->module, frame->address);
		fputs(", ", stdout);
	}
	printf("func[%" PRIu32 "]", frame->physical->funcidx);
	if (frame->has_body_offset)
		printf("+0x%" PRIx64, frame->body_offset);
	if (frame->has_code_address)
		printf(", code+0x%" PRIx64, frame->code_address);
	putchar(')');
}

static const char *ordinal_suffix(uint64_t number)
{
	static const char *const suffixes[] = { "th", "st", "nd", "rd" };
	const uint64_t last = number % 10;

	return number / 10 % 10 == 1 || last > 3 ? "th" : suffixes[last];
}

static void print_fold(const struct bt_fold_info *fold)
{
	char number[32];

	if (fold->times == 1)
		return;
	printf(" (%s frames", wcore_text_thousands(fold->times, number));
	if (fold->step > 1)
		printf(", every %" PRIu64 "%s", fold->step, ordinal_suffix(fold->step));
	putchar(')');
}

static void frame(void *context, const struct bt_dump *dump, const struct bt_thread *thread,
		  const struct bt_frame *line)
{
	struct bt_text *text = context;
	const struct bt_options *options = dump->options;

	(void)thread;
	print_index(line);
	print_function(text->cli, line);
	if (line->has_values)
		bt_text_arguments(text, line);
	print_frame_place(text->cli, line);
	if (line->physical->is_inferred)
		fputs(" [inferred]", stdout);
	if (line->physical->module->is_forced)
		fputs(" [forced module]", stdout);
	if (options->offsets)
		print_offsets(text->cli, line);
	print_fold(&line->fold);
	putchar('\n');
	if (options->source && line->place == BT_PLACE_LINE)
		bt_text_source(dump, line);
	if (options->full)
		bt_text_values(text, &line->values, options->raw ? BT_TEXT_VARIABLES : BT_TEXT_KNOWN);
	bt_text_values(text, &line->raw, BT_TEXT_ALL);
}

static void thread_end(void *context, const struct bt_thread *thread)
{
	struct bt_text *text = context;
	const char *dim = wcore_cli_style(text->cli, WCORE_STYLE_DIM);
	const char *end = wcore_cli_style(text->cli, WCORE_STYLE_END);
	char number[32];

	if (thread->hidden > 0)
		printf("%s(%s more frame%s)%s\n", dim, wcore_text_thousands(thread->hidden, number),
		       thread->hidden == 1 ? "" : "s", end);
	if (thread->is_truncated)
		printf("%s(the producer kept the youngest %" PRIu32
		       " frames: older frames are missing)%s\n",
		       dim, thread->thread->frame_count, end);
	value_print_legend(text->cli, &text->marks);
}

struct messages {
	struct wcore_cli *cli;
	const struct bt_dump *dump;
};

/* A dump that breaks off gets one line, its error: what else is odd about its bytes is for -v. */
static void print_findings(void *context, const char *path, const struct wcore_findings *findings)
{
	const struct messages *messages = context;
	const struct wcore_dump *dump = messages->dump->input.dump;

	if (messages->dump->error && !messages->cli->verbose && dump &&
	    (findings == &dump->findings || findings == &dump->wasm->findings))
		return;
	wcore_cli_findings(messages->cli, path, findings);
}

static void print_messages(struct wcore_cli *cli, const struct bt_dump *dump)
{
	struct messages messages = { cli, dump };

	wcore_input_findings(&dump->input, print_findings, &messages);
	if (dump->error)
		wcore_cli_complain(cli, dump->error);
}

static void dump_end(void *context, const struct bt_dump *dump)
{
	const struct bt_text *text = context;

	print_messages(text->cli, dump);
}

void bt_text_init(struct bt_text *text, struct wcore_cli *cli, struct bt_sink *ret)
{
	*text = (struct bt_text){ .cli = cli };
	*ret = (struct bt_sink){ text, dump_begin, thread_begin, frame, thread_end, dump_end };
}

static void ignore_begin(void *context, const struct bt_dump *dump)
{
	(void)context;
	(void)dump;
}

static void signature_end(void *context, const struct bt_dump *dump)
{
	const struct bt_text *text = context;

	if (dump->signature) {
		wcore_text_write(stdout, wcore_string_from(dump->signature));
		putchar('\n');
	}
	print_messages(text->cli, dump);
}

void bt_signature_init(struct bt_text *text, struct wcore_cli *cli, struct bt_sink *ret)
{
	*text = (struct bt_text){ .cli = cli };
	*ret = (struct bt_sink){ .context = text, .dump_begin = ignore_begin,
				 .dump_end = signature_end };
}
