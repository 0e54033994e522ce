#!/usr/bin/env node
// The only file that touches the process. It loads dist/main.cjs much as `require` would, but from the code that V8 compiled when
// the product was built: that is a third of the start. V8 refuses the code of another version, and then compiles as usual.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

const url = new URL('../dist/main.cjs', import.meta.url);
const source = read(url, 'latin1');
if (source === undefined) {
  process.stderr.write('ont-prov: this clone is not built yet\n  npm run build\n');
  process.exit(70);
}
const script = new Script(source, { filename: 'ont-prov/dist/main.cjs', cachedData: read(new URL('main.cache', url)) });
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(url), module, url.href, (name) => import(name));
await module.exports.main(process);

function read(file, encoding) {
  try {
    return readFileSync(file, encoding);
  } catch {
    return undefined;
  }
}
