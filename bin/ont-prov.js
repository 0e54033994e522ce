#!/usr/bin/env node
'use strict';
// The only file that touches the process. It loads dist/main.cjs much as `require` would, but from the code that V8 compiled when
// the product was built: that is a third of the start. V8 refuses the code of another version, and then compiles as usual.
// A script, not a module (see package.json beside it): starting Node's module loader would cost as much as all options of a command.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');

const file = join(__dirname, '../dist/main.cjs');
const source = read(file, 'latin1');
if (source === undefined) {
  process.stderr.write('ont-prov: this clone is not built yet\n  npm run build\n');
  process.exit(70);
}
const script = new Script(source, { filename: 'ont-prov/dist/main.cjs', cachedData: read(file.replace(/cjs$/, 'cache')) });
const bundle = { exports: {} };
const packaged = createRequire(file);
script.runInThisContext()(bundle.exports, load, bundle, pathToFileURL(file).href, (name) => import(name));
void bundle.exports.main(process);

/** Most commands never start a child or hash anything: these two modules of Node, the slowest to load, come with their first use. */
function load(name) {
  if (name !== 'node:child_process' && name !== 'node:crypto') return packaged(name);
  return new Proxy({}, { get: (_, key) => packaged(name)[key] });
}

function read(path, encoding) {
  try {
    return readFileSync(path, encoding);
  } catch {
    return undefined;
  }
}
