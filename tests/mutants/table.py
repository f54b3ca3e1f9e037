"""Mistakes that someone could make in the parser, one a line: the file, what stands there once, what it
becomes, and the suites that are asked first whether they see it."""

MUTANTS = [
    # libcore/base
    ("base/cursor.c", "if (left < 7 && (byte & 0x7f) >> left)", "if (left < 7 && (byte & 0x7f) >> (left + 1))", "test_cursor"),
    ("base/cursor.c", "shift + 7 < 64", "shift + 7 < 63", "test_cursor"),
    ("base/cursor.c", "if (wcore_cursor_left(cursor) < size)\n\t\treturn too_short(cursor, size);\n\t*ret = cursor->data + cursor->pos;", "if (wcore_cursor_left(cursor) + 1 < size)\n\t\treturn too_short(cursor, size);\n\t*ret = cursor->data + cursor->pos;", "test_cursor"),
    ("base/cursor.c", "(uint64_t)count * min_size >", "count * min_size >", "test_cursor"),
    ("base/file.c", "inflateReset(&stream) != Z_OK", "inflateReset(&stream) == Z_OK", "test_file"),
    # libcore/wasm
    ("wasm/module.c", "if (size > wcore_cursor_left(cursor)) {", "if (size >= wcore_cursor_left(cursor)) {", "test_module"),
    ("wasm/module.c", "section_ids[section->id].rank < last && !any_order", "section_ids[section->id].rank + 1 < last && !any_order", "test_module"),
    ("wasm/function.c", "if (funcidx < index->imported_funcs) {", "if (funcidx <= index->imported_funcs) {", "test_function"),
    ("wasm/function.c", "return offset >= ret->body;", "return offset > ret->body;", "test_function"),
    ("wasm/function.c", "if (local < behind) {", "if (local <= behind) {", "test_function"),
    ("wasm/data.c", "flags > WITH_MEMORY", "flags > WITH_MEMORY + 1", "test_data"),
    ("wasm/names.c", "|| found > index)", "|| found >= index)", "test_names"),
    ("wasm/insn.c", "if (imm[0] >= 2 * ALIGN_MEMORY)", "if (imm[0] > 2 * ALIGN_MEMORY)", "test_insn"),
    ("wasm/insn.c", "for (uint64_t i = 0; !error && i <= count; i++)", "for (uint64_t i = 0; !error && i < count; i++)", "test_insn"),
    # libcore/dump
    ("dump/corestack.c", "instance >= dump->instance_count", "instance > dump->instance_count", "test_stack test_dump"),
    ("dump/parts.c", "vector->items[i] = index < vector->limit", "vector->items[i] = index <= vector->limit", "test_dump"),
    ("dump/segments.c", "if (end > size)\n\t\tend = size;\n\tif (segment->address < end)", "if (segment->address < end)", "test_memory"),
    ("dump/space.c", "size > space->memory->size - address", "size >= space->memory->size - address", "test_space"),
    ("dump/extents.c", "wcore_segment_end(item) > address)", "wcore_segment_end(item) >= address)", "test_extents"),
    ("dump/fit.c", "offset < function.code;", "offset <= function.code;", "test_stack_dialect"),
    ("dump/kept.c", "bytes <= size - behind", "bytes <= size", "test_kept"),
    # libcore/debug
    ("debug/line.c", "if (version < 2 || version > 5)", "if (version < 2 || version > 6)", "test_line"),
    ("debug/line.c", "ret->opcode_base - 1u : 0", "ret->opcode_base : 0", "test_line"),
    ("debug/abbrev.c", "return code - 1 < table->count ?", "return code < table->count ?", "test_dwarf test_entry"),
    ("debug/ranges.c", "if (low == max - 1)", "if (low == max)", "test_ranges"),
    ("debug/mappings.c", "if (point.at.column > column)", "if (point.at.column >= column)", "test_source_map"),
    ("debug/contradiction.c", "place.address >= place.function.end", "place.address > place.function.end", "test_contradiction"),
    ("debug/location_ops.c", "if (index >= machine->depth)", "if (index > machine->depth)", "test_location"),
    ("debug/location_ops.c", "machine->depth - 1 - index", "machine->depth - 1", "test_location"),
    # libcore/validate
    ("validate/container.c", "limits->max < limits->min", "limits->max <= limits->min", "validate-corpus validate-invalid"),
    ("validate/container_code.c", "insn->imm[0] > natural ||", "insn->imm[0] >= natural ||", "cli/"),
    ("validate/container_code.c", "if (number >= body->depth)", "if (number > body->depth)", "validate-invalid"),
    ("validate/memory.c", "wcore_segment_end(last) > segment->address)", "wcore_segment_end(last) >= segment->address)", "validate-corpus"),
    ("validate/strict.c", "if (strict->cursor.pos - start <= wcore_leb_size(value))", "if (strict->cursor.pos - start < wcore_leb_size(value))", "validate-corpus"),
    ("validate/container_data.c", "if (i && index <= last)", "if (i && index < last)", "validate-invalid"),
    # libcore/redact
    ("redact/named.c", "view->has_text_address ? &view->text_address : NULL", "view->has_address ? &view->address : NULL", "test_named"),
    ("redact/recorded.c", "width == 4 ? 0x07 : 0x00", "width == 4 ? 0x0f : 0x00", "test_redact_recorded"),
    ("redact/place_memory.c", "#define ZEROS_JOINED 4", "#define ZEROS_JOINED 0", "test_place_memory"),
    ("redact/place_section.c", "id == 2 || id == 3 || id == 10", "id == 2 || id == 3", "test_place_section"),
    # libcore/debug and libcore/lang: what the source tells of optimised code
    ("debug/code_lines.c", "row->line > search->last", "row->line >= search->last", "test_code_lines"),
    ("lang/source_token.c", "is_line_start(lexer))\n\t\t\tskip_line(lexer, true)", "is_line_start(lexer))\n\t\t\tskip_line(lexer, false)", "test_source_token"),
    ("lang/assigned.c", "scan->found[i].last < now ||", "scan->found[i].last <= now ||", "test_assigned"),
    ("lang/assigned.c", "scan->is_over = is_block && !scan->depth && scan->is_in_head;", "scan->is_over = is_block && !scan->depth;", "test_assigned"),
    ("lang/inspect_source.c", "check.is_value = !is_in_memory(location);", "check.is_value = is_in_memory(location);", "lost-values"),
    ("lang/inspect_live.c", "!wcore_code_map_begins(live->map, from, local) &&", "false &&", "doubted-values"),
    ("lang/inspect_hole.c", "return !line || line >= life->declared;", "return true;", "doubted-values"),
    ("lang/inspect_doubt.c", "return count > 1;", "return count > 2;", "doubted-values"),
    ("analysis/unwind_own.c", "address < older->entry.value", "address <= older->entry.value", "test_unwind_own"),
    ("analysis/demand.c", "if (code == I32_SHL || code == I64_SHL)", "if (false)", "test_demand"),
    ("analysis/param_read.c", "return *set_depth == UINT32_MAX;", "return true;", "test_param_read"),
    ("debug/location_parts.c", "if (is_open || !take_source", "if (!take_source", "test_location_parts"),
]
