# wcore: no configure step.  CC, CFLAGS, LDFLAGS, PREFIX, DESTDIR as usual;
# WERROR=1 makes warnings errors, SANITIZE=address,undefined builds with sanitizers.
# Objects go to build/; name another folder with B=.

B ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
CFLAGS ?= -O2 -g
INSTALL ?= install
# The system's own, which has the modules that Debian packages bring.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
FUZZ_CC ?= clang-16
FUZZ_SECONDS ?= 60
COVERAGE_CC ?= clang-16
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
VERSION := 0.1.0

LAYERS := base sandbox wasm dump scan debug analysis lang layout keep validate strip redact merge bundle
LIB_SRC := $(foreach l,$(LAYERS),$(wildcard libcore/$(l)/*.c))
COMMANDS := $(patsubst cmd/%.c,%,$(wildcard cmd/wcore-*.c))
CMD_SHARED := $(filter-out $(COMMANDS:%=cmd/%.c),$(wildcard cmd/*.c))
UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
UNIT_SHARED := $(filter-out $(UNIT:%=tests/unit/%.c),$(wildcard tests/unit/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

WARNINGS := -Wall -Wextra -Wformat=2 -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
W_CFLAGS := -std=c11 -D_GNU_SOURCE -DWCORE_VERSION='"$(VERSION)"' $(WARNINGS) $(CFLAGS)
ifdef WERROR
W_CFLAGS += -Werror
endif
ifdef SANITIZE
W_CFLAGS += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
W_LDFLAGS += -fsanitize=$(SANITIZE)
endif

# libdwarf 2.x has a pkg-config file, 20210528 has none.
ifeq ($(shell pkg-config --exists libdwarf 2>/dev/null && echo yes),yes)
DWARF_CFLAGS := $(shell pkg-config --cflags libdwarf)
DWARF_LIBS := $(shell pkg-config --libs libdwarf)
else
DWARF_CFLAGS := -I/usr/include/libdwarf
DWARF_LIBS := -ldwarf
endif
# Not everything that libcore can use is used by every command.
LIBS := -Wl,--as-needed $(DWARF_LIBS) -liberty -lz -lpcre2-8 -lnettle -lseccomp -ldl -lm -pthread
W_CFLAGS += $(DWARF_CFLAGS)

LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o)
UNIT_BIN := $(UNIT:%=$(B)/tests/%)
REPLAY_BIN := $(FUZZERS:%=$(B)/tests/%)

all: $(COMMANDS:%=$(B)/%) $(B)/libcore.a $(B)/wcore.pc

# Objects are made anew when the compiler or its flags change.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(CC) $(W_CFLAGS))' >$@.$$$$ && \
	if cmp -s $@.$$$$ $@; then rm $@.$$$$; else mv $@.$$$$ $@; fi

$(B)/libcore.a: $(LIB_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@.tmp $^ && mv $@.tmp $@

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) -MMD -MP -c -o $@ $<

$(COMMANDS:%=$(B)/%): $(B)/%: $(B)/cmd/%.o $(CMD_SHARED:%.c=$(B)/%.o) $(B)/libcore.a
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Written each time: PREFIX may be given to `make install` alone.
$(B)/wcore.pc: wcore.pc.in FORCE
	@mkdir -p $(@D)
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
		-e 's|@VERSION@|$(VERSION)|' -e 's|@LIBS@|$(filter -l% -L%,$(LIBS))|' $< >$@

# Tests.  `check` is all a fresh Debian needs; `test` runs the same without looking for packages.

$(UNIT_BIN): $(B)/tests/%: $(B)/tests/unit/%.o $(UNIT_SHARED:%.c=$(B)/%.o) $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka -ljansson $(LIBS)

$(B)/tests/measure: tests/measure.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) -fno-sanitize=all -o $@ $<

# What tests/suites/sandbox puts in front of libraries, and the kernels that it runs commands on.
PRELOADS := $(B)/tests/compromised.so $(B)/tests/cut.so $(B)/tests/debuginfod/libdebuginfod.so.1

$(B)/tests/%.so: tests/sandbox/%.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) -fno-sanitize=all -Wno-missing-prototypes -fPIC -shared -o $@ $< -ldl

$(B)/tests/debuginfod/libdebuginfod.so.1: $(B)/tests/debuginfod.so
	@mkdir -p $(@D)
	cp $< $@

$(B)/tests/old_kernel: tests/sandbox/old_kernel.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) -fno-sanitize=all -o $@ $< -lseccomp

# A fuzzer's entry point with a main() that feeds it files.
$(REPLAY_BIN): $(B)/tests/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/main.o $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Commands whose calls can be made to fail: tests/sweeps/fault.h.
FAULT_CALLS := malloc calloc realloc aligned_alloc strdup strndup asprintf vasprintf realpath open_memstream inflateInit2_ \
	pcre2_compile_8 pcre2_match_data_create_from_pattern_8 pcre2_match_context_create_8 open close read pread \
	write mmap fstat stat lstat fsync ftruncate linkat rename fchmod access lseek fcntl memfd_create mkostemp \
	scandir pthread_create main
FAULTY := $(COMMANDS:%=$(B)/tests/faulty/%)
FAULT_OBJ := $(patsubst %.c,$(B)/%.o,$(wildcard tests/sweeps/*.c))

$(FAULTY): $(B)/tests/faulty/%: $(B)/cmd/%.o $(CMD_SHARED:%.c=$(B)/%.o) $(FAULT_OBJ) $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) $(FAULT_CALLS:%=-Wl,--wrap=%) -o $@ $^ $(LIBS)

unit: $(UNIT_BIN)
	@failed=0; for t in $^; do $$t || failed=1; done; exit $$failed

check:
	@tests/install-deps.sh build test
	@$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) test

unit-programs: $(UNIT_BIN)

programs: $(UNIT_BIN) $(REPLAY_BIN) $(PRELOADS) $(FAULTY) $(B)/tests/old_kernel $(B)/tests/measure \
	$(B)/tests/heap_chunks $(B)/tests/keep_ranges

test: all programs
	@$(PYTHON) tests/run.py --build $(B) $(if $(SKIP),--skip $(SKIP))

bad-input-full: all $(B)/tests/measure
	$(PYTHON) tests/bad-input.py --build $(B) --full

sweeps-full: all $(FAULTY)
	$(PYTHON) tests/sweeps/faults.py --build $(B) --full
	$(PYTHON) tests/sweeps/kills.py --build $(B) --full

# Lines of libcore that the tests run; their counters lie in mapped files, so that no end of a process loses them.
# ONLY=WORD takes the suites of that name alone.
coverage:
	@tests/install-deps.sh build test fuzz
	@$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) B=$(B)-coverage CC='$(COVERAGE_CC)' \
		CFLAGS='-O1 -g -fprofile-instr-generate -fcoverage-mapping -mllvm -runtime-counter-relocation' all programs
	$(PYTHON) tests/coverage.py --build $(B)-coverage $(if $(ONLY),--only $(ONLY)) $(if $(SKIP),--skip $(SKIP))

# Each mistake of tests/mutants/table.py must be seen by the tests.
mutants: all unit-programs
	$(PYTHON) tests/mutants/run.py --build $(B) --cc '$(CC)'

lint:
	@tests/install-deps.sh lint
	@tests/lint.sh

fuzz:
	@tests/install-deps.sh build fuzz
	@$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) B=$(B)-fuzz CC=$(FUZZ_CC) \
		SANITIZE=address,undefined,fuzzer-no-link fuzzers
	@tests/fuzz/run.sh $(B)-fuzz $(FUZZ_SECONDS)

fuzzers: $(FUZZERS:%=$(B)/fuzz/%)

$(FUZZERS:%=$(B)/fuzz/%): $(B)/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/mutator.o $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

demo:
	@tests/install-deps.sh build
	@$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS)) all
	$(B)/wcore-bt tests/data/c-divzero/crash-O0.core

$(B)/tests/bench_ssa: $(B)/bench/ssa.o $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

bench: all $(B)/tests/measure $(B)/tests/bench_ssa $(B)/tests/redact_text
	$(PYTHON) bench/run.py --build $(B)
	$(PYTHON) bench/redaction.py --build $(B)

TOOLS := $(patsubst tests/tools/%.c,$(B)/tests/%,$(wildcard tests/tools/*.c))

$(TOOLS): $(B)/tests/%: $(B)/tests/tools/%.o $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

corpus: all $(B)/tests/list_insns $(B)/tests/raw_locals
	@tests/install-deps.sh corpus
	$(PYTHON) tests/decoder.py --build $(B)
	WCORE_BUILD=$(B) $(PYTHON) tests/corpus/validate_peers.py
	$(PYTHON) tests/corpus/peers.py --build $(B)
	WCORE_BUILD=$(B) $(PYTHON) tests/corpus/sarif.py
	$(PYTHON) tests/corpus/make.py --build $(B)
	$(PYTHON) tests/corpus/values.py --build $(B)

HEADERS := $(foreach l,$(LAYERS),$(wildcard libcore/$(l)/*.h))
MAN := $(wildcard man/*.[1-9])
D = $(DESTDIR)

install: all
	@$(MAKE) --no-print-directory install-files

# What is built, as it is.
install-files: $(B)/wcore.pc
	$(INSTALL) -d $(D)$(BINDIR) $(D)$(LIBDIR)/pkgconfig
	$(INSTALL) -m 755 $(COMMANDS:%=$(B)/%) $(D)$(BINDIR)
	$(INSTALL) -m 644 $(B)/libcore.a $(D)$(LIBDIR)
	$(INSTALL) -m 644 $(B)/wcore.pc $(D)$(LIBDIR)/pkgconfig
	for h in $(HEADERS:libcore/%=%); do \
		$(INSTALL) -D -m 644 libcore/$$h $(D)$(INCLUDEDIR)/wcore/$$h || exit 1; done
	for m in $(MAN:man/%=%); do \
		$(INSTALL) -D -m 644 man/$$m $(D)$(MANDIR)/man$${m##*.}/$$m || exit 1; done
	for c in $(COMMANDS); do \
		if [ -f completions/$$c.bash ]; then $(INSTALL) -D -m 644 completions/$$c.bash \
			$(D)$(DATADIR)/bash-completion/completions/$$c || exit 1; fi; \
		if [ -f completions/_$$c ]; then $(INSTALL) -D -m 644 completions/_$$c \
			$(D)$(DATADIR)/zsh/site-functions/_$$c || exit 1; fi; \
		if [ -f completions/$$c.fish ]; then $(INSTALL) -D -m 644 completions/$$c.fish \
			$(D)$(DATADIR)/fish/vendor_completions.d/$$c.fish || exit 1; fi; \
	done

uninstall:
	rm -f $(COMMANDS:%=$(D)$(BINDIR)/%) $(D)$(LIBDIR)/libcore.a $(D)$(LIBDIR)/pkgconfig/wcore.pc
	rm -rf $(D)$(INCLUDEDIR)/wcore
	for m in $(MAN:man/%=%); do rm -f $(D)$(MANDIR)/man$${m##*.}/$$m; done
	for c in $(COMMANDS); do rm -f $(D)$(DATADIR)/bash-completion/completions/$$c \
		$(D)$(DATADIR)/zsh/site-functions/_$$c $(D)$(DATADIR)/fish/vendor_completions.d/$$c.fish; done

clean:
	rm -rf $(B) $(B)-*

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: all unit unit-programs check test programs bad-input-full sweeps-full coverage mutants lint fuzz fuzzers demo bench corpus install install-files uninstall clean FORCE
.SECONDARY:
