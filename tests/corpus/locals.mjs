// usage: node locals.mjs MODULE OUTPUT
// Runs a module under V8's debugger.  When it traps, OUTPUT gets as JSON what V8 has of each Wasm
// frame, youngest first: the offset in the module, the locals and the operands, as {type, bits}.
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { WASI } from 'node:wasi';
import inspector from 'node:inspector';
import fs from 'node:fs';
import path from 'node:path';

const scratch = new DataView(new ArrayBuffer(8));

function bits(type, property) {
	const text = String(property.value ?? property.unserializableValue ?? property.description).replace(/n$/, '');
	if (type === 'i32') return BigInt.asUintN(32, BigInt(text)).toString();
	if (type === 'i64') return BigInt.asUintN(64, BigInt(text)).toString();
	if (type === 'f32') { scratch.setFloat32(0, Number(text)); return String(scratch.getUint32(0)); }
	if (type === 'f64') { scratch.setFloat64(0, Number(text)); return scratch.getBigUint64(0).toString(); }
	return text;
}

if (isMainThread) {
	const [file, output] = process.argv.slice(2);
	const worker = new Worker(fileURLToPath(import.meta.url), { argv: [output] });
	const module = await WebAssembly.compile(fs.readFileSync(file));
	const wasi = new WASI({ version: 'preview1', args: [path.basename(file)], env: {} });
	await new Promise(done => worker.once('message', done));
	const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
	try {
		wasi.start(instance);
	} catch (error) {
		console.error(String(error));
	}
	await worker.terminate();
	process.exit(0);
} else {
	parentPort.on('message', () => {});	// keeps the worker alive
	const session = new inspector.Session();
	session.connectToMainThread();
	const post = (method, params) => new Promise((done, failed) =>
		session.post(method, params, (error, result) => error ? failed(error) : done(result)));
	const values = async (frame, kind) => {
		const scope = frame.scopeChain.find(s => s.type === kind);
		if (!scope) return [];
		let all = await post('Runtime.getProperties', { objectId: scope.object.objectId, ownProperties: true });
		const out = [];
		const stack = kind === 'wasm-expression-stack' && all.result.find(p => p.name === 'stack');
		if (stack)
			all = await post('Runtime.getProperties', { objectId: stack.value.objectId, ownProperties: true });
		for (const property of all.result) {
			if (property.value?.subtype === 'wasmvalue') {
				const parts = await post('Runtime.getProperties', { objectId: property.value.objectId, ownProperties: true });
				const type = parts.result.find(p => p.name === 'type').value.value;
				out.push({ name: property.name, type, bits: bits(type, parts.result.find(p => p.name === 'value').value) });
			}
		}
		return out;
	};
	session.on('Debugger.paused', async ({ params }) => {
		const frames = params.callFrames.filter(f => f.scopeChain.some(s => s.type === 'wasm-expression-stack'));
		if (frames.length && !fs.existsSync(process.argv[2])) {
			const out = [];
			for (const frame of frames)
				out.push({ name: frame.functionName, address: frame.location.columnNumber,
					locals: await values(frame, 'local'), operands: await values(frame, 'wasm-expression-stack') });
			fs.writeFileSync(process.argv[2], JSON.stringify(out));
		}
		session.post('Debugger.resume', () => {});
	});
	await post('Debugger.enable', {});
	await post('Debugger.setPauseOnExceptions', { state: 'all' });
	parentPort.postMessage('ready');
}
