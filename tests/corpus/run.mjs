// usage: node run.mjs MODULE DUMP
// Runs a module that wasm-coredump-rewriter made, and keeps the dump that it writes into its memory.
import { WASI } from 'node:wasi';
import fs from 'node:fs';
import path from 'node:path';

const [file, dump] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [path.basename(file)], env: {} });
const module = await WebAssembly.compile(fs.readFileSync(file));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
try {
	process.exitCode = wasi.start(instance);
} catch (error) {
	console.error(String(error));
	fs.writeFileSync(dump, new Uint8Array(instance.exports.memory.buffer));
}
