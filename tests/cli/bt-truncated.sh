wcore-bt traps/stack_overflow.core
