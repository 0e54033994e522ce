/** The library as its users meet it: the examples of its page run and compile, the types refuse what is wrong. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const entry = join(root, 'src/omci/index.ts');
const page = readFileSync(join(root, 'src/omci/README.md'), 'utf8');
const examples = [...page.matchAll(/^## (.*)$|^```ts\n([\s\S]*?)^```$/gm)].reduce<{ title: string; code: string }[]>((list, [, title, code]) => (
  code === undefined ? [...list, { title: title!, code: '' }] : [...list, { title: list.at(-1)?.title ?? 'first', code }]
), []).filter((e) => e.code !== '');

describe('examples', () => {
  test('there are some, with results', () => {
    expect(examples.length).toBeGreaterThan(7);
    expect(page.match(/ \/\/ → /g)!.length).toBeGreaterThan(25);
  });

  test.each(examples.map((e, i) => ({ ...e, i })))('$i: $title', async ({ code }) => {
    const { results } = await run(checked(code));
    for (const { got, wanted, line } of results) expect(got, line).toEqual(wanted);
  });
});

describe('types', () => {
  const good = `import { decode, encode, isRequest, isResponse, isNotification } from 'ont-prov/omci';
    encode({ transactionId: 1, action: 'set', classId: 262, instanceId: 0, attributes: { allocId: 1 } });
    encode({ transactionId: 1, action: 'create', classId: 268, instanceId: 1, attributes: { portId: 1, tContPointer: 2, direction: 3 } });
    encode({ transactionId: 1, action: 'setTable', classId: 171, instanceId: 1, attributes: { receivedFrameVlanTaggingOperationTable: ['00', new Uint8Array(16)] } });
    encode({ transactionId: 1, action: 'get', ak: true, result: 0, classId: 171, instanceId: 1, attributes: { receivedFrameVlanTaggingOperationTable: 48, inputTpid: 1 } });
    encode({ transactionId: 1, action: 'get', ak: true, result: 0, classId: 341, instanceId: 1, attributes: { receivedPayloadBytes: 5n } });
    encode({ action: 'attributeValueChange', classId: 158, instanceId: 1, attributes: { replyTable: null } });
    encode({ transactionId: 1, action: 'set', classId: 250, instanceId: 0, attributeMask: 1, raw: '00' });
    declare const frame: Uint8Array;
    declare const anyClass: number;
    encode({ transactionId: 1, action: 'set', classId: anyClass, instanceId: 0, attributes: { whatever: 1 } });
    const m = decode(frame);
    if (isRequest(m, 'set', 262)) { const a: number | undefined = m.attributes.allocId; void a; }
    if (isResponse(m, 'get', 256)) { const s: string | undefined = m.attributes.serialNumber; const r: number = m.result; void s; void r; }
    if (isNotification(m, 'attributeValueChange', 329)) { const o: number | undefined = m.attributes.operationalState; void o; }
    if (m.action === 'mibUploadNext' && m.ak) m.reported.map((r) => r.attributes);
    if (m.action === 'downloadSection' && !m.ak) m.sectionData.length;`;

  const bad: readonly [what: string, line: string][] = [
    ['an attribute of another class', 'encode({ transactionId: 1, action: "set", classId: 262, instanceId: 0, attributes: { portId: 1 } });'],
    ['a misspelt attribute', 'encode({ transactionId: 1, action: "set", classId: 262, instanceId: 0, attributes: { allocID: 1 } });'],
    ['a text for a number', 'encode({ transactionId: 1, action: "set", classId: 262, instanceId: 0, attributes: { allocId: "1" } });'],
    ['a number for octets', 'encode({ transactionId: 1, action: "set", classId: 148, instanceId: 0, attributes: { password: 1 } });'],
    ['a read-only attribute in a set', 'encode({ transactionId: 1, action: "set", classId: 256, instanceId: 0, attributes: { vendorId: "41424344" } });'],
    ['an attribute that is not set by create', 'encode({ transactionId: 1, action: "create", classId: 268, instanceId: 0, attributes: { uniCounter: 1 } });'],
    ['a row where a list of rows belongs', 'encode({ transactionId: 1, action: "setTable", classId: 171, instanceId: 0, attributes: { receivedFrameVlanTaggingOperationTable: "00" } });'],
    ['a value for a table that changed', 'encode({ action: "attributeValueChange", classId: 158, instanceId: 0, attributes: { replyTable: "00" } });'],
    ['an unknown action', 'encode({ transactionId: 1, action: "fly", classId: 262, instanceId: 0 });'],
    ['a command without transaction id', 'encode({ action: "mibReset", classId: 2, instanceId: 0 });'],
    ['a response without result', 'encode({ transactionId: 1, action: "mibReset", ak: true, classId: 2, instanceId: 0 });'],
    ['an unknown name in a mask', 'attributeMask(256, "vendorID");'],
    ['reading an attribute the class lacks', 'const m = decode(new Uint8Array()); if (isRequest(m, "set", 262)) m.attributes.portId;'],
    ['an unknown tolerance', 'decode(new Uint8Array(), { allow: ["anything"] });'],
  ];

  test('right programs compile, each wrong line does not', () => {
    const files = new Map<string, string>([
      ['good.ts', good],
      ...examples.map((e, i): [string, string] => [`example${i}.ts`, checked(e.code)]),
      ...bad.map(([, line], i): [string, string] => [`bad${i}.ts`, `import { attributeMask, decode, encode, isRequest } from 'ont-prov/omci';\nvoid [attributeMask, decode, encode, isRequest];\n${line}`]),
    ]);
    const wrong = compile(files);
    const fine = [...files.keys()].filter((name) => !name.startsWith('bad'));
    expect(fine.map((name) => [name, wrong.get(name) ?? []])).toEqual(fine.map((name) => [name, []]));
    expect(bad.filter((_, i) => !wrong.has(`bad${i}.ts`)).map(([what]) => what)).toEqual([]);
  }, 60_000);
});

/** Lines `expression // → value` become entries of `results`. */
function checked(code: string): string {
  const lines = code.split('\n').map((line) => {
    const [, expression, wanted] = /^(.*?);? +\/\/ → (.*)$/.exec(line) ?? [];
    return expression === undefined ? line : `results.push({ got: (${expression}), wanted: (${wanted}), line: ${JSON.stringify(expression)} });`;
  });
  return `export const results: { got: unknown; wanted: unknown; line: string }[] = [];\n${lines.join('\n')}`;
}

async function run(code: string): Promise<{ results: { got: unknown; wanted: unknown; line: string }[] }> {
  const { outputFiles } = await build({ stdin: { contents: code, loader: 'ts', resolveDir: root }, bundle: true, format: 'esm', write: false, alias: { 'ont-prov/omci': entry }, logLevel: 'silent' });
  return await import(/* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`) as { results: { got: unknown; wanted: unknown; line: string }[] };
}

/** Messages of the compiler by file, for programs that exist in memory only. */
function compile(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, strict: true, exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [], paths: { 'ont-prov/omci': [entry] }, lib: ['lib.es2023.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const at = (name: string): string => join(root, 'test/omci', name);
  const texts = new Map([...files].map(([name, text]) => [at(name), text]));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => (texts.has(file) ? ts.createSourceFile(file, texts.get(file)!, version) : getSourceFile(file, version, ...rest));
  const program = ts.createProgram([...texts.keys()], options, host);
  const wrong = new Map<string, string[]>();
  for (const name of files.keys()) {
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(at(name)));
    if (found.length > 0) wrong.set(name, found.map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n')));
  }
  return wrong;
}
