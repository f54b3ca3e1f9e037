/* The static variables and functions of a module: by name and by address. */
#ifndef WCORE_LAYOUT_SYMBOL_LIST_H
#define WCORE_LAYOUT_SYMBOL_LIST_H

#include "../debug/symbols.h"
#include "../debug/type.h"

/* More of each kind are left out. */
#define WCORE_SYMBOLS_MAX (1u << 20)

enum wcore_symbol_kind { WCORE_SYMBOL_VARIABLE, WCORE_SYMBOL_FUNCTION };

struct wcore_symbol {
	enum wcore_symbol_kind kind;
	struct wcore_string name;		/* with what is around it: "shop::TOTAL", "main()::count" */
	struct wcore_string linkage_name;	/* absent when none is recorded */
	bool has_address, has_size;
	uint64_t address;	/* of a variable in memory 0; of a function's body in the module file */
	uint64_t size;
	const struct wcore_type *type;		/* of a variable */
	struct wcore_string file, short_file;	/* where it is declared; line 0: not known */
	uint32_t line;
	uint32_t funcidx;
	bool is_imported;	/* a function of somebody else: no address */
	bool has_slot;		/* of a table: function pointers have this value; the first one */
	uint64_t slot;
};

struct wcore_symbol_list {
	struct wcore_symbol *items;	/* variables by address, then functions by address */
	size_t count, capacity;
	bool is_cut;			/* there are more */
	struct wcore_arena arena;
};

/*
 * symbols is the module's; types may be NULL, then there are no variables.  Variables that the linker
 * dropped are none.  Strings live as long as the list, symbols and types.  Errors: NOMEM;
 * *ret is to be given back then, too.
 */
struct wcore_error *wcore_symbol_list_read(struct wcore_symbols *symbols, struct wcore_types *types,
					   struct wcore_symbol_list *ret);
void wcore_symbol_list_deinit(struct wcore_symbol_list *list);

/* The symbol of a kind that holds an address, the smallest where several do; NULL when none does. */
const struct wcore_symbol *wcore_symbol_list_find(const struct wcore_symbol_list *list,
						  enum wcore_symbol_kind kind, uint64_t address);
/* The function whose number that is; NULL when there is none. */
const struct wcore_symbol *wcore_symbol_list_function(const struct wcore_symbol_list *list, uint32_t funcidx);

#endif
