/* A core dump: all threads in all dialects, their values, and the memories. */
#include "../../libcore/dump/memory.h"
#include "../../libcore/dump/stack.h"
#include "fuzz.h"

#define FRAMES_MAX 100

static void read_frames(struct wcore_dump *dump, const struct wcore_thread *thread)
{
	struct wcore_frame_iter frames;
	struct wcore_frame frame;
	bool found = true;

	wcore_frame_iter_init(&frames, dump, thread);
	for (int i = 0; i < FRAMES_MAX && found; i++) {
		struct wcore_value_iter values;
		struct wcore_value value;
		struct wcore_error *error = wcore_frame_iter_next(&frames, &frame, &found);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		if (!found)
			return;
		wcore_value_iter_locals(&values, dump, thread, &frame);
		while (wcore_value_iter_next(&values, &value))
			;
		wcore_value_iter_stack(&values, dump, thread, &frame);
		while (wcore_value_iter_next(&values, &value))
			;
	}
}

static void read_memories(struct wcore_dump *dump)
{
	static const uint64_t places[] = { 0, 1, 4095, 4096, 65535, UINT32_MAX, UINT64_MAX - 8 };
	struct wcore_segment_iter segments;
	struct wcore_segment segment;
	struct wcore_error *error;
	bool found = true;

	wcore_segment_iter_init(&segments, dump);
	for (int i = 0; i < FRAMES_MAX && found; i++) {
		error = wcore_segment_iter_next(&segments, &segment, &found);
		if (error) {
			wcore_error_destroy(error);
			break;
		}
	}
	for (uint32_t m = 0; m < dump->memory_count && m < 16; m++) {
		struct wcore_memory_usage usage;
		uint8_t bytes[64], states[64];

		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
			wcore_error_destroy(wcore_memory_read(&dump->memories[m], places[i],
							      sizeof(bytes), bytes, states, NULL));
		wcore_error_destroy(wcore_memory_usage(&dump->memories[m], &usage));
	}
}

static void read_dump(const struct wcore_file *file, enum wcore_dialect_id dialect)
{
	struct wcore_dump *dump = NULL;
	struct wcore_error *error = wcore_dump_open(file, dialect, &dump);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	wcore_dump_producer(dump);
	for (uint32_t i = 0; i < dump->thread_count && i < 8; i++)
		read_frames(dump, &dump->threads[i]);
	read_memories(dump);
	wcore_dump_close(dump);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_file_from_memory("fuzz.core", data, size, &file);

	if (error) {
		wcore_error_destroy(error);
		return 0;
	}
	for (int dialect = 0; dialect <= WCORE_DIALECT_AUTO; dialect++)
		read_dump(file, (enum wcore_dialect_id)dialect);
	wcore_file_close(file);
	return 0;
}
