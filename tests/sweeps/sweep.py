"""What the sweeps share: the command lines, and commands that fail where they are told to (fault.h)."""
import collections
import os
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DATA = os.path.join(TOP, "tests", "data")

# The files that command lines name, with where they come from.
INPUTS = {
    "crash.core": "c-divzero/crash-O0.core",
    "crash.wasm": "c-divzero/crash-O0.wasm",
    "crash.c": "c-divzero/crash.c",
    "other.core": "c-divzero/crash-O2.core",
    "lost.core": "lost/lost-O2.core",
    "lost.wasm": "lost/lost-O2.wasm",
    "lost.c": "lost/lost.c",
    "deep.core": "deep/deep.core",
    "deep.wasm": "deep/deep.wasm",
    "main.core": "as-trap/main.core",
    "main.wasm": "as-trap/main.wasm",
    "main.wasm.map": "as-trap/main.wasm.map",
    "bank.core": "cpp-abort/bank-O0.core",
    "bank.wasm.gz": "cpp-abort/bank-O0.wasm.gz",
    "shop.core": "rust-panic/shop-debug.core",
    "shop.wasm.gz": "rust-panic/shop-debug.wasm.gz",
    "heap.core.gz": "heap-c/heap-O0.core.gz",
    "heap.wasm": "heap-c/heap-O0.wasm",
    "many/a.core": "c-divzero/crash-O2.core",
    "many/b.core": "as-trap/main.core",
    "many/c.core": "deep/deep.core",
    "cut.core": "c-divzero/crash-O0.core",      # without its last bytes
}

# One line for each way to run a command: what it is called, its command line, the files that it writes.
CASES = [case.split(" | ") for case in """
bt | wcore-bt crash.core | -
bt-full | wcore-bt --full --source -m crash.wasm crash.core | -
bt-json | wcore-bt --json --full -m crash.wasm crash.core | -
bt-signature | wcore-bt --signature -m crash.wasm crash.core other.core | -
bt-deep | wcore-bt -m deep.wasm deep.core | -
bt-lost | wcore-bt --full -S . -m lost.wasm lost.core | -
bt-map | wcore-bt --source -m main.wasm main.core | -
bt-cpp | wcore-bt --full -m bank.wasm.gz bank.core | -
bt-rust | wcore-bt -m shop.wasm.gz shop.core | -
bt-verbose | wcore-bt -v -S many crash.core | -
info | wcore-info -m crash.wasm crash.core | -
info-json | wcore-info --json --full -m crash.wasm crash.core | -
info-full | wcore-info --full -m deep.wasm deep.core | -
info-gz | wcore-info heap.core.gz | -
info-sections | wcore-info --sections crash.core | -
mem-map | wcore-mem map -m crash.wasm crash.core | -
mem-map-json | wcore-mem map --json --full -m crash.wasm crash.core | -
mem-read | wcore-mem read --size 64 -m crash.wasm crash.core 0x400 | -
mem-find | wcore-mem find -m crash.wasm crash.core banana | -
mem-regex | wcore-mem find --regex -m crash.wasm crash.core [a-z]+na | -
mem-strings | wcore-mem strings -m crash.wasm crash.core | -
mem-print | wcore-mem print -m crash.wasm crash.core m it $sp | -
mem-types | wcore-mem types -m crash.wasm crash.core | -
mem-symbols | wcore-mem symbols -m crash.wasm crash.core | -
mem-globals | wcore-mem globals -m crash.wasm crash.core | -
mem-locals | wcore-mem locals -m crash.wasm crash.core | -
mem-tables | wcore-mem tables -m crash.wasm crash.core | -
mem-diff | wcore-mem diff --force --typed -m crash.wasm crash.core other.core | -
mem-heap | wcore-mem heap --chunks -m heap.wasm heap.core.gz | -
mem-leaks | wcore-mem heap --leaks --json -m heap.wasm heap.core.gz | -
mem-extract | wcore-mem extract -o out --json -m crash.wasm crash.core | out
mem-extract-old | wcore-mem extract -o old -m crash.wasm deep.core | old
mem-extract-stdout | wcore-mem extract -o - -m crash.wasm crash.core | -
validate | wcore-validate --level=plausibility -m crash.wasm crash.core | -
validate-json | wcore-validate --json --level=debug -m crash.wasm crash.core cut.core | -
validate-sarif | wcore-validate --sarif -r many | -
validate-jobs | wcore-validate -j 2 many/a.core many/b.core many/c.core | -
validate-gz | wcore-validate heap.core.gz | -
validate-fix | wcore-validate --fix -o out cut.core | out
validate-in-place | wcore-validate --fix --in-place cut.core | cut.core
strip | wcore-strip --report --json --memory=none -o out -m crash.wasm crash.core | out
strip-reachable | wcore-strip --memory=reachable -o out -m crash.wasm crash.core | out
strip-in-place | wcore-strip --in-place --memory=none other.core | other.core
strip-split | wcore-strip --split -o out --debug-out debug crash.wasm | out debug
merge | wcore-merge -o out -m crash.wasm crash.core | out
""".strip().splitlines()]

