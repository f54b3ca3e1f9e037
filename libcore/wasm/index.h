/*
 * The index spaces of a module: types, imports, tables, memories, globals,
 * exports, active element segments.  Imported items come first, as the
 * specification counts them (2.5.1).
 */
#ifndef WCORE_WASM_INDEX_H
#define WCORE_WASM_INDEX_H

#include "module.h"
#include "types.h"

enum wcore_extern_kind {
	WCORE_EXTERN_FUNC, WCORE_EXTERN_TABLE, WCORE_EXTERN_MEMORY, WCORE_EXTERN_GLOBAL,
	WCORE_EXTERN_TAG,
};

struct wcore_import {
	struct wcore_string module, name;
	enum wcore_extern_kind kind;
	uint32_t index;		/* in the space of its kind */
	uint32_t typeidx;	/* of a function or tag */
};

struct wcore_export {
	struct wcore_string name;
	enum wcore_extern_kind kind;
	uint32_t index;
};

/* A constant expression (3.4.17), as far as it is one instruction. */
struct wcore_constant {
	enum { WCORE_CONST_VALUE, WCORE_CONST_GLOBAL, WCORE_CONST_REF_FUNC, WCORE_CONST_REF_NULL,
	       WCORE_CONST_OTHER } kind;
	struct wcore_valtype type;	/* of VALUE */
	uint64_t bits;		/* VALUE: the bits of i32, i64, f32, f64; GLOBAL, REF_FUNC: the index */
	uint8_t v128[16];
	uint64_t offset, size;	/* of the expression in the file, its end included */
};

/* Reads up to and with the end opcode. */
struct wcore_error *wcore_constant_read(struct wcore_cursor *cursor, struct wcore_constant *ret);

struct wcore_table {
	struct wcore_valtype type;
	struct wcore_limits limits;
	bool is_imported;
	bool has_init;	/* its elements start as something else than null */
};
struct wcore_memory_type { struct wcore_limits limits; bool is_imported; };
struct wcore_global {
	struct wcore_valtype type;
	bool is_mutable, is_imported;
	struct wcore_constant init;	/* not of an import */
};

/* An element segment: functions only (expressions that are one ref.func count). */
struct wcore_element {
	enum { WCORE_ELEMENT_ACTIVE, WCORE_ELEMENT_PASSIVE, WCORE_ELEMENT_DECLARED } mode;
	uint32_t table;
	struct wcore_constant start;	/* of an active segment */
	uint32_t count;
	uint64_t offset;	/* of the first item, for wcore_element_function() */
	bool is_expressions;
};

struct wcore_index {
	struct wcore_functype *types; uint32_t type_count;
	struct wcore_import *imports; uint32_t import_count;
	struct wcore_export *exports; uint32_t export_count;
	struct wcore_table *tables; uint32_t table_count;
	struct wcore_memory_type *memories; uint32_t memory_count;
	struct wcore_global *globals; uint32_t global_count;
	struct wcore_element *elements; uint32_t element_count;
	uint32_t imported_funcs;
	uint32_t func_count;	/* imported and defined */
	uint32_t defined_globals, imported_globals;
	uint32_t tag_count;	/* imported and defined */
	bool has_start; uint32_t start;
};

/* What the items of an index may take in memory together; more is a finding. */
#define WCORE_INDEX_MEMORY_MAX (24 << 20)

/*
 * Reads type, import, function count, table, memory, tag, global, export, start
 * and element sections the first time.  A section that cannot be read becomes a
 * finding of the module, and what stood before the break is kept: the result is
 * never NULL without an error (NOMEM).
 */
struct wcore_error *wcore_module_index(struct wcore_module *module,
				       const struct wcore_index **ret);

/* The type of a function, imported or defined; NULL when it has none that can be read. */
const struct wcore_functype *wcore_index_functype(struct wcore_module *module, uint32_t funcidx);
/* The import that func[funcidx] is; NULL when it is defined or not there. */
const struct wcore_import *wcore_index_imported_function(struct wcore_module *module,
							  uint32_t funcidx);
/* The function that an element segment puts at position i; false for null or other expressions. */
bool wcore_element_function(struct wcore_module *module, const struct wcore_element *element,
			    uint32_t i, uint32_t *ret_funcidx);
/* The same told apart: 1 and the funcidx, 0 for null, -1 for what cannot be said. */
int wcore_element_item(struct wcore_module *module, const struct wcore_element *element, uint32_t i,
		       uint32_t *ret_funcidx);
/*
 * What the element segments put into slot i of a table at instantiation:
 * 1 and the funcidx, 0 for certainly null, -1 when that cannot be said (imported
 * or exported table, table.set/grow/... is not looked for, offset not constant).
 */
int wcore_index_table_slot(struct wcore_module *module, uint32_t table, uint64_t i,
			   uint32_t *ret_funcidx);

#endif
