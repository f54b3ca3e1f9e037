/*
 * Function names as they stay when a program is built again.
 *
 * What is taken away, in this order:
 *   - suffixes of clones and wrappers: `.command_export`, `.llvm.123`,
 *     `.isra.0`, `.17`, ` [clone .part.0]`, ` externref shim`, and Rust's hash
 *     `::h0123456789abcdef`;
 *   - Rust's `<X as Trait>::f` becomes `X::f`, or `Trait::f` when X has no path
 *     (`usize`, `[T]`, `&T`);
 *   - template and generic arguments, parameters, return types, qualifiers,
 *     ABI tags; `(anonymous namespace)` and Go's receivers `(*T)` stay;
 *   - numbers of what has no name: `$_3`, `{lambda(int)#1}`, `'lambda0'`,
 *     `{closure#0}`, `{{closure}}`, `~anonymous|2`, `__anon_512`, `F.func1`
 *     become `$_`, `{lambda}`, `'lambda'`, `{closure}`, `{closure}`,
 *     `~anonymous`, nothing, `F.func`;
 *   - libc++'s inline namespace: `std::__2::` becomes `std::`.
 */
#ifndef WCORE_ANALYSIS_PLAIN_NAME_H
#define WCORE_ANALYSIS_PLAIN_NAME_H

#include <stddef.h>

#include "../base/string.h"

#define WCORE_PLAIN_NAME_MAX 4096

/*
 * The plain form of a demangled name, terminated, in buffer, which holds at
 * least WCORE_PLAIN_NAME_MAX bytes; longer names are cut there.  Gives its length.
 */
size_t wcore_plain_name(struct wcore_string name, char *buffer);

#endif
