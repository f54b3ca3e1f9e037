"""What programs printed of their variables, and how it is compared with wcore's answer."""
import json
import re
import struct


def frames(output):
    """[{function, variables: [(name, value)]}], youngest first, of a run that prints instead of crashing."""
    out = []
    for line in output.splitlines():
        if line.startswith("@FRAME "):
            out.append({"function": line[7:].strip(), "variables": []})
        elif line.startswith("@VAR ") and out:
            _, _, name, text = line.split(" ", 3)
            out[-1]["variables"].append((name, json.loads(text)))
    return out


def printed(output):
    """{(function, variable): values in the order of their printing} of a run that crashed."""
    out = {}
    for line in output.splitlines():
        if line.startswith("@VAR "):
            _, function, name, text = line.split(" ", 3)
            try:
                out.setdefault((function, name), []).append(json.loads(text))
            except ValueError:
                pass
    return out


def plain(function):
    """The program's own name of a function: f3 of `crash::f3`, `f3(int, s0)`, `f3<int>`."""
    found = re.search(r"\b(f\d+)\b", re.sub(r"::h[0-9a-f]{16}$", "", function or ""))
    return found[1] if found else None


def program_frames(shown, functions):
    return [f for f in shown if plain(f.get("function")) in functions]


def align(wanted, shown):
    """Pairs of frames in order; calls that became jumps are missing among shown."""
    pairs, at = [], 0
    counts = {}
    for frame in wanted:
        counts[frame["function"]] = counts.get(frame["function"], 0) + 1
    there = {}
    for frame in shown:
        there[plain(frame["function"])] = there.get(plain(frame["function"]), 0) + 1
    for frame in wanted:
        name = frame["function"]
        if counts[name] != there.get(name, 0):
            continue	# which of them it is cannot be said
        while at < len(shown) and plain(shown[at]["function"]) != name:
            at += 1
        if at < len(shown):
            pairs.append((frame, shown[at]))
            at += 1
    return pairs


# Values.  A comparison gives True, False, or None where wcore says that it does not know.

def number_of(got):
    if isinstance(got, bool):
        return int(got)
    if isinstance(got, (int, float)):
        return got
    if isinstance(got, str):
        try:
            return int(got, 0)
        except ValueError:
            try:
                return float(got)
            except ValueError:
                return None
    return None


def same_float(wanted, got):
    number = got if isinstance(got, (int, float)) else None
    if isinstance(got, str):
        try:
            number = float(got)
        except ValueError:
            return False
    if number is None:
        return False
    form = "<f" if wanted["bits"] == 32 else "<d"
    return struct.pack(form, float(wanted["$f"])) == struct.pack(form, float(number))


def all_of(results):
    results = list(results)
    if any(r is False for r in results):
        return False
    return None if any(r is None for r in results) else True


def unwrap(got):
    """What is behind a pointer in wcore's JSON, and its address."""
    if isinstance(got, dict):
        for key in ("target", "value", "to", "*"):
            if key in got and ("address" in got or "pointer" in got):
                return got[key], got.get("address", got.get("pointer"))
        if "address" in got:
            return None, got["address"]
    return None, got


def same(wanted, got, context):
    if got is None or isinstance(got, str) and re.fullmatch(r"<(optimized out|not in the dump|unavailable).*>", got):
        return None if wanted is not None else True
    if isinstance(wanted, bool):
        return number_of({"true": 1, "false": 0}.get(got, got) if isinstance(got, str) else got) == int(wanted)
    if isinstance(wanted, (int, float)):
        return number_of(got) == wanted
    if isinstance(wanted, str):
        return same_text(wanted, got)
    if isinstance(wanted, list):
        return same_list(wanted, got, context)
    if wanted is None:
        return number_of(got) == 0 or unwrap(got)[1] in (0, "0x0", "0", "null", "nullptr", "NULL")
    return same_object(wanted, got, context)


def same_text(wanted, got):
    if isinstance(got, dict):
        for key in ("target", "text", "string", "value"):
            if key in got:
                return same_text(wanted, got[key])
        return None
    if isinstance(got, list):
        codes = [ord(g) if isinstance(g, str) and len(g) == 1 else number_of(g) for g in got]
        text = wanted.encode()
        return codes[:len(text)] == list(text) and not any(codes[len(text):len(text) + 1])
    if not isinstance(got, str):
        return None if isinstance(got, int) else False
    if got == wanted or got.split("\0")[0] == wanted:
        return True
    return None if re.fullmatch(r"0x[0-9a-f]+", got) else False


