# As symbols/O0.map has them.
wcore-mem symbols symbols/O0.core shop::
wcore-mem symbols --at=0x43c symbols/O0.core
wcore-mem symbols --at=3 --functions symbols/O0.core
wcore-mem symbols --sort=size symbols/O0.core other
wcore-mem symbols symbols/O0.core nothing
# An address by its name, and what is none.
wcore-mem symbols --at='&shop::cart' symbols/O0.core
wcore-mem symbols --at=nobody symbols/O0.core
