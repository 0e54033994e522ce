// Builds everything that ships: dist/ (command line, library, vendor packs, simulators, bench) and the precompiled
// validators in src/profile/generated/. Everything is written beside dist/ first and swapped in at the end, so that a
// running command never sees half a build. Inputs that do not exist yet are skipped with a note.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { parseDocument } from 'yaml';

const root = dirname(fileURLToPath(import.meta.url));
const scratch = join(root, `.dist-${process.pid}`);
// Called dist already: what is built runs once before it is swapped in, and looks for its packs in a folder of that name.
const staged = join(scratch, 'dist');
const dist = join(root, 'dist');
// Native or socket-level packages stay outside the bundle: they are loaded only by the channel that needs them.
const external = ['ssh2', 'telnet-client', 'cpu-features'];
// CommonJS dependencies inside an ES module bundle still ask for Node's own modules through `require`.
const banner = { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" };
/** Runs commands in one process with their output thrown away, then asks V8 for what it compiled. */
const WARM_UP = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const { Script } = require('node:vm');
  const [folder, name, commands] = process.argv.slice(1);
  const file = folder + '/main.cjs';
  const script = new Script(readFileSync(file, 'latin1'), { filename: name });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, require('node:url').pathToFileURL(file).href, (url) => import(url));
  const quiet = { isTTY: false, columns: () => 80, write: async () => {} };
  (async () => {
    for (const argv of JSON.parse(commands)) {
      await module.exports.run(argv, {
        stdout: quiet, stderr: quiet, env: {}, cwd: folder, runtime: '', interactive: false,
        exists: async () => true, readFile: async (path) => { try { return readFileSync(path); } catch { return null; } }, names: async () => [],
      });
    }
    writeFileSync(folder + '/main.cache', script.createCachedData());
  })();
