/* The picture of `wcore-mem heap --svg`: the heap's regions as rows of pixels, coloured by state. */
#include <inttypes.h>
#include <stdlib.h>

#include "../libcore/base/alloc.h"

#include "mem_heap.h"

#define COLUMNS 1024
#define ROWS_MAX 192
#define ROW_HEIGHT 8
#define ROW_STEP 9
#define TOP 40

/* What a pixel shows: the state that most of its bytes have. */
enum { UNKNOWN = WCORE_CHUNK_STATES, COLORS };
static const char *const colors[COLORS] = {
	[WCORE_CHUNK_USED] = "#3465a4", [WCORE_CHUNK_FREE] = "#8ae234", [WCORE_CHUNK_TOP] = "#eeeeec",
	[WCORE_CHUNK_INTERNAL] = "#f57900", [WCORE_CHUNK_MIXED] = "#729fcf", [UNKNOWN] = "#cc0000",
};
static const char *const names[COLORS] = {
	[WCORE_CHUNK_USED] = "used", [WCORE_CHUNK_FREE] = "free", [WCORE_CHUNK_TOP] = "top, never handed out",
	[WCORE_CHUNK_INTERNAL] = "the allocator's own", [WCORE_CHUNK_MIXED] = "used, not divided", [UNKNOWN] = "not known",
};

struct picture {
	uint64_t start, end, scale;	/* scale: bytes of a pixel */
	size_t pixels;
	uint8_t *states;		/* of each pixel */
	uint64_t *shares;		/* bytes of that state in it */
};

static void paint(struct picture *picture, uint64_t start, uint64_t end, uint8_t state)
{
	if (start < picture->start)
		start = picture->start;
	if (end > picture->end)
		end = picture->end;
	while (start < end) {
		const size_t pixel = (size_t)((start - picture->start) / picture->scale);
		const uint64_t limit = picture->start + ((uint64_t)pixel + 1) * picture->scale;
		const uint64_t part = (limit < end ? limit : end) - start;

		if (picture->states[pixel] == state)
			picture->shares[pixel] += part;
		else if (part > picture->shares[pixel]) {
			picture->states[pixel] = state;
			picture->shares[pixel] = part;
		}
		start += part;
	}
}

static bool paint_chunk(void *context, const struct wcore_chunk *chunk)
{
	paint(context, chunk->start, chunk->start + chunk->total, (uint8_t)chunk->state);
	return true;
}

static bool paint_region(void *context, const struct wcore_heap_region *region)
{
	struct picture *picture = context;

	/* A byte of a known chunk wins over none. */
	for (uint64_t at = region->start; at < region->end;) {
		const size_t pixel = (size_t)((at - picture->start) / picture->scale);

		if (picture->states[pixel] == COLORS)
			picture->states[pixel] = UNKNOWN;
		at = picture->start + ((uint64_t)pixel + 1) * picture->scale;
	}
	return true;
}

static void draw_row(const struct picture *picture, size_t row, FILE *out)
{
	const size_t first = row * COLUMNS;

	for (size_t x = 0; x < COLUMNS && first + x < picture->pixels;) {
		const uint8_t state = picture->states[first + x];
		const size_t begin = x;

		while (x < COLUMNS && first + x < picture->pixels && picture->states[first + x] == state)
			x++;
		if (state == COLORS)
			continue;
		fprintf(out, "<rect x=\"%zu\" y=\"%zu\" width=\"%zu\" height=\"%d\" fill=\"%s\"><title>0x%" PRIx64
			"-0x%" PRIx64 " %s</title></rect>\n", begin, TOP + row * ROW_STEP, x - begin, ROW_HEIGHT,
			colors[state], picture->start + (first + begin) * picture->scale,
			picture->start + (first + x) * picture->scale, names[state]);
	}
}

static void draw(const struct picture *picture, const struct wcore_heap_state *state, FILE *out)
{
	const size_t rows = (picture->pixels + COLUMNS - 1) / COLUMNS;

	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%zu\" "
		"font-family=\"sans-serif\" font-size=\"12\">\n"
		"<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
		"<text x=\"0\" y=\"12\">%s, 0x%" PRIx64 "-0x%" PRIx64 ", %" PRIu64 " bytes a pixel</text>\n",
		COLUMNS, TOP + rows * ROW_STEP + 4, state->allocator->name, picture->start, picture->end, picture->scale);
	for (int i = 0; i < COLORS; i++)
		fprintf(out, "<rect x=\"%d\" y=\"20\" width=\"10\" height=\"10\" fill=\"%s\" stroke=\"#888\"/>"
			"<text x=\"%d\" y=\"29\">%s</text>\n",
			i * 160, colors[i], i * 160 + 14, names[i]);
	for (size_t row = 0; row < rows; row++)
		draw_row(picture, row, out);
	fputs("</svg>\n", out);
}

static uint64_t scale_of(uint64_t bytes)
{
	uint64_t scale = 1;

	while (bytes / scale > (uint64_t)COLUMNS * ROWS_MAX)
		scale *= 2;
	return scale;
}

void heap_svg(struct heap_view *view, FILE *out)
{
	struct picture picture = { .start = UINT64_MAX };
	const struct wcore_heap_visitor visitor = { paint_region, paint_chunk, NULL, &picture };

	for (unsigned i = 0; i < view->heap->state_count; i++) {
		struct wcore_heap_summary summary;

		wcore_heap_summarize(view->heap, &view->heap->states[i], &summary);
		if (summary.regions && summary.region_start < picture.start)
			picture.start = summary.region_start;
		if (summary.region_end > picture.end)
			picture.end = summary.region_end;
	}
	if (picture.start >= picture.end)
		picture.start = picture.end = 0;
	picture.scale = scale_of(picture.end - picture.start);
	picture.pixels = (size_t)((picture.end - picture.start + picture.scale - 1) / picture.scale);
	picture.states = wcore_malloc(picture.pixels + 1);
	picture.shares = wcore_calloc(picture.pixels + 1, sizeof(*picture.shares));
	if (picture.states && picture.shares) {
		for (size_t i = 0; i < picture.pixels; i++)
			picture.states[i] = COLORS;
		for (unsigned i = 0; i < view->heap->state_count; i++)
			wcore_heap_walk(view->heap, &view->heap->states[i], &visitor);
		draw(&picture, &view->heap->states[0], out);
	}
	free(picture.states);
	free(picture.shares);
}