def same_list(wanted, got, context):
    if isinstance(got, dict):
        keys = list(got)
        if keys == [str(i) for i in range(len(keys))] or keys == ["first", "second"] or keys == [f"__{i}" for i in range(len(keys))]:
            got = list(got.values())
        elif len(got) == 1:
            # A tuple struct, by its name.
            inner = next(iter(got.values()))
            if len(wanted) == 1 and not (isinstance(inner, list) and isinstance(wanted[0], list) is False):
                return same(wanted[0], inner, context)
            return same_list(wanted, inner, context)
        else:
            return None if any(k in got for k in ("address", "ptr", "buf", "__begin_")) else False
    if isinstance(got, str):
        try:
            return all(number_of(w.get("$c", None) if isinstance(w, dict) else w) == b
                       for w, b in zip(wanted, got.encode("latin-1")))
        except (UnicodeEncodeError, AttributeError):
            return False
    if not isinstance(got, list):
        return None
    if len(got) != len(wanted):
        return False
    return all_of(same(w, g, context) for w, g in zip(wanted, got))


def same_object(wanted, got, context):
    if "$f" in wanted:
        return same_float(wanted, got)
    if "$c" in wanted:
        if isinstance(got, str):
            return got.strip("'") == chr(wanted["$c"] & 0x10FFFF) or number_of(got) == wanted["$c"]
        return number_of(got) == wanted["$c"]
    if "$e" in wanted:
        name = wanted["$e"]
        if isinstance(got, dict) and len(got) == 1:
            got = next(iter(got))
        return isinstance(got, str) and re.split(r"::|\.", got)[-1].strip("()") == name
    if "$p" in wanted:
        return same_pointer(wanted, got, context)
    if "$some" in wanted:
        return same_some(wanted["$some"], got, context)
    if "$none" in wanted:
        return got in ("None", "none", "null", "std::nullopt", "nullopt", None, "nullptr") or got == {} or got == []
    if "$ok" in wanted:
        return same_some(wanted["$ok"], got, context)
    if "$err" in wanted:
        return wanted["$err"] in (got if isinstance(got, str) else json.dumps(got))
    if "$v" in wanted:
        return same_variant(wanted, got, context)
    if "$m" in wanted:
        return same_map(wanted["$m"], got, context)
    if "$box" in wanted:
        return same_box(wanted["$box"], got, context)
    if "$one" in wanted:
        return same_some(wanted["$one"], got, context)
    if "$set" in wanted:
        return isinstance(got, list) and len(got) == len(wanted["$set"]) and \
            all(any(same(w, g, context) for g in got) for w in wanted["$set"])
    if not isinstance(got, dict):
        return False
    got = with_bases(got, wanted)
    if set(wanted) - set(got) and any(value is None and name not in wanted for name, value in got.items()):
        # A base of which nothing is known.
        return False if all_of(same(wanted[n], got[n], context) for n in wanted if n in got) is False else None
    if set(wanted) - set(got):
        if len(got) == 1 and isinstance(next(iter(got.values())), dict):
            return same_object(wanted, next(iter(got.values())), context)
        return False
    return all_of(same(value, got[name], context) for name, value in wanted.items())


def with_bases(got, wanted):
    """Members of bases among the members."""
    out = {}
    for key, value in got.items():
        if key not in wanted and isinstance(value, dict):
            out.update(with_bases(value, wanted))
        out[key] = value
    return out


def same_pointer(wanted, got, context):
    target, address = unwrap(got)
    number = number_of(address)
    if wanted["$p"] == 0:
        return number == 0 or address in ("null", "nullptr", "NULL")
    # Rust's references to numbers are shown by what they refer to.
    if target is None and isinstance(wanted.get("to"), (int, bool, float)) and \
            same(wanted["to"], got, context) is True:
        return True
    if number is not None and (number == 0 or context.addresses and number != wanted["$p"]):
        return False
    if isinstance(got, str) and isinstance(wanted.get("to"), dict) and "$c" in wanted["to"]:
        return got[:1] == chr(wanted["to"]["$c"])
    if target is not None and "to" in wanted:
        return same(wanted["to"], target, context)
    if number is not None:
        return context.points_to(number, wanted.get("to"))
    # Shown by what it points to.
    return same(wanted["to"], got, context) if "to" in wanted else None


def same_some(wanted, got, context):
    if isinstance(got, dict) and len(got) == 1 and next(iter(got)) in ("Some", "some", "value", "std::optional", "$some"):
        inner = next(iter(got.values()))
        if isinstance(inner, list) and len(inner) == 1 and not isinstance(wanted, list):
            inner = inner[0]
        return same(wanted, inner, context)
    if isinstance(got, list) and len(got) == 1 and not isinstance(wanted, list):
        return same(wanted, got[0], context)
    return same(wanted, got, context)