`;

const common = {
  absWorkingDir: root, bundle: true, platform: 'node', target: 'node20', external, minifyWhitespace: true, minifySyntax: true, sourcemap: false,
  legalComments: 'none', logLevel: 'error', plugins: [missing()],
};

try {
  await mkdir(staged, { recursive: true });
  await writeValidators();
  await Promise.all([bundleCommand(), bundleModules(), bundleLibrary(), writePacks()]);
  await writeCodeCache();
  await swap();
} catch (error) {
  if (!error.errors) process.stderr.write(`build: ${error.stack ?? error}\n`); // esbuild has printed its own already
  process.exitCode = 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** Compiling the schemas at start would cost more than the rest of `lint`; so it happens here, once. */
async function writeValidators() {
  const entry = join(root, 'src/profile/schema-build.ts');
  if (!existsSync(entry)) return note('no src/profile/schema-build.ts: validators skipped');
  const out = join(staged, 'schema-build.mjs');
  await build({ entryPoints: [entry], outfile: out, bundle: true, platform: 'node', format: 'esm', target: 'node20', banner, logLevel: 'error' });
  const { validatorSource } = await import(pathToFileURL(out).href);
  await rm(out);
  const folder = join(root, 'src/profile/generated');
  await mkdir(folder, { recursive: true });
  await writeIfChanged(join(folder, 'validate.js'), validatorSource());
}

/** The command line: one CommonJS file, because only scripts can start from code that V8 compiled earlier (see bin/ont-prov.js). */
async function bundleCommand() {
  const { outputFiles } = await build({
    ...common, entryPoints: [join(root, 'src/cli/main.ts')], outfile: join(staged, 'main.cjs'), format: 'cjs', write: false,
    // The file is one function expression: it is compiled as it is, without a wrapper glued around a megabyte of text.
    banner: { js: '(function(exports,require,module,__url,__import){' }, footer: { js: '})' }, define: { 'import.meta.url': '__url' },
  });
  // What is left of `import()` names files found while running. A script that comes from a cache has lost its way to Node's
  // loader (its mark is another one in each process), so the loader is handed in.
  await writeFile(join(staged, 'main.cjs'), outputFiles[0].text.replaceAll(/\bimport\(/g, '__import('));
}

/** Modules: each vendor's simulator, the bench. What they share is in chunks beside them. */
async function bundleModules() {
  const entryPoints = [
    { in: 'bench/main.ts', out: 'bench' },
    ...(await vendors()).map((id) => ({ in: `vendors/${id}/simulator.ts`, out: `vendors/${id}/simulator` })),
  ].filter((e) => existsSync(join(root, e.in)));
  if (entryPoints.length > 0) await build({ ...common, entryPoints, outdir: staged, splitting: true, format: 'esm', banner, chunkNames: '[name]-[hash]' });
}

/** What programs import: `ont-prov` and `ont-prov/omci`, without anything of Node, and their declarations in dist/types. */
async function bundleLibrary() {
  const entryPoints = [{ in: 'src/index.ts', out: 'index' }, { in: 'src/omci/index.ts', out: 'omci' }];
  await build({ ...common, entryPoints, outdir: staged, splitting: true, format: 'esm', platform: 'neutral', target: 'es2022', chunkNames: '[name]-[hash]' });
  await writeTypes();
}

/** Declarations take seconds, so they are copied from the last build while what they are made of is the same. */
async function writeTypes() {
  const files = (await readdir(join(root, 'src/omci'), { recursive: true })).filter((name) => name.endsWith('.ts')).sort().map((name) => join('src/omci', name));
  const hash = createHash('sha256');
  for (const file of ['src/index.ts', 'tsconfig.json', 'package-lock.json', ...files]) hash.update(`${file}\n`).update(await readFile(join(root, file)));
  const made = hash.digest('hex');
  const kept = join(dist, 'types');
  if (await readFile(join(kept, 'made-of'), 'utf8').catch(() => null) === made) return cp(kept, join(staged, 'types'), { recursive: true });

  const { default: ts } = await import('typescript');
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root);
  const program = ts.createProgram([join(root, 'src/index.ts')], { ...options, noEmit: false, emitDeclarationOnly: true, declaration: true, types: [], rootDir: join(root, 'src'), outDir: join(staged, 'types') });
  const texts = new Map();
  program.emit(undefined, (file, text) => { texts.set(file, text); });
  for (const [file, text] of texts) {
    await mkdir(dirname(file), { recursive: true });
    // Sources import one another as .ts; a program that uses the package finds .d.ts behind .js.
    await writeFile(file, text.replace(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'));
  }
  await writeFile(join(staged, 'types/made-of'), made);
}

/** dist/main.cache: V8's code of main.cjs, with the functions that checking a profile and compiling it offline needs. */
async function writeCodeCache() {
  const profile = join(staged, 'warm-up.yaml');
  await writeFile(profile, (await readFile(join(root, 'bench/warm-up.yaml'), 'utf8')).replace('VENDOR', (await vendors())[0] ?? 'none'));
  const commands = JSON.stringify([['lint', profile], ['dry-run', profile, '--only', 'A']]);
  await promisify(execFile)(process.execPath, ['-e', WARM_UP, staged, 'ont-prov/dist/main.cjs', commands], { env: { PATH: process.env.PATH, HOME: staged } });
  await rm(profile);
}

/** While the house is being built: a module that is not written yet fails when it is used, not when it is bundled. */
function missing() {
  return { name: 'missing', setup(b) {
    b.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, (args) => {
      const path = join(args.resolveDir, args.path);
      if (existsSync(path)) return null;
      note(`${args.importer.slice(root.length + 1)} needs ${args.path}, which does not exist yet`);
      return { path, namespace: 'missing' };
    });
    b.onLoad({ filter: /./, namespace: 'missing' }, (args) => ({ contents: `throw new Error(${JSON.stringify(`not written yet: ${args.path.slice(root.length + 1)}`)});module.exports={}`, loader: 'js' }));
  } };
}

/** dist/vendors/<id>/pack.json: {id, pack, session, resources, …, outputs: {name: tree}}, every YAML file of the folder as a plain tree. */
async function writePacks() {
  for (const id of await vendors()) {
    const folder = join(root, 'vendors', id);
    const outputs = {};
    for (const name of await yamlNames(join(folder, 'outputs'))) outputs[name] = await tree(join(folder, 'outputs', `${name}.yaml`));
    const pack = { id };
    for (const name of await yamlNames(folder)) pack[name] = await tree(join(folder, `${name}.yaml`));
    const target = join(staged, 'vendors', id);
    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'pack.json'), JSON.stringify({ ...pack, outputs }));
  }
}

async function swap() {
  const old = join(scratch, 'old');
  await rename(dist, old).catch(ignoreMissing);
  try {
    await rename(staged, dist);
  } catch (error) {
    // Another build finished between our two renames; both built the same sources, the later one wins.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(dist, { recursive: true, force: true });
    await rename(staged, dist);
  }
}

async function vendors() {
  const entries = await readdir(join(root, 'vendors'), { withFileTypes: true }).catch(() => []);
  return entries.filter((e) => e.isDirectory() && !e.name.startsWith('_')).map((e) => e.name).sort();
}

async function yamlNames(folder) {
  const names = await readdir(folder).catch(() => []);
  return names.filter((n) => n.endsWith('.yaml')).map((n) => n.slice(0, -'.yaml'.length)).sort();
}

async function tree(file) {
  const document = parseDocument(await readFile(file, 'utf8'), { merge: true });
  if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0].message}`);
  return document.toJS({ maxAliasCount: 10_000 });
}

async function writeIfChanged(file, text) {
  if (await readFile(file, 'utf8').catch(() => null) !== text) await writeFile(file, text);
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}

function note(text) {
  process.stderr.write(`build: ${text}\n`);
}
