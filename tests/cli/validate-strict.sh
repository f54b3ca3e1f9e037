# Warnings fail, and so do stacks of other dialects and files that are no dumps.
wcore-validate --strict --brief c-divzero/crash-O0.core
wcore-validate --strict --rule=+core/not-spec rewriter/panic.core
wcore-validate --strict --brief c-divzero/crash-O0.wasm
wcore-validate --strict --brief invalid/segment-overlap.bad
