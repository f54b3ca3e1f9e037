# One line a file; the worst file decides the exit status.
wcore-validate --brief c-divzero/crash-O0.core invalid/stack-behind.bad invalid/holes.bad c-divzero/crash-O0.wasm
