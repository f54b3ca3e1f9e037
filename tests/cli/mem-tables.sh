# The functions that other_one() and the vtables are; what run(5) of main.cpp computes.
wcore-mem tables symbols/O0.core
wcore-mem globals symbols/O0.core
wcore-mem globals wasmer/divide-O0-cranelift.core
wcore-mem locals --frame=run symbols/O0.core n sum
wcore-mem print symbols/O0.core hidden 'zeroed[1]' shop::spare.total 'count_calls::calls'
wcore-mem locals symbols/O0.core nothing
wcore-mem locals wasmer/divide-O0-cranelift.core
