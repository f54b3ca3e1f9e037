#!/usr/bin/env python3
"""usage: expect.py PRODUCER NAME...

Writes NAME.expect.json from NAME.txt, what the program printed: "function.name=text" a line.
"""
import json
import sys


def main():
    for name in sys.argv[2:]:
        variables = []
        with open(name + ".txt", encoding="utf-8") as file:
            for line in file.read().splitlines():
                variable, value = line.split("=", 1)
                function, variable = variable.split(".", 1)
                variables.append({"function": function, "name": variable, "value": value, "printed_by_program": True})
        with open(name + ".expect.json", "w", encoding="utf-8") as file:
            json.dump({"dump": name + ".core.gz", "modules": [name + ".wasm"], "producer": sys.argv[1],
                       "trap": "unreachable", "variables": variables}, file, ensure_ascii=False, indent=0)
            file.write("\n")


main()