def same_box(wanted, got, context):
    """What a Box, Rc, Cell holds, shown with or without what is around it."""
    if same(wanted, got, context) is True:
        return True
    target, _ = unwrap(got)
    if target is not None:
        return same(wanted, target, context)
    if isinstance(got, dict) and len(got) == 1:
        return same(wanted, next(iter(got.values())), context)
    if isinstance(got, dict) and "value" in got:
        return same(wanted, got["value"], context)
    if isinstance(got, list) and len(got) == 1:
        return same(wanted, got[0], context)
    return None if number_of(got) else same(wanted, got, context)


def same_variant(wanted, got, context):
    name, inner = wanted["$v"], wanted.get("of")
    if isinstance(got, str):
        return re.split(r"::|\.", got)[-1] == name and not inner
    if isinstance(got, dict) and len(got) == 1:
        key, value = next(iter(got.items()))
        if re.split(r"::|\.", key)[-1] != name:
            return False
        if inner is None:
            return True
        if isinstance(inner, list) and len(inner) == 1 and not (isinstance(value, list) and len(value) == 1):
            return same(inner[0], value, context)
        return same(inner, value, context)
    return False


def same_map(wanted, got, context):
    pairs = None
    if isinstance(got, dict):
        pairs = list(got.items())
    elif isinstance(got, list) and all(isinstance(g, list) and len(g) == 2 for g in got):
        pairs = got
    elif isinstance(got, list) and all(isinstance(g, dict) and len(g) == 2 for g in got):
        pairs = [list(g.values()) for g in got]
    elif isinstance(got, list) and len(got) == 2 * len(wanted):
        pairs = list(zip(got[::2], got[1::2]))
    if pairs is None or len(pairs) != len(wanted):
        return False
    return all_of(any(same(k, gk, context) and same(v, gv, context) for gk, gv in pairs) for k, v in wanted)


# Members of libraries' own types: where a container is shown as the struct that it is.
RAW = {"__r_", "__map_", "__table_", "__tree_", "__base_", "__end_", "__begin_", "__ptr_", "__elems_", "__impl_", "__impl",
       "__engaged_", "__data_", "pointer", "ptr", "data_ptr", "buf", "base", "map", "root", "borrow",
       "payload", "some", "tag", "len", "bits", "value", "vec", "head", "__null_state_"}


def is_raw(wanted, got):
    """Whether something in got is a container's or option's own struct, so that there is nothing to compare."""
    if isinstance(got, list):
        return isinstance(wanted, list) and len(wanted) == len(got) and any(is_raw(w, g) for w, g in zip(wanted, got))
    if not isinstance(got, dict):
        return False
    if isinstance(wanted, dict) and not any(k.startswith("$") for k in wanted):
        return bool(RAW & set(got)) and not set(wanted) & set(got) or \
            any(k in got and is_raw(wanted[k], got[k]) for k in wanted)
    if isinstance(wanted, dict) and "$p" in wanted and "target" in got:
        return is_raw(wanted.get("to"), got["target"])
    return bool(RAW & set(got)) or got == {}


def equal(one, other, addresses):
    """Whether two truths agree."""
    if isinstance(one, dict) and isinstance(other, dict):
        if "$p" in one and "$p" in other:
            return (not addresses or one["$p"] == other["$p"]) and \
                equal(one.get("to"), other.get("to"), addresses)
        return one.keys() == other.keys() and all(equal(one[k], other[k], addresses) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(equal(a, b, addresses) for a, b in zip(one, other))
    return one == other


class Context:
    """What a comparison may use: whether addresses are those of this run, and the memory of the dump."""

    def __init__(self, addresses=False, memory=None):
        self.addresses, self.memory = addresses, memory

    def points_to(self, address, wanted):
        """Whether a pointer that is shown by its address alone points to the scalar that it should."""
        data = self.memory.read(address, 8) if self.memory else None
        if data is None:
            return True
        if isinstance(wanted, dict) and "$f" in wanted:
            size = wanted["bits"] // 8
            return data[:size] == struct.pack("<f" if size == 4 else "<d", float(wanted["$f"]))
        if isinstance(wanted, dict) and "$c" in wanted:
            wanted = wanted["$c"]
        if not isinstance(wanted, int):
            return True
        return any(int.from_bytes(data[:size], "little", signed=sign) == wanted
                   for size in (1, 2, 3, 4, 5, 8) for sign in (False, True))


def judge(wanted, variable, context):
    """right, partial (what is shown is right, some is not known), wrong, or unavailable."""
    # What stores were removed of is not there to be compared.
    if re.fullmatch(r"0x[0-9a-f]+ <optimized out>", str(variable.get("text"))):
        context = Context(context.addresses, None)
    if variable.get("origin") == "unavailable" or variable.get("value") is None and \
            re.match(r"<.*>$", str(variable.get("text", "<>"))):
        return "unavailable"
    result = same(wanted, variable.get("value"), context)
    if result is None:
        return "partial"
    if result is False and is_raw(wanted, variable.get("value")):
        return "raw"
    return "right" if result else "wrong"
