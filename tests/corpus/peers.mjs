// usage: node peers.mjs MODULE
// Runs a module: _start under WASI, or each exported function that takes no arguments; whatever else it
// imports does nothing.  Prints what came of each call: its result, or the error and where in the code it was.
import { WASI } from 'node:wasi';
import fs from 'node:fs';

Error.stackTraceLimit = 100;
const module = await WebAssembly.compile(fs.readFileSync(process.argv[2]));
const wasi = new WASI({ version: 'preview1', args: ['program'], env: {} });
const imports = wasi.getImportObject();
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
	imports[from] ??= {};
	if (kind === 'function')
		imports[from][name] ??= () => 0;
}
const { exports } = await WebAssembly.instantiate(module, imports);

function outcome(call) {
	try {
		return { result: String(call()) };
	} catch (error) {
		const places = [...String(error.stack).matchAll(/wasm-function\[(\d+)\]:0x([0-9a-f]+)/g)];
		return { error: String(error.message), frames: places.map((p) => [Number(p[1]), parseInt(p[2], 16)]) };
	}
}

const calls = {};
if (exports._start instanceof Function && exports.memory)
	calls._start = outcome(() => wasi.start({ exports }));
else
	for (const [name, value] of Object.entries(exports))
		if (value instanceof Function && value.length === 0)
			calls[name] = outcome(value);
console.error('CALLS ' + JSON.stringify(calls));
