# Depth, a stack that the runtime cut at 20 frames, a stack without frames.
for dump in deep/deep.core wt-c-stackoverflow-O0/dump.core.gz wasmer/traps-stack_overflow-cranelift.core; do
	wcore-info "$dump" | grep '^  thread'
	wcore-info --json "$dump" | grep -oE '"frames":[0-9]+,"truncated":[a-z]+'
done
