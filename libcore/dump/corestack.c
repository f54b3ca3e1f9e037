#include "corestack.h"

/* In each dialect a value is a type byte and, unless it is missing, its bits. */
#define MISSING 0x01

/* How much of the file is walked over before the system gets it back. */
#define RELEASE_STEP (UINT64_C(1) << 20)

/* A reading that got this far is the right one, whatever is wrong behind. */
#define CONVINCING_FRAMES 1000

struct wcore_error *wcore_corestack_value(struct wcore_cursor *cursor,
					  const struct wcore_dialect *dialect,
					  struct wcore_value *ret)
{
	uint64_t start = cursor->pos;
	struct wcore_error *error;
	int64_t number = 0;

	*ret = (struct wcore_value){ .is_low_half = dialect->id == WCORE_DIALECT_WASMEDGE };
	if ((error = wcore_cursor_u8(cursor, &ret->code)))
		return error;
	switch (ret->code) {
	case MISSING:
		ret->is_low_half = false;
		return NULL;
	case WCORE_I32:
		if (dialect->fixed_width) {
			error = wcore_cursor_uint(cursor, 4, &ret->bits);
			break;
		}
		/* One bit more than the type has: some encoders write it unsigned. */
		error = wcore_cursor_leb_s33(cursor, &number);
		ret->bits = (uint32_t)number;
		break;
	case WCORE_I64:
		if (dialect->fixed_width) {
			error = wcore_cursor_u64(cursor, &ret->bits);
			break;
		}
		error = wcore_cursor_leb_s64(cursor, &number);
		ret->bits = (uint64_t)number;
		break;
	case WCORE_F32:
		error = wcore_cursor_uint(cursor, 4, &ret->bits);
		break;
	case WCORE_F64:
		error = wcore_cursor_u64(cursor, &ret->bits);
		break;
	case WCORE_V128:
		error = wcore_cursor_u64(cursor, &ret->bits);
		if (!error)
			error = wcore_cursor_u64(cursor, &ret->high);
		break;
	default:
		error = wcore_cursor_error(cursor, start, "a value has the unknown type 0x%02x",
					   ret->code);
	}
	if (error)
		cursor->pos = start;
	return error;
}

void wcore_corestack_release(const struct wcore_file *file, uint64_t pos, uint64_t *released)
{
	if (pos - *released < RELEASE_STEP)
		return;
	wcore_file_release(file, *released, pos - *released);
	*released = pos;
}

/* The size of the value at the cursor where its type decides it; 0 otherwise. */
static inline unsigned fixed_size(const struct wcore_cursor *cursor,
				  const struct wcore_dialect *dialect)
{
	if (!wcore_cursor_left(cursor))
		return 0;
	switch (cursor->data[cursor->pos]) {
	case MISSING:
		return 1;
	case WCORE_I32:
		return dialect->fixed_width ? 5 : 0;
	case WCORE_I64:
		return dialect->fixed_width ? 9 : 0;
	case WCORE_F32:
		return 5;
	case WCORE_F64:
		return 9;
	default:
		return 0;
	}
}

static struct wcore_error *skip_values(const struct wcore_file *file, struct wcore_cursor *cursor,
				       const struct wcore_dialect *dialect, uint32_t count)
{
	uint64_t released = cursor->pos;
	struct wcore_error *error = NULL;
	struct wcore_value value;

	while (!error && count--) {
		unsigned size = fixed_size(cursor, dialect);

		if (size && size <= wcore_cursor_left(cursor))
			cursor->pos += size;
		else
			error = wcore_corestack_value(cursor, dialect, &value);
		wcore_corestack_release(file, cursor->pos, &released);
	}
	return error;
}

static struct wcore_error *read_values(const struct wcore_file *file, struct wcore_cursor *cursor,
				       const struct wcore_dialect *dialect,
				       struct wcore_frame *ret)
{
	struct wcore_error *error = wcore_cursor_count(cursor, 1, "locals", &ret->local_count);

