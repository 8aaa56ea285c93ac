// SPDX-License-Identifier: Apache-2.0
// node wasi.js PROGRAM.wasm: run a WASI program, the peer of the benchmarks.
const { WASI } = require('wasi'), fs = require('fs');
const wasi = new WASI({ version: 'preview1' });
WebAssembly.instantiate(fs.readFileSync(process.argv[2]),
  { wasi_snapshot_preview1: wasi.wasiImport })
  .then(({ instance }) => wasi.start(instance));
