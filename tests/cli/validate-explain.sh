# What a rule means, and the rules of a glob.
wcore-validate --explain core/no-frames
wcore-validate --explain 'wasm/*' | grep -c '^wasm/'
wcore-validate --explain core/nothing
