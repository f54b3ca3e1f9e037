#!/usr/bin/env python3
"""Programs in C, C++ and Rust that hold secrets of some 40 kinds, their dumps, and the truth about both.

usage: make.py [DIR]

Needs clang-16, wasi-libc, libc++ for wasm32, rustc with wasm32-wasi, node and wasm-coredump-rewriter on PATH.
The secrets are made up, from a fixed seed.  A program has them scrambled in its data and puts each in one place: a
static, a chunk of the heap in use or given back, a local, a member of a struct, across a border of 4 KiB; as
text, UTF-16 or base64.  Then it traps.  Of each program two dumps are kept: that of the
rewriter (with locals, the memory in one segment), and its memory in Wasmtime's form (4 KiB chunks without the
zeros at their ends, no locals).  truth.json has the secrets, scrambled, so that no scanner of
repositories takes them for leaked ones.
"""
import base64
import gzip
import json
import os
import random
import re
import string
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", ".."))
sys.dont_write_bytecode = True
import wasm  # noqa: E402

MASK = 0x5A
R = random.Random(8)
ALNUM = string.ascii_letters + string.digits
URL = ALNUM + "-_"
HEX = "0123456789abcdef"


def some(alphabet, count):
    """Random characters, of all kinds that the alphabet has when there are many."""
    kinds = [str.isdigit, str.isalpha]
    while True:
        text = "".join(R.choice(alphabet) for _ in range(count))
        if count < 12 or all(any(map(k, text)) for k in kinds if any(map(k, alphabet))):
            return text


def b64(count):
    return base64.b64encode(R.randbytes(count)).decode()


def pem(label, lines):
    body = "\n".join(some(ALNUM + "+/", 64) for _ in range(lines))
    return f"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n", body


def luhn(head, size):
    digits = [int(c) for c in head] + [R.randrange(10) for _ in range(size - 1 - len(head))]
    total = sum(d if i % 2 else (2 * d if d < 5 else 2 * d - 9) for i, d in enumerate(reversed(digits)))
    return "".join(map(str, digits)) + str(-total % 10)


def iban(country, size):
    body = "".join(R.choice(string.digits) for _ in range(size - 4))
    number = int("".join(str(int(c, 36)) for c in body + country + "00"))
    return f"{country}{98 - number % 97:02d}{body}"


