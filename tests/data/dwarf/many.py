#!/usr/bin/env python3
"""Write a module of 200 functions, an instruction a line: sizes and counts of one and of two bytes."""
print("(module")
for number in range(200):
    print(f"  (func $f{number} (param i32) (result i32)")
    for _ in range(1 if number % 40 else 60):
        print("    local.get 0\n    drop")
    print("    local.get 0\n    i32.eqz)")
print(")")
