#!/usr/bin/env python3
"""The logs of `wcore-validate --sarif` against the schema of SARIF 2.1.0, which npm brings from a package that has it."""
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(os.environ.get("WCORE_BUILD", os.path.join(TOP, "build")))
PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
SCHEMA = "package/lib/schemas/sarif-2.1.0-rtm.5.json"
LOGS = (["-r", "invalid", "-j", "2"], ["c-divzero/crash-O0.core"], ["--severity=note", "-r", "wasmer"],
        ["-m", "c-divzero/crash-O2.wasm", "c-divzero/crash-O0.core"], ["README.md", "nowhere", "no where\u00e9"])


def schema():
    folder = os.path.join(BUILD, "peers")
    path = os.path.join(folder, SCHEMA)
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            packed = subprocess.run(["npm", "pack", "--silent", "--pack-destination", scratch, PACKAGE], check=True,
                                    capture_output=True, text=True).stdout.split()[-1]
            subprocess.run(["tar", "-xzf", os.path.join(scratch, packed), "-C", folder, SCHEMA], check=True)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    passed, failures = 0, []
    wanted = schema()
    validator = jsonschema.validators.validator_for(wanted)(wanted)
    for arguments in LOGS:
        done = subprocess.run([os.path.join(BUILD, "wcore-validate"), "--sarif", *arguments], capture_output=True,
                              cwd=os.path.join(TOP, "tests", "data"))
        wrong = [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(json.loads(done.stdout))]
        passed += not wrong
        failures += [f"FAIL {' '.join(arguments)}: {text}" for text in wrong[:5]]
    print("\n".join(failures))
    print(f"sarif: {passed} passed, {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