def url_base64(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def jwt():
    return ".".join([url_base64('{"alg":"HS256","typ":"JWT"}'), url_base64(json.dumps({"sub": some(ALNUM, 12), "n": 7})),
                     some(URL, 43)])


def card():
    head, size = R.choice([("4", 16), ("51", 16), ("2223", 16), ("37", 15), ("6011", 16), ("3530", 16)])
    number = luhn(head, size)
    if size == 16 and R.random() < .5:
        number = R.choice(" -").join(number[i:i + 4] for i in range(0, 16, 4))
    return number


def cookie():
    return f"session={some(ALNUM, 26)}; theme=dark1"


def word_password():
    return R.choice(["Winter", "Correct", "Mountain", "purple", "Horse"]) + some(string.digits, 4) + R.choice("!#$@")


# Kind: what makes (text, secret): the text as a program has it, and the part of it that must go.
KINDS = {
    "private-key": lambda: pem("RSA PRIVATE KEY", 6),
    "openssh-key": lambda: pem("OPENSSH PRIVATE KEY", 5),
    "pgp-private-key": lambda: pem("PGP PRIVATE KEY BLOCK", 4),
    "aws-access-key": lambda: "AKIA" + some(string.ascii_uppercase + "234567", 16),
    "aws-secret-key": lambda: (lambda s: (f"aws_secret_access_key = {s}", s))(some(ALNUM + "+/", 40)),
    "gcp-api-key": lambda: "AIza" + some(URL, 35),
    "gcp-oauth-token": lambda: "GOCSPX-" + some(URL, 28),
    "azure-storage-key": lambda: (lambda s: (f"AccountName=shop;AccountKey={s};", s))(b64(64)),
    "azure-client-secret": lambda: some(ALNUM, 3) + "8Q~" + some(ALNUM, 34),
    "digitalocean-token": lambda: "dop_v1_" + some(HEX, 64),
    "databricks-token": lambda: "dapi" + some(HEX, 32),
    "github-token": lambda: R.choice(["ghp_", "gho_", "ghs_"]) + some(ALNUM, 36),
    "github-pat": lambda: "github_pat_" + some(ALNUM, 22) + "_" + some(ALNUM, 59),
    "gitlab-token": lambda: "glpat-" + some(URL, 20),
    "npm-token": lambda: "npm_" + some(ALNUM, 36),
    "pypi-token": lambda: "pypi-AgEIcHlwaS5vcmc" + some(URL, 70),
    "docker-token": lambda: "dckr_pat_" + some(URL, 27),
    "huggingface-token": lambda: "hf_" + some(ALNUM, 34),
    "slack-token": lambda: f"xoxb-{some(string.digits, 12)}-{some(string.digits, 12)}-{some(ALNUM, 24)}",
    "slack-webhook": lambda: (lambda s: (f"https://hooks.slack.com/services/{s}", s))(
        f"T{some(string.ascii_uppercase + string.digits, 8)}/B{some(string.digits, 8)}/{some(ALNUM, 24)}"),
    "stripe-key": lambda: "sk_live_" + some(ALNUM, 24),
    "sendgrid-key": lambda: f"SG.{some(URL, 22)}.{some(URL, 43)}",
    "twilio-key": lambda: "SK" + some(HEX, 32),
    "mailgun-key": lambda: "key-" + some(HEX, 32),
    "telegram-token": lambda: some("123456789", 9) + ":AA" + some(URL, 33),
    "discord-token": lambda: f"M{some(ALNUM, 23)}.{some(ALNUM, 6)}.{some(ALNUM, 27)}",
    "openai-key": lambda: "sk-proj-" + some(ALNUM, 48),
    "shopify-token": lambda: "shpat_" + some(HEX, 32),
    "square-token": lambda: "sq0atp-" + some(URL, 22),
    "vault-token": lambda: "hvs." + some(ALNUM, 24),
    "jwt": jwt,
    "authorization": lambda: (lambda s: (f"Authorization: Basic {s}", s))(b64(18)),
    "bearer": lambda: (lambda s: (f"authorization: Bearer {s}", s))(some(ALNUM, 40)),
    "cookie": lambda: (lambda s: (f"Set-Cookie: {s}", s))(cookie()),
    "url-password": lambda: (lambda s: (f"postgres://app:{s}@db.internal:5432/shop", s))(some(ALNUM, 14)),
    "connection-string": lambda: (lambda s: (f"Server=db7;Database=shop;User Id=sa;Password={s};", s))(word_password()),
    "password": lambda: (lambda s: (f'"password": "{s}"', s))(word_password()),
    "secret-value": lambda: (lambda s: (f"client_secret={s}", s))(some(ALNUM, 32)),
    "high-entropy": lambda: (lambda s: (f"secret of the day {s}", s))(some(ALNUM, 32)),
    "email": lambda: f"{some(string.ascii_lowercase, 7)}.{some(string.ascii_lowercase, 6)}@{some(string.ascii_lowercase, 8)}.org",
    "payment-card": card,
    "iban": lambda: R.choice([iban("DE", 22), iban("NO", 15), iban("ES", 24)]),
}
PLACES = {
    "c": [("static", "text"), ("heap", "text"), ("freed", "text"), ("local", "text"), ("member", "text"),
          ("heap", "utf-16"), ("heap", "base64"), ("border", "text"), ("static", "utf-16"), ("border", "utf-16")],
    "cpp": [("string", "text"), ("vector", "text"), ("u16string", "utf-16"), ("member", "text"), ("string", "base64"),
            ("freed", "text")],
    "rust": [("string", "text"), ("vec", "text"), ("boxed", "text"), ("member", "text"), ("utf16", "utf-16"),
             ("string", "base64"), ("local", "text"), ("freed", "text")],
}
# A given back chunk begins with the allocator's own words.
LEAD = "what was said before the request went out: "


def make(kind):
    made = KINDS[kind]()
    return made if isinstance(made, tuple) else (made, made)


class Plant:
    def __init__(self, number, kind, place, form):
        self.number, self.kind, self.place, self.form = number, kind, place, form
        self.text, self.secret = make(kind)
        shown = self.text
        if form == "base64":
            shown = base64.b64encode(self.text.encode()).decode()
        if place == "freed":
            shown = LEAD + shown
        self.bytes = shown.encode("utf-16-le" if form == "utf-16" else "ascii")

    def scrambled(self):
        return bytes(b ^ MASK for b in self.bytes)


def plants(language, each):
    combinations = PLACES[language]
    out = []
    for index, kind in enumerate(KINDS):
        for turn in range(each):
            out.append(Plant(len(out), kind, *combinations[(index * 3 + turn * 7) % len(combinations)]))
    return out


def c_bytes(data):
    return ",".join(map(str, data))


NAMED = {"c": ["db_password", "secret_key"], "cpp": ["password", "api_key"], "rust": ["secret_key", "password"]}


def c_program(items):
    out = ["#include <stdlib.h>", "#include <string.h>",
           "static void plant(volatile char *to, const unsigned char *from, int size)",
           "{\n\tfor (int i = 0; i < size; i++)\n\t\tto[i] = (char)(from[i] ^ 0x5a);\n}",
           "struct config { int id; char *name; unsigned char secret_key[32]; char *value; };",
           "static char pages[%d][8192] __attribute__((aligned(4096)));" % sum(p.place == "border" for p in items),
           "static struct config configs[%d];" % (len(items) + 1)]
    for p in items:
        out.append(f"static const unsigned char e{p.number}[] = {{{c_bytes(p.scrambled())}}};")
        if p.place == "static":
            out.append(f"static char s{p.number}[{len(p.bytes) + 1}] __attribute__((aligned(2)));")
    out.append("void *keep[%d];" % (len(items) + 1))
    calls, border = [], 0
    for p in items:
        size = len(p.bytes)
        if p.place == "static":
            calls.append(f"plant(s{p.number}, e{p.number}, {size});")
        elif p.place == "border":
            calls.append(f"plant(pages[{border}] + 4096 - {min(size // 2, 4000) & ~1}, e{p.number}, {size});")
            border += 1
        elif p.place == "member":
            calls.append(f"plant(configs[{p.number}].value = malloc({size + 1}), e{p.number}, {size});"
                         f" configs[{p.number}].value[{size}] = 0;")
        elif p.place == "heap":
            calls.append(f"plant(keep[{p.number}] = calloc({size + 2}, 1), e{p.number}, {size});")
    freed = [p for p in items if p.place == "freed"]
    for p in freed:
        calls.append(f"plant(keep[{p.number}] = calloc({len(p.bytes) + 1}, 1), e{p.number}, {len(p.bytes)});")
    calls += [f"free(keep[{p.number}]);" for p in freed]
    out.append("static void prepare(void)\n{\n\t" + "\n\t".join(calls) + "\n}")
    key = bytes(R.randrange(1, 256) for _ in range(32))
    out.append(f"static const unsigned char k[] = {{{c_bytes(bytes(b ^ MASK for b in key))}}};")
    password = "violet" + some(string.ascii_lowercase, 6)
    out.append(f"static const unsigned char w[] = {{{c_bytes(bytes(b ^ MASK for b in password.encode()))}}};")
    locals_ = [p for p in items if p.place == "local"]
    lines = [f"char l{p.number}[{len(p.bytes) + 1}]; plant(l{p.number}, e{p.number}, {len(p.bytes)}); l{p.number}[{len(p.bytes)}] = 0;"
             for p in locals_]
    lines += [f"char db_password[{len(password) + 1}]; plant(db_password, w, {len(password)}); db_password[{len(password)}] = 0;",
              "struct config config = { .id = 7 }; plant((char *)config.secret_key, k, 32);",
              "if (request > 2)\n\t\t__builtin_trap();"]
    out.append("static int serve(int request)\n{\n\t" + "\n\t".join(lines) + "\n\treturn config.id + db_password[0];\n}")
    out.append("int main(void)\n{\n\tprepare();\n\treturn serve(3);\n}\n")
    return "\n".join(out), [("variable", "local", "text", password.encode()), ("variable", "member", "binary", key)]


def cpp_program(items):
    out = ["#include <string>", "#include <vector>", "#include <memory>", "#include <cstdlib>",
           "static std::string decode(const unsigned char *from, int size)",
           "{\n\tstd::string to;\n\tto.reserve(size);\n\tfor (int i = 0; i < size; i++)\n\t\tto.push_back(char(from[i] ^ 0x5a));\n\treturn to;\n}",
           "static std::u16string wide(const unsigned char *from, int size)",
           "{\n\tstd::u16string to;\n\tto.reserve(size / 2);\n\tfor (int i = 0; i < size; i += 2)\n\t\tto.push_back(char16_t(from[i] ^ 0x5a));\n\treturn to;\n}",
           "struct Client { int id; std::string value; };", "std::vector<std::string> lines;",
           "std::vector<std::unique_ptr<std::string>> strings;", "std::vector<std::u16string> wides;",
           "std::vector<Client> clients;", "void *freed[200];"]
    calls = []
    for p in items:
        out.append(f"static const unsigned char e{p.number}[] = {{{c_bytes(p.scrambled())}}};")
        made = f"decode(e{p.number}, {len(p.bytes)})"
        calls.append({"string": f"strings.push_back(std::make_unique<std::string>({made}));",
                      "vector": f"lines.push_back({made});",
                      "u16string": f"wides.push_back(wide(e{p.number}, {len(p.bytes)}));",
                      "member": f"clients.push_back(Client{{{p.number}, {made}}});",
                      "freed": f"{{ auto gone = std::make_unique<std::string>({made}); freed[{p.number}] = gone.get(); }}"}[p.place])
    password, key = "Marble" + some(string.ascii_lowercase, 8), some(string.ascii_lowercase, 24)
    out.append(f"static const unsigned char w[] = {{{c_bytes(bytes(b ^ MASK for b in password.encode()))}}};")
    out.append(f"static const unsigned char k[] = {{{c_bytes(bytes(b ^ MASK for b in key.encode()))}}};")
    out.append("static void prepare()\n{\n\tlines.reserve(100); clients.reserve(100); wides.reserve(100); strings.reserve(100);\n\t"
               + "\n\t".join(calls) + "\n}")
    out.append("struct Account { int id; std::string api_key; };")
    out.append(f"static int serve(int request)\n{{\n\tstd::string password = decode(w, {len(password)});\n"
               f"\tAccount account{{5, decode(k, {len(key)})}};\n\tif (request > 2)\n\t\t__builtin_trap();\n"
               "\treturn int(password.size() + account.api_key.size());\n}")
    out.append("int main()\n{\n\tprepare();\n\treturn serve(3);\n}\n")
    return "\n".join(out), [("variable", "local", "text", password.encode()), ("variable", "member", "text", key.encode())]


def rust_program(items):
    out = ["#![allow(dead_code)]", "fn black_box<T>(it: T) -> T { unsafe { let kept = std::ptr::read_volatile(&it); std::mem::forget(it); kept } }",
           "fn decode(from: &[u8]) -> Vec<u8> { from.iter().map(|b| b ^ 0x5a).collect() }",
           "fn text(from: &[u8]) -> String { String::from_utf8(decode(from)).unwrap() }",
           "fn wide(from: &[u8]) -> Vec<u16> { decode(from).chunks(2).map(|c| c[0] as u16 | (c[1] as u16) << 8).collect() }",
           "struct Client { id: u32, value: String }",
           "#[derive(Default)] struct Kept { strings: Vec<String>, vecs: Vec<Vec<u8>>, boxed: Vec<Box<str>>, wide: Vec<Vec<u16>>,"
           " clients: Vec<Client> }", "struct Signer { secret_key: [u8; 32], rounds: u32 }"]
    calls, locals_, gone = [], [], []
    for p in items:
        out.append(f"static E{p.number}: [u8; {len(p.bytes)}] = [{c_bytes(p.scrambled())}];")
        calls.append({"string": f"kept.strings.push(text(&E{p.number}));", "vec": f"kept.vecs.push(decode(&E{p.number}));",
                      "boxed": f"kept.boxed.push(text(&E{p.number}).into_boxed_str());",
                      "member": f"kept.clients.push(Client {{ id: {p.number}, value: text(&E{p.number}) }});",
                      "utf16": f"kept.wide.push(wide(&E{p.number}));",
                      "freed": f"gone.push(text(&E{p.number}));", "local": ""}[p.place])
        if p.place == "local":
            locals_.append(f"let mut l{p.number} = [0u8; {len(p.bytes)}]; for i in 0..{len(p.bytes)}"
                           f" {{ l{p.number}[i] = E{p.number}[i] ^ 0x5a; }} black_box(&l{p.number});")
    key = bytes(R.randrange(1, 256) for _ in range(32))
    password = "granite" + some(string.ascii_lowercase, 7)
    out.append(f"static K: [u8; 32] = [{c_bytes(bytes(b ^ MASK for b in key))}];")
    out.append(f"static W: [u8; {len(password)}] = [{c_bytes(bytes(b ^ MASK for b in password.encode()))}];")
    out.append("fn prepare() -> Kept {\n    let mut kept = Kept::default();\n    let mut gone: Vec<String> = Vec::new();\n    "
               + "\n    ".join(c for c in calls if c) + "\n    black_box(&gone);\n    kept\n}")
    out.append("fn serve(kept: &Kept, request: u32) -> u32 {\n    " + "\n    ".join(locals_) +
               "\n    let mut signer = Signer { secret_key: [0; 32], rounds: 3 };\n    for i in 0..32 { signer.secret_key[i] = K[i] ^ 0x5a; }"
               "\n    let password = text(&W);\n    black_box(&signer); black_box(&password); black_box(kept);"
               "\n    if request > 2 { core::arch::wasm32::unreachable() }\n    signer.rounds + password.len() as u32\n}")
    out.append("fn main() {\n    let kept = prepare();\n    black_box(serve(&kept, 3));\n}\n")
    return "\n".join(out), [("variable", "member", "binary", key), ("variable", "local", "text", password.encode())]


RUN = r"""
import { WASI } from 'node:wasi';
import fs from 'node:fs';
const [file, memory, trace] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: ['program'], env: {} });
const module = await WebAssembly.compile(fs.readFileSync(file));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
Error.stackTraceLimit = 100;
try { wasi.start(instance); } catch (error) {
	fs.writeFileSync(memory, new Uint8Array(instance.exports.memory.buffer));
	const pointer = instance.exports.__stack_pointer;
	fs.writeFileSync(trace, JSON.stringify({ stack: error.stack, pointer: pointer ? pointer.value : 0 }));
}
"""


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, **options)
    if done.returncode:
        raise SystemExit(f"make.py: {' '.join(command)}: {done.stderr.decode()[-2000:]}")
    return done.stdout