Outcome = collections.namedtuple("Outcome", "status events hit stdout stderr files")
Event = collections.namedtuple("Event", "number name place")


class Server:
    """A command line that runs again and again, each time with another fault."""

    def __init__(self, build, folder, case):
        self.title, line, outputs = case
        self.words = line.split()
        self.outputs = outputs.split() if outputs != "-" else []
        self.folder = folder
        self.inside = os.path.join(folder, "in")
        self.inputs = {}
        self.fill()
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("WCORE_PATH", "DEBUGINFOD_URLS", "NO_COLOR")}
        requests, self.requests = os.pipe()
        self.answers, answers = os.pipe()
        environment.update(FAULT_SERVER=f"{requests},{answers}", LC_ALL="C.UTF-8",
                           TMPDIR=os.path.join(folder, "tmp"))
        os.mkdir(environment["TMPDIR"])
        self.process = subprocess.Popen(
            [os.path.join(build, "tests", "faulty", self.words[0])] + self.words[1:], cwd=self.inside,
            env=environment, stdin=subprocess.DEVNULL, pass_fds=(requests, answers))
        os.close(requests)
        os.close(answers)
        self.answers = os.fdopen(self.answers, "r", encoding="ascii")

    def fill(self):
        """The folder that the command runs in."""
        os.makedirs(os.path.join(self.inside, "many"))
        for name, source in INPUTS.items():
            with open(os.path.join(DATA, source), "rb") as file:
                data = file.read()
            if name == "cut.core":
                data = data[:-3]
            self.inputs[name] = data
        self.inputs["old"] = b"what was there before\n"
        for name, data in self.inputs.items():
            self.write(name, data)

    def write(self, name, data):
        with open(os.path.join(self.inside, name), "wb") as file:
            file.write(data)

    def restore(self, files):
        """Puts the folder back as it was before a run."""
        for name in files:
            if name not in self.inputs:
                os.unlink(os.path.join(self.inside, name))
        for name in self.outputs:
            if name in self.inputs and files.get(name) != self.inputs[name]:
                self.write(name, self.inputs[name])

    def run(self, event=0, action="none", trace=""):
        out, err = os.path.join(self.folder, "stdout"), os.path.join(self.folder, "stderr")
        os.write(self.requests, f"run {event} {action} {out} {err} {trace}\n".encode())
        answer = self.answers.readline().split()
        if len(answer) != 3:
            raise RuntimeError(f"{self.title}: no answer at event {event}, {action}")
        files = self.files()
        outcome = Outcome(int(answer[0]), int(answer[1]), answer[2], read(out), read(err), files)
        self.restore(files)
        return outcome

    def files(self):
        """Name and contents of each file that is there, temporary ones, too."""
        files = {}
        for root, _, names in os.walk(self.inside):
            for name in names:
                path = os.path.join(root, name)
                files[os.path.relpath(path, self.inside)] = read(path)
        for name in os.listdir(os.path.join(self.folder, "tmp")):
            files["../tmp/" + name] = b""
        return files

    def trace(self):
        """(the sound run, its events)."""
        path = os.path.join(self.folder, "trace")
        outcome = self.run(trace=path)
        with open(path, encoding="ascii") as file:
            words = [line.split() for line in file]
        return outcome, [Event(i + 1, name, place) for i, (name, place) in enumerate(words)]

    def unexpected_files(self, outcome, sound):
        """What is wrong with the folder: inputs are what they were, outputs absent (or old) or whole."""
        for name, data in outcome.files.items():
            if name not in self.inputs and name not in self.outputs:
                yield f"leaves {name}"
            elif name not in self.outputs and data != self.inputs[name]:
                yield f"changes {name}"
            elif name in self.outputs and data not in (self.inputs.get(name), sound.files[name]):
                yield f"leaves {name} half written: {len(data)} of {len(sound.files[name])} bytes"
        for name in self.inputs:
            if name not in outcome.files:
                yield f"removes {name}"

    def close(self):
        os.close(self.requests)
        self.process.wait()
        self.answers.close()


def read(path):
    with open(path, "rb") as file:
        return file.read()
