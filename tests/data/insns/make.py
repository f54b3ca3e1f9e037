#!/usr/bin/env python3
"""Write all.wat: every instruction of WebAssembly 3.0 and the proposals, once or more;
and what other disassemblers say of it and of some modules of ../.

usage: make.py  (in this folder; needs wasm-tools and wabt)

The encoding is wasm-tools' (`wasm-tools parse`), the listings are those of
`wasm-tools print --print-offsets` and `wasm-objdump -d`: none of it is wcore's.
The instructions are not valid together; nothing runs or validates them.
"""
import gzip
import re
import subprocess

INT = "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u clz ctz popcnt add sub mul div_s div_u " \
      "rem_s rem_u and or xor shl shr_s shr_u rotl rotr".split()
FLOAT = "eq ne lt gt le ge abs neg ceil floor trunc nearest sqrt add sub mul div min max " \
        "copysign".split()
RMW = "add sub and or xor xchg cmpxchg".split()
SHAPES = "i8x16 i16x8 i32x4 i64x2 f32x4 f64x2".split()
LISTED = ("as-trap/main", "wasmer/grove-O0", "traps/traps", "mem-multi/m", "mem-64-c/m",
          "tail-call/m", "multi-c-preload-O0/plug", "deep/deep")
COMPARE = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u".split()


def control():
    yield from ("unreachable", "nop", "block", "end", "block (result i32)", "end",
                "block (type 1)", "end", "block (result (ref null 0))", "end",
                "block (result (ref func))", "end", "block (result funcref)", "end",
                "loop", "br 0", "br_if 0", "br_table 0", "br_table 0 0 0", "end",
                "if", "else", "end", "try", "catch 0", "catch_all", "rethrow 0", "end",
                "try", "delegate 0", "throw 0", "throw_ref",
                "try_table", "end",
                "try_table (result i32) (catch 0 0) (catch_ref 0 0) (catch_all 0) "
                "(catch_all_ref 0)", "end",
                "return", "call 0", "call_indirect (type 0)", "call_indirect 1 (type 1)",
                "return_call 0", "return_call_indirect (type 0)", "call_ref 0",
                "return_call_ref 0", "drop", "select", "select (result i32)",
                "select (result (ref null 0))")


def variables():
    yield from ("local.get 0", "local.set 1", "local.tee 2", "local.get 300", "global.get 0",
                "global.set 1", "table.get 0", "table.set 1", "table.init 1", "table.init 1 2",
                "elem.drop 3", "table.copy", "table.copy 1 2", "table.grow 1", "table.size 1",
                "table.fill 1")


def memory():
    for kind in ("i32", "i64", "f32", "f64"):
        yield f"{kind}.load"
        yield f"{kind}.store offset=16 align=1"
    for kind, widths in (("i32", (8, 16)), ("i64", (8, 16, 32))):
        for width in widths:
            yield f"{kind}.load{width}_s offset=1"
            yield f"{kind}.load{width}_u"
            yield f"{kind}.store{width}"
    yield from ("i32.load 1 offset=4", "i32.load offset=4294967295",
                "i32.load offset=4294967296", "i64.store 1 offset=18446744073709551615 align=4",
                "memory.size", "memory.grow", "memory.size 1", "memory.grow 1", "memory.init 0",
                "memory.init 1 2", "data.drop 1", "memory.copy", "memory.copy 1 0",
                "memory.fill", "memory.fill 1", "memory.discard")


def numbers():
    for value in (0, 1, -1, 63, 64, -64, -65, 2147483647, -2147483648):
        yield f"i32.const {value}"
    for value in (0, -1, 9223372036854775807, -9223372036854775808):
        yield f"i64.const {value}"
    for value in ("0", "-0", "1.5", "nan", "-nan", "nan:0x1", "inf", "-inf"):
        yield f"f32.const {value}"
        yield f"f64.const {value}"
    for kind in ("i32", "i64"):
        yield from (f"{kind}.{name}" for name in INT)
    for kind in ("f32", "f64"):
        yield from (f"{kind}.{name}" for name in FLOAT)
    yield "i32.wrap_i64"
    for to in ("i32", "i64"):
        for source in ("f32", "f64"):
            for sign in "su":
                yield f"{to}.trunc_{source}_{sign}"
                yield f"{to}.trunc_sat_{source}_{sign}"
                yield f"{source}.convert_{to}_{sign}"
    yield from ("i64.extend_i32_s", "i64.extend_i32_u", "f32.demote_f64", "f64.promote_f32",
                "i32.reinterpret_f32", "i64.reinterpret_f64", "f32.reinterpret_i32",
                "f64.reinterpret_i64", "i32.extend8_s", "i32.extend16_s", "i64.extend8_s",
                "i64.extend16_s", "i64.extend32_s", "i64.add128", "i64.sub128", "i64.mul_wide_s",
                "i64.mul_wide_u")