def bodies(data):
    """(imported functions, where the body of each function begins)"""
    imports, starts = 0, []
    for kind, _, _, start, _ in wasm.sections(data):
        at = start
        if kind == 2:
            count, at = wasm_leb(data, at)
            for _ in range(count):
                for _ in range(2):
                    size, at = wasm_leb(data, at)
                    at += size
                what = data[at]
                at += 1
                if what == 0:
                    imports += 1
                    _, at = wasm_leb(data, at)
                else:
                    raise SystemExit("make.py: an import that is no function")
        elif kind == 10:
            count, at = wasm_leb(data, at)
            for _ in range(count):
                size, at = wasm_leb(data, at)
                starts.append(at)
                at += size
    return imports, starts


def wasm_leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def globals_of(module, pointer):
    """The module's globals, all i32; the first one, the stack pointer, as it was at the trap."""
    out, count = b"", 0
    for kind, _, _, start, _ in wasm.sections(module):
        if kind != 6:
            continue
        reader = wasm.Reader(module, start)
        count = reader.leb()
        for number in range(count):
            first = reader.at
            assert reader.take(1) == b"\x7f"
            reader.take(2)
            while reader.byte() >= 0x80:
                pass
            reader.take(1)
            out += module[first:reader.at] if number else b"\x7f\1\x41" + wasm.sleb(pointer) + b"\x0b"
    return wasm.leb(count) + out, count


