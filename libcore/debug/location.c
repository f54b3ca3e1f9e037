#include "location.h"

void wcore_location_evaluate(const struct wcore_location_context *context,
			     struct wcore_string expression, struct wcore_location *ret)
{
	(void)context;
	ret->count = 1;
	ret->error = NULL;
	ret->pieces[0] = (struct wcore_piece){
		.kind = WCORE_PIECE_NONE, .is_optimized_out = !expression.size,
		.value = { .why = expression.size ? "its location is not evaluated" : "optimized out" },
	};
}

struct wcore_location_value wcore_location_number(const struct wcore_location_context *context,
						  struct wcore_string expression)
{
	(void)context;
	(void)expression;
	return (struct wcore_location_value){ .why = "its location is not evaluated" };
}