	if (!error && dialect->counts_first)
		error = wcore_cursor_count(cursor, 1, "operands", &ret->stack_count);
	ret->locals = cursor->pos;
	if (!error)
		error = skip_values(file, cursor, dialect, ret->local_count);
	if (!error && !dialect->counts_first)
		error = wcore_cursor_count(cursor, 1, "operands", &ret->stack_count);
	ret->stack = cursor->pos;
	if (!error)
		error = skip_values(file, cursor, dialect, ret->stack_count);
	return error;
}

struct wcore_error *wcore_corestack_frame(const struct wcore_file *file,
					  struct wcore_cursor *cursor,
					  const struct wcore_dialect *dialect, bool has_kind,
					  struct wcore_frame *ret)
{
	uint64_t start = cursor->pos;
	struct wcore_error *error = NULL;
	uint8_t kind = 0;

	*ret = (struct wcore_frame){ .offset = start };
	if (has_kind)
		error = wcore_cursor_u8(cursor, &kind);
	if (!error && kind)
		error = wcore_cursor_error(cursor, start, "a frame has the unknown kind 0x%02x", kind);
	if (!error && dialect->has_instance)
		error = wcore_cursor_leb_u32(cursor, &ret->instance);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &ret->funcidx);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &ret->recorded_offset);
	if (!error)
		error = read_values(file, cursor, dialect, ret);
	if (error)
		cursor->pos = start;
	return error;
}

static bool is_foreign(const struct wcore_dump *dump, uint32_t instance)
{
	return dump->is_shared_instance ? instance != 0 : instance >= dump->instance_count;
}

/* Reads all frames; the cursor stands at the first one. */
static struct wcore_error *scan(const struct wcore_dump *dump, struct wcore_cursor cursor,
				uint32_t count, const struct wcore_dialect *dialect, bool has_kind,
				struct wcore_reading *ret)
{
	/* WasmEdge counts frames of the host that it does not write. */
	bool may_end = dialect->id == WCORE_DIALECT_WASMEDGE;
	const struct wcore_file *file = dump->wasm->file;
	uint64_t released = cursor.pos;
	struct wcore_error *error = NULL;
	struct wcore_frame frame;

	*ret = (struct wcore_reading){ .end = cursor.pos };
	while (ret->frames < count && !(may_end && ret->frames && !wcore_cursor_left(&cursor))) {
		if ((error = wcore_corestack_frame(file, &cursor, dialect, has_kind, &frame)))
			return error;
		wcore_corestack_release(file, cursor.pos, &released);
		ret->frames++;
		ret->foreign += is_foreign(dump, frame.instance);
		ret->has_locals |= frame.local_count != 0;
		ret->has_stack |= frame.stack_count != 0;
		ret->end = cursor.pos;
	}
	ret->is_complete = true;
	ret->fits = !wcore_cursor_left(&cursor);
	if (!ret->fits)
		error = wcore_cursor_error(&cursor, cursor.pos,
					   "%llu bytes stand behind the last frame",
					   (unsigned long long)wcore_cursor_left(&cursor));
	return error;
}

static bool is_same_encoding(const struct wcore_dialect *a, const struct wcore_dialect *b,
			     const struct wcore_reading *reading_of_a)
{
	if (a->has_instance != b->has_instance)
		return false;
	if (b->id == WCORE_DIALECT_WASMEDGE || a->id == WCORE_DIALECT_WASMEDGE)
		return false;
	if (a->fixed_width == b->fixed_width && a->counts_first == b->counts_first)
		return true;
	return reading_of_a->fits && !reading_of_a->has_locals && !reading_of_a->has_stack;
}

static void scan_all(const struct wcore_dump *dump, const struct wcore_cursor *frames,
		     uint32_t count, bool has_kind, struct wcore_reading *readings)
{
	for (unsigned i = 0; i < WCORE_DIALECT_COUNT; i++) {
		const struct wcore_dialect *dialect = wcore_dialect_get(i);
		unsigned same = 0;

		while (same < i &&
		       !is_same_encoding(wcore_dialect_get(same), dialect, &readings[same]))
			same++;
		if (same < i)
			readings[i] = readings[same];
		else
			wcore_error_destroy(scan(dump, *frames, count, dialect, has_kind,
						 &readings[i]));
	}
}