def smaller(module):
    """Without indexes of the debugging information that nothing here reads."""
    out = bytearray(module[:8])
    for _, title, header, _, end in wasm.sections(module):
        if title not in (".debug_pubtypes", ".debug_pubnames", ".debug_loc"):
            out += module[header:end]
    return bytes(out)


def wasmtime_form(module, memory, trace, title):
    imports, starts = bodies(module)
    frames = b""
    places = re.findall(r"wasm-function\[(\d+)\]:0x([0-9a-f]+)", trace["stack"])
    for function, offset in places:
        frames += b"\0" + wasm.leb(0) + wasm.leb(int(function)) + wasm.leb(int(offset, 16) - starts[int(function) - imports]) + b"\0\0"
    segments = b""
    count = 0
    values, value_count = globals_of(module, trace["pointer"])
    for at in range(0, len(memory), 4096):
        chunk = memory[at:at + 4096]
        left = len(chunk) - len(chunk.lstrip(b"\0"))
        chunk = chunk.strip(b"\0")
        if chunk:
            count += 1
            segments += b"\0\x41" + wasm.sleb(at + left) + b"\x0b" + wasm.leb(len(chunk)) + chunk
    return (wasm.MAGIC + wasm.custom("core", b"\0" + wasm.name(title)) + wasm.section(5, b"\1\0" + wasm.leb(len(memory) >> 16))
            + wasm.section(6, values)
            + wasm.section(11, wasm.leb(count) + segments)
            + wasm.custom("coremodules", b"\1\0" + wasm.name(title))
            + wasm.custom("coreinstances", b"\1\0\0\1\0" + wasm.leb(value_count) + bytes(range(value_count)))
            + wasm.custom("corestack", b"\0" + wasm.name("main") + wasm.leb(len(places)) + frames))


