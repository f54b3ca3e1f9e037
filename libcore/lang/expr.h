/*
 * Expressions in a frame's language, as gdb takes them:
 *
 *	a->b.c[2]  *p  &x  (struct order *)0x1234  {int}0x1234  static_cast<T>(x)  x as u32
 *	name  ns::name  file.c::name  'file.c'::name  function::static  this->x, or x alone
 *	sizeof x  sizeof (struct order)  + - * / % << >> & | ^ ~ ! && || == != < <= > >= ?:
 *	numbers, characters, strings, enumerators, true, false, NULL, functions by name
 *	$sp $fb $pc $trap_address $localN $paramN $stackN $globalN
 *
 * What differs from the language itself:
 * - '.' and '->' are one, and go through pointers, references, smart pointers and Box; what the
 *   vtable says that an object is has its members too.
 * - x@n is n objects from x on, "*p@n" what p points to; p@n of a pointer variable is that, too.
 * - v[i], m[key], v.size(), len(), empty(), front(), back(), at(i), data(), get() of containers.
 * - Numbers are converted as C does it; in Rust, Zig and Go a result that does not fit its type,
 *   or a mixture that does not fit either, is an error.
 * - A shift by more bits than there are, and a conversion that does not fit, are errors.
 * - Fields by number, x.0, and of the variant that an enum has; Zig's p.* and x.?
 * - Nothing is changed or called.
 *
 * Bounded: WCORE_EXPR_SIZE bytes, WCORE_EXPR_DEPTH levels (chains of members or of operators
 * of one kind are no levels).
 */
#ifndef WCORE_LANG_EXPR_H
#define WCORE_LANG_EXPR_H

#include "inspect.h"

#define WCORE_EXPR_SIZE 65536
#define WCORE_EXPR_DEPTH 200

/*
 * Restart the scope's viewer first.  The object is good as long as the viewer's arena.  Errors:
 * USAGE (grammar, types that do not go together; *ret_column then is where, in bytes from 0),
 * NOT_FOUND (a name; column too), NOMEM.  What is unavailable is no error but an object of kind
 * NONE; an access through it is too.
 */
struct wcore_error *wcore_expr_evaluate(struct wcore_scope *scope, const char *text,
					struct wcore_object *ret, size_t *ret_column);

#endif