/* The first in the order of preference that fits best. */
static enum wcore_dialect_id best_of(const struct wcore_reading *readings,
				     const enum wcore_dialect_id *order)
{
	enum wcore_dialect_id best = order[0];

	for (unsigned i = 1; i < WCORE_DIALECT_COUNT; i++) {
		const struct wcore_reading *a = &readings[order[i]], *b = &readings[best];

		if (a->fits != b->fits ? a->fits
		    : a->fits ? a->foreign < b->foreign
		    : a->is_complete != b->is_complete ? a->is_complete
		    : a->frames > b->frames)
			best = order[i];
	}
	return best;
}

struct variant {
	bool has_thread_kind, has_frame_kind;
};

/* Reads what stands before the first frame. */
static struct wcore_error *read_thread(struct wcore_cursor *cursor, bool has_kind,
				       struct wcore_thread *ret)
{
	struct wcore_error *error = NULL;
	uint64_t start = cursor->pos;
	uint8_t kind = 0;

	if (has_kind)
		error = wcore_cursor_u8(cursor, &kind);
	if (!error && kind)
		error = wcore_cursor_error(cursor, start, "the thread has the unknown kind 0x%02x", kind);
	if (!error)
		error = wcore_cursor_name(cursor, &ret->name);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &ret->frame_count);
	if (!error)
		ret->frames = cursor->pos;
	return error;
}

static unsigned fits_of(const struct wcore_reading *readings)
{
	unsigned fits = 0;

	for (unsigned i = 0; i < WCORE_DIALECT_COUNT; i++)
		if (readings[i].fits)
			fits |= 1u << i;
	return fits;
}

/* Tries the variants of kind bytes; the first one when none is better. */
static struct wcore_error *find_variant(struct wcore_dump *dump, const struct wcore_cursor *section,
					struct wcore_thread *thread, struct wcore_reading *readings)
{
	static const struct variant variants[] = {
		{ true, true }, { true, false }, { false, true }, { false, false },
	};
	struct wcore_reading tried[WCORE_DIALECT_COUNT];
	struct wcore_error *first_error = NULL;
	bool have = false;
	uint32_t most = 0;

	for (unsigned i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		struct wcore_cursor cursor = *section;
		struct wcore_thread found = *thread;
		struct wcore_error *error = read_thread(&cursor, variants[i].has_thread_kind, &found);
		uint32_t frames = 0;

		if (error) {
			if (i == 0)
				first_error = error;
			else
				wcore_error_destroy(error);
			continue;
		}
		found.has_frame_kind = variants[i].has_frame_kind;
		scan_all(dump, &cursor, found.frame_count, found.has_frame_kind, tried);
		found.fits = fits_of(tried);
		for (unsigned j = 0; j < WCORE_DIALECT_COUNT; j++)
			if (tried[j].frames > frames)
				frames = tried[j].frames;
		/*
		 * Without kind bytes an exact fit is asked for, unless with them nothing can be
		 * read: three zeros are a frame already.
		 */
		if (found.fits || i == 0 || (variants[i].has_thread_kind && frames && !most)) {
			have = true;
			most = frames;
			*thread = found;
			for (unsigned j = 0; j < WCORE_DIALECT_COUNT; j++)
				readings[j] = tried[j];
		}
		if (found.fits || most >= CONVINCING_FRAMES)
			break;
	}
	if (have) {
		wcore_error_destroy(first_error);
		return NULL;
	}
	return first_error;
}