COMPILE = {
    "c": ["clang-16", "--target=wasm32-wasi", "-O0", "-g", "-Wl,--global-base=32768", "-Wl,--export=__stack_pointer"],
    "cpp": ["clang++-16", "--target=wasm32-wasi", "-O0", "-g", "-std=c++17", "-fno-exceptions", "-nostdinc++",
            "-isystem", "/usr/lib/llvm-16/include/wasm32-wasi/c++/v1", "-Wl,--global-base=32768",
            "-Wl,--export=__stack_pointer"],
    "rust": ["/usr/bin/rustc", "--target", "wasm32-wasi", "-g", "-C", "panic=abort", "-C", "link-arg=--export=__stack_pointer",
             "-C", "link-arg=--no-check-features"],
}
MAKERS = {"c": (c_program, ".c", 4), "cpp": (cpp_program, ".cc", 3), "rust": (rust_program, ".rs", 3)}


def main():
    out = sys.argv[1] if sys.argv[1:] else HERE
    truth = {}
    for language, (maker, suffix, each) in MAKERS.items():
        items = plants(language, each)
        source, named = maker(items)
        base = os.path.join(out, language)
        with open(base + suffix, "w") as file:
            file.write(source)
        run(*COMPILE[language], language + suffix, "-o", language + ".wasm", cwd=out)
        with open(base + ".mjs", "w") as file:
            file.write(RUN)
        run("node", "--no-warnings", base + ".mjs", base + ".wasm", base + ".memory", base + ".trace")
        with open(base + ".wasm", "rb") as file:
            module = file.read()
        with open(base + ".memory", "rb") as file:
            memory = file.read()
        with open(base + ".trace") as file:
            trace = json.load(file)
        dumps = {language + ".core": wasmtime_form(module, memory, trace, language + ".wasm")}
        with open(base + ".rewritten", "wb") as file:
            file.write(run("wasm-coredump-rewriter", input=module))
        run("node", "--no-warnings", base + ".mjs", base + ".rewritten", base + ".memory", base + ".trace")
        with open(base + ".memory", "rb") as file:
            dumps[language + ".rewriter.core"] = file.read()
        for title, data in dumps.items():
            with open(os.path.join(out, title + ".gz"), "wb") as file:
                file.write(gzip.compress(data, 9, mtime=0))
        with open(base + ".wasm.gz", "wb") as file:
            file.write(gzip.compress(smaller(module), 9, mtime=0))
        truth[language] = [{"kind": p.kind, "place": p.place, "form": p.form, "secret": p.secret.encode().hex()}
                           for p in items]
        truth[language] += [{"kind": kind, "place": place, "form": form, "secret": secret.hex()}
                            for kind, place, form, secret in named]
        for end in (".mjs", ".memory", ".trace", ".rewritten", ".wasm", suffix):
            os.unlink(base + end)
    with open(os.path.join(out, "truth.json"), "w") as file:
        json.dump(truth, file, indent=0)


main()