def references():
    for heap in ("func extern any eq i31 struct array exn cont none nofunc noextern noexn "
                 "nocont 0 200").split():
        yield f"ref.null {heap}"
    yield from ("ref.is_null", "ref.func 0", "ref.eq", "ref.as_non_null", "br_on_null 0",
                "br_on_non_null 0", "struct.new 2", "struct.new_default 2", "struct.get 2 0",
                "struct.get_s 2 0", "struct.get_u 2 1", "struct.set 2 1", "array.new 3",
                "array.new_default 3", "array.new_fixed 3 4", "array.new_data 3 1",
                "array.new_elem 3 1", "array.get 3", "array.get_s 3", "array.get_u 3",
                "array.set 3", "array.len", "array.fill 3", "array.copy 3 3",
                "array.init_data 3 1", "array.init_elem 3 1", "ref.test (ref 2)",
                "ref.test (ref null 2)", "ref.test (ref any)", "ref.cast (ref 2)",
                "ref.cast (ref null eq)", "br_on_cast 0 anyref (ref 2)",
                "br_on_cast_fail 0 (ref null any) (ref null 3)", "any.convert_extern",
                "extern.convert_any", "ref.i31", "i31.get_s", "i31.get_u", "struct.new_desc 2",
                "struct.new_default_desc 2", "ref.get_desc 2", "ref.cast_desc_eq (ref 2)",
                "ref.cast_desc_eq (ref null 2)", "br_on_cast_desc_eq 0 anyref (ref 2)",
                "br_on_cast_desc_eq_fail 0 anyref (ref null 2)", "cont.new 4", "cont.bind 4 4",
                "suspend 0", "resume 4", "resume 4 (on 0 0) (on 0 switch)",
                "resume_throw 4 0", "resume_throw 4 0 (on 0 0)", "resume_throw_ref 4",
                "resume_throw_ref 4 (on 0 0)", "switch 4 0")


def vectors():
    for name in "load load8x8_s load8x8_u load16x4_s load16x4_u load32x2_s load32x2_u " \
                "load8_splat load16_splat load32_splat load64_splat load32_zero load64_zero " \
                "store".split():
        yield f"v128.{name} offset=16"
    for width in (8, 16, 32, 64):
        yield f"v128.load{width}_lane 1"
        yield f"v128.store{width}_lane 1 offset=3 align=1 0"
    yield "v128.const i32x4 0x00000001 0x02000000 0xffffffff 0x12345678"
    yield "i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 30 31"
    yield from ("i8x16.swizzle", "i8x16.relaxed_swizzle", "v128.not", "v128.and", "v128.andnot",
                "v128.or", "v128.xor", "v128.bitselect", "v128.any_true")
    for shape in SHAPES:
        yield f"{shape}.splat"
        signs = ("_s", "_u") if shape in ("i8x16", "i16x8") else ("",)
        yield from (f"{shape}.extract_lane{sign} 1" for sign in signs)
        yield f"{shape}.replace_lane 0"
    for shape in SHAPES[:3]:
        yield from (f"{shape}.{name}" for name in COMPARE)
    yield from (f"i64x2.{name}" for name in "eq ne lt_s gt_s le_s ge_s".split())
    for shape in SHAPES[4:]:
        yield from (f"{shape}.{name}" for name in "eq ne lt gt le ge abs neg ceil floor trunc "
                    "nearest sqrt add sub mul div min max pmin pmax relaxed_madd relaxed_nmadd "
                    "relaxed_min relaxed_max".split())
    for shape in SHAPES[:4]:
        yield from (f"{shape}.{name}" for name in "abs neg all_true bitmask shl shr_s shr_u add "
                    "sub relaxed_laneselect".split())
    for shape in SHAPES[:2]:
        yield from (f"{shape}.{name}" for name in
                    "add_sat_s add_sat_u sub_sat_s sub_sat_u avgr_u".split())
    for shape in SHAPES[:3]:
        yield from (f"{shape}.{name}" for name in "min_s min_u max_s max_u".split())
    yield from (f"{shape}.mul" for shape in SHAPES[1:4])
    yield from ("i8x16.popcnt", "i16x8.q15mulr_sat_s", "i32x4.dot_i16x8_s",
                "i16x8.relaxed_q15mulr_s", "i16x8.relaxed_dot_i8x16_i7x16_s",
                "i32x4.relaxed_dot_i8x16_i7x16_add_s", "f32x4.demote_f64x2_zero",
                "f64x2.promote_low_f32x4")
    for wide, narrow in (("i16x8", "i8x16"), ("i32x4", "i16x8"), ("i64x2", "i32x4")):
        for sign in "su":
            for half in ("low", "high"):
                yield f"{wide}.extend_{half}_{narrow}_{sign}"
                yield f"{wide}.extmul_{half}_{narrow}_{sign}"
            if wide != "i64x2":
                yield f"{wide}.extadd_pairwise_{narrow}_{sign}"
                yield f"{narrow}.narrow_{wide}_{sign}"
    for sign in "su":
        yield from (f"i32x4.trunc_sat_f32x4_{sign}", f"f32x4.convert_i32x4_{sign}",
                    f"i32x4.trunc_sat_f64x2_{sign}_zero", f"f64x2.convert_low_i32x4_{sign}",
                    f"i32x4.relaxed_trunc_f32x4_{sign}",
                    f"i32x4.relaxed_trunc_f64x2_{sign}_zero")