static void report(struct wcore_dump *dump, struct wcore_thread *thread,
		   const struct wcore_reading *reading, const struct wcore_cursor *section)
{
	struct wcore_cursor frames = *section;
	struct wcore_reading again;

	if (!thread->has_frame_kind)
		wcore_findings_add_at(&dump->findings, "core/frame-kind", WCORE_SEVERITY_ERROR,
				      thread->frames, "frames have no kind byte");
	if (reading->fits && reading->frames < thread->frame_count) {
		wcore_findings_add_at(&dump->findings, "core/frame-count", WCORE_SEVERITY_NOTE,
				      thread->frames,
				      "%u frames are announced, but %u are there: the others belong to the host",
				      thread->frame_count, reading->frames);
		thread->frame_count = reading->frames;
	}
	if (reading->foreign)
		wcore_findings_add_at(&dump->findings, "core/frame-instance", WCORE_SEVERITY_ERROR,
				      thread->frames, "%u frames name an instance that is not in the dump",
				      reading->foreign);
	if (reading->fits)
		return;
	thread->is_broken = true;
	frames.pos = thread->frames;
	struct wcore_error *error = scan(dump, frames, thread->frame_count, thread->dialect,
					 thread->has_frame_kind, &again);
	if (!reading->is_complete && !dump->broken)
		dump->broken = error;
	else
		wcore_findings_take_error(&dump->findings, "core/corestack", WCORE_SEVERITY_ERROR, error);
}

static unsigned candidates_of(const struct wcore_thread *thread,
			      const struct wcore_reading *readings)
{
	const struct wcore_reading *chosen = &readings[thread->dialect->id];
	unsigned candidates = thread->fits;

	for (unsigned i = 0; !thread->fits && i < WCORE_DIALECT_COUNT; i++)
		if (readings[i].frames == chosen->frames && readings[i].end == chosen->end &&
		    readings[i].is_complete == chosen->is_complete)
			candidates |= 1u << i;
	return candidates;
}

/* Readings that give the same frames and values. */
static bool is_same_meaning(const struct wcore_reading *readings, const struct wcore_dialect *a,
			    const struct wcore_dialect *b)
{
	return a->base == b->base && is_same_encoding(a, b, &readings[a->id]);
}

static bool is_only_meaning(const struct wcore_dump *dump, const struct wcore_thread *thread,
			    const struct wcore_reading *readings)
{
	if (!thread->frame_count)
		return true;
	for (unsigned i = 0; i < WCORE_DIALECT_COUNT; i++) {
		const struct wcore_dialect *other = wcore_dialect_get(i);

		if (!readings[i].fits || is_same_meaning(readings, thread->dialect, other))
			continue;
		/* The rewriter never records instances. */
		if (other->id == WCORE_DIALECT_XTUC && dump->instance_count)
			continue;
		return false;
	}
	return true;
}

struct wcore_error *wcore_corestack_read(struct wcore_dump *dump,
					 const struct wcore_section *section,
					 const enum wcore_dialect_id *order,
					 struct wcore_thread *ret)
{
	struct wcore_reading readings[WCORE_DIALECT_COUNT] = { 0 };
	struct wcore_cursor cursor;

	wcore_section_cursor(dump->wasm, section, &cursor);
	cursor.where = "corestack";
	ret->offset = section->header;
	ret->end = ret->frames = cursor.end;
	ret->dialect = wcore_dialect_get(WCORE_DIALECT_SPEC);
	ret->has_frame_kind = true;
	struct wcore_error *error = find_variant(dump, &cursor, ret, readings);
	if (error) {
		ret->name = (struct wcore_string){ 0 };
		ret->frame_count = 0;
		ret->is_broken = true;
		return error;
	}
	if (!ret->name.size)
		ret->name = (struct wcore_string){ 0 };
	if (dump->forced != WCORE_DIALECT_AUTO)
		ret->dialect = wcore_dialect_get(dump->forced);
	else
		ret->dialect = wcore_dialect_get(best_of(readings, order));
	ret->candidates = candidates_of(ret, readings);
	report(dump, ret, &readings[ret->dialect->id], &cursor);
	ret->is_sure = dump->forced != WCORE_DIALECT_AUTO ||
		       (!ret->is_broken && is_only_meaning(dump, ret, readings));
	return NULL;
}
