/*
 * Expressions in a frame's language, as gdb takes them:
 *
 *	a->b.c[2]  *p  &x  p@10  (struct order *)0x1234  file.c::name  'file.c'::name
 *	function::static  shop::TOTAL  sizeof x  sizeof (struct order)
 *	+ - * / % << >> & | ^ ~ ! && || == != < <= > >=  numbers, characters, strings, casts
 *	$sp $fb $local3 $stack0 $global2 $param1 $trap_address  {int}0x1234
 *	x.len()  v.size()  v[2] of containers that lang/print.h knows (their elements)
 *
 * Bounded: WCORE_EXPR_SIZE bytes, WCORE_EXPR_DEPTH levels.
 */
#ifndef WCORE_LANG_EXPR_H
#define WCORE_LANG_EXPR_H

#include "inspect.h"

#define WCORE_EXPR_SIZE 65536
#define WCORE_EXPR_DEPTH 200

/*
 * The object is good as long as the viewer's arena.  Errors: USAGE (grammar, types
 * that do not go together; *ret_column then is where, in bytes from 0), NOT_FOUND (a name; column
 * too), NOMEM.  What is unavailable is no error but an object of kind NONE; an access through it is too.
 */
struct wcore_error *wcore_expr_evaluate(struct wcore_scope *scope, const char *text,
					struct wcore_object *ret, size_t *ret_column);

#endif