def threads():
    yield from ("memory.atomic.notify", "memory.atomic.wait32 offset=4",
                "memory.atomic.wait64 1", "atomic.fence")
    for kind, widths in (("i32", (8, 16)), ("i64", (8, 16, 32))):
        yield f"{kind}.atomic.load"
        yield f"{kind}.atomic.store offset=8"
        yield from (f"{kind}.atomic.rmw.{name}" for name in RMW)
        for width in widths:
            yield f"{kind}.atomic.load{width}_u"
            yield f"{kind}.atomic.store{width}"
            yield from (f"{kind}.atomic.rmw{width}.{name}_u" for name in RMW)
    for space, operands in (("global", "1"), ("struct", "2 0"), ("array", "3")):
        yield f"{space}.atomic.get seq_cst {operands}"
        yield f"{space}.atomic.set acq_rel {operands}"
        if space != "global":
            yield f"{space}.atomic.get_s seq_cst {operands}"
            yield f"{space}.atomic.get_u acq_rel {operands}"
        yield from (f"{space}.atomic.rmw.{name} acq_rel {operands}" for name in RMW)
    yield from ("table.atomic.get seq_cst 0", "table.atomic.set seq_cst 1",
                "table.atomic.rmw.xchg acq_rel 1", "table.atomic.rmw.cmpxchg acq_rel 1",
                "ref.i31_shared")


def list_modules():
    """NAME.objdump.gz: offset and name of each instruction, as `wasm-objdump -d` prints them."""
    for name in LISTED:
        printed = subprocess.run(["wasm-objdump", "-d", f"../{name}.wasm"], check=True,
                                 capture_output=True, text=True).stdout
        with gzip.GzipFile(name.replace("/", "-") + ".objdump.gz", "wb", mtime=0) as out:
            for line in printed.splitlines():
                match = re.match(r"^ *([0-9a-f]+): (?:[0-9a-f]{2} ?)+ *\| +([a-z]\S*)", line)
                if match and not match[2].startswith("local["):
                    out.write(f"{int(match[1], 16):x} {match[2]}\n".encode())


def main():
    groups = (control, variables, memory, numbers, references, vectors, threads)
    with open("all.wat", "w") as out:
        out.write("(module\n  (type (func))\n  (type (func (param i32) (result i32)))\n"
                  "  (type (struct (field (mut i8)) (field (mut i32))))\n"
                  "  (type (array (mut i32)))\n  (type (cont 0))\n")
        for group in groups:
            out.write(f"  (func ;; {group.__name__}\n")
            out.writelines(f"    {line}\n" for line in group())
            out.write("  )\n")
        out.write("  (memory 1)\n  (memory i64 1)\n  (tag (type 0)))\n")
    subprocess.run(["wasm-tools", "parse", "all.wat", "-o", "all.wasm"], check=True)
    printed = subprocess.run(["wasm-tools", "print", "--print-offsets", "all.wasm"], check=True,
                             capture_output=True, text=True).stdout
    with gzip.GzipFile("all.print.gz", "wb", mtime=0) as out:
        for line in printed.splitlines():
            match = re.match(r"^\(;@([0-9a-f]+) *;\) +([^()\s].*)$", line)
            if match:
                text = re.sub(r"\(;.*?;\)|;;.*", "", match[2]).strip()
                out.write(f"{match[1]} {text}\n".encode())
    list_modules()


main()
