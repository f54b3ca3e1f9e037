# wcore: no configure step.  CC, CFLAGS, LDFLAGS, PREFIX, DESTDIR as usual;
# WERROR=1 makes warnings errors, SANITIZE=address,undefined builds with sanitizers.
# Objects go to build/; name another folder with B=.

B ?= build
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
VERSION := 0.1.0

LAYERS := base wasm dump debug analysis
LIB_SRC := $(foreach l,$(LAYERS),$(wildcard libcore/$(l)/*.c))
COMMANDS := $(patsubst cmd/%.c,%,$(wildcard cmd/wcore-*.c))
CMD_SHARED := $(filter-out $(COMMANDS:%=cmd/%.c),$(wildcard cmd/*.c))
UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
UNIT_SHARED := $(filter-out $(UNIT:%=tests/unit/%.c),$(wildcard tests/unit/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
W_CFLAGS := -std=c11 -D_GNU_SOURCE -DWCORE_VERSION='"$(VERSION)"' $(WARNINGS) $(CFLAGS)
ifdef WERROR
W_CFLAGS += -Werror
endif
ifdef SANITIZE
W_CFLAGS += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
W_LDFLAGS += -fsanitize=$(SANITIZE)
endif

# libdwarf: 2.x has a pkg-config file; 20210528 has a no pkg-config file.
ifeq ($(shell pkg-config --exists libdwarf 2>/dev/null && echo yes),yes)
DWARF_CFLAGS := $(shell pkg-config --cflags libdwarf)
DWARF_LIBS := $(shell pkg-config --libs libdwarf)
else
DWARF_CFLAGS := -I/usr/include/libdwarf
DWARF_LIBS := -ldwarf
endif
LIBS := $(DWARF_LIBS) -liberty -ljansson -lz -ldl -lm
W_CFLAGS += $(DWARF_CFLAGS)

LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o)

all: $(COMMANDS:%=$(B)/%) $(B)/libcore.a

$(B)/libcore.a: $(LIB_OBJ)
	@mkdir -p $(@D)
	$(AR) rcs $@.tmp $^ && mv $@.tmp $@

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) -MMD -MP -c -o $@ $<

$(COMMANDS:%=$(B)/%): $(B)/%: $(B)/cmd/%.o $(CMD_SHARED:%.c=$(B)/%.o) $(B)/libcore.a
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(UNIT:%=$(B)/tests/%): $(B)/tests/%: $(B)/tests/unit/%.o $(UNIT_SHARED:%.c=$(B)/%.o) $(B)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(W_CFLAGS) $(W_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

unit: $(UNIT:%=$(B)/tests/%)
	@set -e; for t in $^; do $$t; done

clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: all unit clean
.SECONDARY:
