import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING_CODES } from '../../src/kernel/finding-codes.ts';
import { checkPack } from '../../src/packs/check-pack/check-pack.ts';
import { packOf, pointedAt, root, skeleton } from './pack-files.ts';

const R = 'resources.yaml';

describe('the check of packs', () => {
  it.each(readdirSync(join(root, 'vendors'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map((entry) => entry.name))('accepts the built-in pack %s', async (id) => {
    const { findings } = await checkPack(packOf(id));
    expect(findings.filter((found) => found.severity === 'error').map((found) => `${found.at?.file}:${found.at?.line} ${found.message}`)).toEqual([]);
  });

  it('has nothing to say about the skeleton', async () => {
    const { findings, driver } = await checkPack(skeleton());
    expect(findings).toEqual([]);
    expect(driver?.lines.length).toBeGreaterThan(15);
  });

  it('makes the golden script and the README that the skeleton ships with', async () => {
    const pack = skeleton();
    const { derived } = await checkPack(pack);
    expect([...derived.keys()]).toEqual(['golden/home.txt', 'README.md']);
    for (const [path, text] of derived) expect(text).toBe(new TextDecoder().decode(pack.files.get(path)));
  });

  it('names a finding of every code of its own in these tests', () => {
    const own = Object.keys(FINDING_CODES).filter((code) => code >= 'ONT501' && code <= 'ONT516');
    const tested = new Set([...mistakes, ...derivedMistakes].map(([, , , , code]) => code));
    expect(own.filter((code) => !tested.has(code) && code !== 'ONT514')).toEqual([]);
  });
});

/** What is wrong; file, text, text instead; code; what the finding points at; words of the message or hint. */
const mistakes: readonly (readonly [string, string, string, string, string, string, RegExp])[] = [
  ['an unknown key of a resource', R, 'identity: sn', 'identty: sn', 'ONT101', 'identty', /did you mean identity/],
  ['an unknown key of a line', R, 'again: overwrite                 # typed', 'agian: overwrite                 # typed', 'ONT101', 'agian', /did you mean again/],
  ['an unknown section', R, 'readList:', 'readlist:', 'ONT101', 'readlist', /did you mean readList/],
  ['an unknown key of pack.yaml', 'pack.yaml', 'address:', 'adress:', 'ONT101', 'adress', /did you mean address/],
  ['a list that should be a mapping', R, 'is: { v: it.vlan }', 'is: [v]', 'ONT102', 'is', /expected a mapping/],
  ['a number that is none', R, 'fold: 0', 'fold: no', 'ONT102', 'no', /whole number/],
  ['a regular expression that is none', R, "complete: '^end$'", "complete: '^(end$'", 'ONT102', "'^(end$'", /regular expression/],
  ['an expression that is none', R, 'v: it.vlan }', "v: 'it vlan' }", 'ONT102', "'it vlan'", /not an expression/],
  ['a condition that is none', R, "when: 'it.native && it.kind == eth'", "when: 'it.native & it.kind'", 'ONT102', "'it.native & it.kind'", /not a condition/],
  ['a missing key', R, '    key: [v]\n', '', 'ONT103', 'vlan', /key is missing/],
  ['a word that is not allowed', R, 'cuts: ont\n    lines', 'cuts: all\n    lines', 'ONT104', 'all', /none, service, ont/],
  ['evidence that is none', R, "- { put: 'vlan {v:range}', evidence: inferred", "- { put: 'vlan {v:range}', evidence: guessed", 'ONT104', 'guessed', /transcript, manual, inferred/],
  ['an unknown field type', R, 'native-vlan {v:int}', 'native-vlan {v:itn}', 'ONT501', '{v:itn}', /did you mean int/],
  ['a [ without ]', R, '[ description {desc:quoted}]', '[ description {desc:quoted}', 'ONT501', '[', /never closed/],
  ['a ] without [', R, 'gem {g:int} tcont {t:int}', 'gem {g:int}] tcont {t:int}', 'ONT501', ']', /closes nothing/],
  ['a { without }', R, 'gem {g:int} tcont {t:int}', 'gem {g:int} tcont {t:int', 'ONT501', '{', /never closed/],
  ['one field twice in a line', R, 'gem {g:int} tcont {t:int}', 'gem {g:int} tcont {g:int}', 'ONT501', '{g:int}', /twice/],
  ['a rest that would have to be typed', R, 'gem {g:int} tcont {t:int}', 'gem {g:int} tcont {t:int} {x:rest}', 'ONT501', '{x:rest}', /cannot be typed/],
  ['an unknown mode', R, 'in: pon\n    of: hosts', 'in: pno\n    of: hosts', 'ONT502', 'pno', /did you mean pon/],
  ['a reference to an unknown resource', R, 'refs: { line: line.id }', 'refs: { line: lines.id }', 'ONT502', 'lines.id', /no resource lines/],
  ['a reference to an unknown attribute', R, 'refs: { line: line.id }', 'refs: { line: line.number }', 'ONT502', 'line.number', /no attribute of line: number/],
  ['a reference to a resource further down', R, "dba: '@dba(it.up).id'", "dba: '@sp(it.up).id'", 'ONT502', "'@sp(it.up).id'", /stands below/],
  ['a key of an unknown attribute', R, 'key: [n]\n', 'key: [m]\n', 'ONT502', 'm', /no attribute of sp: m/],
  ['an unknown mode in dump', R, '{ mode: pon, line', '{ mode: port, line', 'ONT502', 'port', /no mode port/],
  ['an unknown collection', R, 'of: unis', 'of: ports', 'ONT502', 'ports', /unis/],
  ['an unknown default dialect', 'pack.yaml', 'defaultDialect: ex', 'defaultDialect: exx', 'ONT502', 'exx', /did you mean ex/],
  ['a limit of something unknown', 'pack.yaml', 'attribute: svlan', 'attribute: vlan', 'ONT502', 'vlan', /did you mean svlan|fields|known are/],
  ['an owner of another length', R, 'owner: [s, p, id]\n    pair: [[v]]', 'owner: [s, id]\n    pair: [[v]]', 'ONT502', 'owner', /named by 3 attributes/],
  ['no resource that is the ONT', R, '    identity: sn                         # the serial proves which ONT it is; its number proves nothing\n', '', 'ONT502', 'resources', /no resource is the ONT/],
  ['an attribute that no line types', R, 'is: { v: it.vlan }', 'is: { v: it.vlan, role: it.role }', 'ONT503', 'role', /no line of vlan types it/],
  ['a key attribute that a line does not tell', R, 'onu {id:int} eth {n:int} native-vlan {v:int}', 'onu {id:int} eth native-vlan {v:int}', 'ONT504', "'onu {id:int} eth native-vlan {v:int}'", /key attribute n of native is missing/],
  ['a key attribute in an optional group without a default', R, 'ip-host {i:int} dhcp', 'ip-host[ {i:int}] dhcp', 'ONT504', "'onu {id:int} ip-host[ {i:int}] dhcp vlan {v:int} priority {pr:int}'", /only in an optional group/],
  ['a field that nothing gives a value', R, 'gem {g:int} tcont {t:int}', 'gem {g:int} tcont {t:int} encrypt {e:word}', 'ONT504', '{e:word}', /never be typed/],
  ['a drop with an unknown attribute', R, 'no service-port {n:int}', 'no service-port {idx:int}', 'ONT504', '{idx:int}', /no attribute idx/],
  ['an owner line that does not name the ONT', R, "'service-port {n:int} pon {s:int}/{p:int} onu {id:int}[~ {x:rest}]'", "'service-port {n:int} {x:rest}'", 'ONT504', "'service-port {n:int} {x:rest}'", /s, p, id missing/],
  ['a line without evidence', R, "- { put: 'vlan {v:range}', evidence: inferred, ", "- { put: 'vlan {v:range}', ", 'ONT505', "{ put: 'vlan {v:range}', source: 'skeleton' }", /evidence is missing/],
  ['a line without source', R, "drop: { line: 'no vlan {v:int}', evidence: inferred, source: 'skeleton' }", "drop: { line: 'no vlan {v:int}', evidence: inferred }", 'ONT505', 'drop', /source is missing/],
  ['a range without a number', R, "is: { id: '#dba', name", "is: { id: '=7', name", 'ONT506', 'id', /no number variable/],
  ['a number without a range', R, '          alloc: { g: { from: 1, to: 31 } }\n', '', 'ONT506', "'#g'", /allocated nowhere/],
  ['an empty range', R, 'id: { from: 1, to: 128,', 'id: { from: 128, to: 1,', 'ONT506', 'id', /empty/],
  ['a name that is not ours', R, "template: 'op-line-{hash}'", "template: 'line-{hash}'", 'ONT507', "'line-{hash}'", /op-/],
  ['a name without its content', R, "template: 'op-line-{hash}'", "template: 'op-line'", 'ONT507', "'op-line'", /\{hash\}/],
  ['a shared resource without a name', R, "    name: { attribute: name, template: 'op-line-{hash}' }\n", '', 'ONT507', 'shared', /has no name/],
  ['a value that reads back as another', R, '[ upstream {up:int}][ downstream {down:int}]\'\n        evidence', '[ {up:int}][ {down:int}]\'\n        evidence', 'ONT508', "'service-port {n:int} pon {s:int}/{p:int} onu {id:int} gem {g:int} vlan {v:int} outer {sv:int}[ inner {cv:int}][ {up:int}][ {down:int}]'", /read back/],
  ['a line that ends a block', R, "ends: ['^!']", "ends: ['^!', '^vlan']", 'ONT508', "'vlan {v:range}'", /end of a block/],
  ['a line of two resources', R, 'onu {id:int} eth {n:int} translate {c:int} to {v:int}', 'onu {id:int} eth {n:int} {c:word} {v:int}', 'ONT509', "'onu {id:int} eth {n:int} native-vlan {v:int}'", /also read as tagged/],
  ['a line that is taken for entering a mode', R, "enter: 'interface {x:rest}'", "enter: 'vlan {x:rest}'", 'ONT509', "'vlan {v:range}'", /enters mode other/],
  ['a prompt the session does not know', R, "prompt: '(line-profile-{id})#'", "prompt: '(profile-{id})#'", 'ONT510', "'(profile-{id})#'", /does not know/],
  ['a prompt that two modes have', R, "prompt: '(line-profile-{id})#'", "prompt: '(config-pon-{s}/{p})#'", 'ONT510', "'(config-pon-{s}/{p})#'", /is also that of/],
  ['a prompt that any prompt fits', R, "prompt: '(line-profile-{id})#'", "prompt: '*'", 'ONT510', "'*'", /nothing would be noticed/],
  ['a way into configuration that is not the session\'s', R, 'enter: configure terminal, prompt', 'enter: conf, prompt', 'ONT510', 'conf', /session.yaml enters config/],
  ['a read away from home', R, "line: show running-config, at: '#'", "line: show running-config, at: '(config)#'", 'ONT510', "'(config)#'", /we stay at "#"/],
  ['a read list that lets a change through', R, "readList: ['^show [a-z]']", "readList: ['^(?:show|no) [a-z]']", 'ONT511', "'^(?:show|no) [a-z]'", /lets a line of/],
  ['a rule of the read list without a beginning', R, "readList: ['^show [a-z]']", "readList: ['show [a-z]']", 'ONT511', "'show [a-z]'", /begins with \^/],
  ['a read that is not on the read list', R, 'line: show running-config', 'line: display running-config', 'ONT511', 'display running-config', /does not let/],
  ['an unknown key of the session', 'session.yaml', 'logout: { line', 'logout: { lnie', 'ONT515', 'lnie', /did you mean line/],
  ['a session pattern that is none', 'session.yaml', "'^\\s*Please wait'", "'^\\s*(Please wait'", 'ONT515', "'^\\s*(Please wait'", /regular expression/],
  ['a session mode that does not exist', 'session.yaml', 'home: { mode: privileged', 'home: { mode: root', 'ONT515', 'root', /no such mode/],
  ['a path that leads nowhere', R, 'sv: it.svlan', 'sv: it.svaln', 'ONT516', 'it.svaln', /fields are: .*svlan/],
  ['an action nobody asks for', R, 'resources:\n', "actions: { dance: { in: pon, line: 'onu {id:int} dance', evidence: manual, source: x } }\nresources:\n", 'ONT502', 'dance', /no action dance/],
  ['an action in an unknown mode', R, 'resources:\n', "actions: { reboot: { in: pno, line: 'onu {id:int} reset', evidence: manual, source: x } }\nresources:\n", 'ONT502', 'pno', /did you mean pon/],
  ['an action on what the ONT is not', R, 'resources:\n', "actions: { reboot: { in: pon, line: 'onu {n:int} reset', evidence: manual, source: x } }\nresources:\n", 'ONT504', "'onu {n:int} reset'", /no attribute n/],
  ['an action that the read list lets through', R, 'resources:\n', "actions: { reboot: { in: pon, line: 'show no mercy {id:int}', evidence: manual, source: x } }\nresources:\n", 'ONT511', "'^show [a-z]'", /lets reboot through/],
  ['targeted reading by an output there is not', R, 'resources:\n', "targeted: { place: where, reads: [{ name: a, line: 'show pon {s:int}/{p:int}', at: '#', shows: '^x' }] }\nresources:\n", 'ONT502', 'where', /no output where/],
  ['a targeted read that is none', R, 'resources:\n', "targeted: { place: x, reads: [{ name: a, line: 'reset pon {s:int}/{p:int}', at: '#', shows: '^x' }] }\nresources:\n", 'ONT511', "'reset pon {s:int}/{p:int}'", /does not let/],
  ['a targeted read of a place nobody knows', R, 'resources:\n', "targeted: { place: x, reads: [{ name: a, line: 'show pon {s:int}/{q:int}', at: '#', shows: '^x' }] }\nresources:\n", 'ONT502', "'show pon {s:int}/{q:int}'", /no value of address q|no value of address/],
  ['a number of no resource', R, 'resources:\n', "targeted: { place: x, reads: [{ name: a, line: 'show pon {s:int}/{p:int}', at: '#', shows: '^x' }], numbers: [{ of: port, attribute: n, at: '#', next: { line: show free, answer: 'next {n:int}' }, taken: 'show sp {n:int}' }] }\nresources:\n", 'ONT502', 'port', /no resource port/],
  ['a number that is no part of the key', R, 'resources:\n', "targeted: { place: x, reads: [{ name: a, line: 'show pon {s:int}/{p:int}', at: '#', shows: '^x' }], numbers: [{ of: sp, attribute: m, at: '#', next: { line: show free, answer: 'next {n:int}' }, taken: 'show sp {n:int}' }] }\nresources:\n", 'ONT502', 'm', /part of the key of sp/],
  ['a question that does not name its number', R, 'resources:\n', "targeted: { place: x, reads: [{ name: a, line: 'show pon {s:int}/{p:int}', at: '#', shows: '^x' }], numbers: [{ of: sp, attribute: n, at: '#', next: { line: show free, answer: 'next {n:int}' }, taken: 'show sp all' }] }\nresources:\n", 'ONT504', "'show sp all'", /which number/],
  ['a condition on a field that does not exist', R, "when: 'it.kind == vlan && it.uni.kind == eth'", "when: 'it.kind == vlan && it.port.kind == eth'", 'ONT516', "'it.kind == vlan && it.port.kind == eth'", /"port" is no field/],
];

describe('the check of packs finds', () => {
  it.each(mistakes)('%s', async (_, file, from, to, code, place, words) => {
    const pack = skeleton([[file, from, to]]);
    const { findings } = await checkPack(pack);
    const found = findings.filter((each) => each.code === code).map((each) => ({ ...pointedAt(pack, each), words: `${each.message} ${each.hint ?? ''}` }));
    expect(found, findings.map((each) => `${each.code} ${each.message}`).join('\n')).toContainEqual({ file, text: place, words: expect.stringMatching(words) as string });
  });

  it.each(['pack.yaml', 'session.yaml', 'resources.yaml', 'README.md', 'golden/home.txt'])('that %s is missing', async (file) => {
    const { findings } = await checkPack(skeleton([], [file]));
    expect(findings).toMatchObject([{ code: 'ONT514', severity: 'error', message: `there is no ${file}`, at: { file: `/packs/example-olt/${file}` } }]);
  });

  it('text that is no YAML, where it goes wrong', async () => {
    const { findings } = await checkPack(skeleton([[R, 'modes:', 'modes: [']]));
    expect(findings[0]).toMatchObject({ code: 'ONT001', at: { file: '/packs/example-olt/resources.yaml' } });
  });

  it('several mistakes in one go', async () => {
    const { findings } = await checkPack(skeleton([[R, 'identity: sn', 'identty: sn'], ['pack.yaml', 'address:', 'adress:'], ['session.yaml', 'home: { mode', 'home: { mdoe']]));
    expect(new Set(findings.map((found) => found.at?.file.split('/').at(-1)))).toEqual(new Set(['pack.yaml', 'resources.yaml', 'session.yaml']));
  });
});

describe('of state tables, the check finds', () => {
  const good = "read: { line: 'show onu {s:int}/{p:int} {id:int}', at: '#' }\nshape: pairs\nkeys:\n  serial: { key: SN, type: serial }\n  run: Run state\n";
  it.each([
    ['nothing in a good one', '', '', '', '', /^$/],
    ['an unknown key', 'shape:', 'shpae:', 'ONT101', 'shpae', /did you mean shape/],
    ['an unknown type', 'type: serial', 'type: seril', 'ONT501', 'seril', /did you mean serial/],
    ['a shape without its part', 'shape: pairs', 'shape: table', 'ONT103', "read: { line: 'show onu {s:int}/{p:int} {id:int}', at: '#' }", /tables is missing/],
    ['a shape that is none', 'shape: pairs', 'shape: list', 'ONT104', 'list', /table, pairs, lines/],
    ['a command that is no read', 'show onu', 'reset onu', 'ONT511', "'reset onu {s:int}/{p:int} {id:int}'", /does not let/],
    ['a prompt of no mode', "at: '#'", "at: '(diag)#'", 'ONT510', "'(diag)#'", /no mode of session/],
  ])('%s', async (_, from, to, code, place, words) => {
    const pack = skeleton([], [], { 'outputs/ont.yaml': good.replace(from, () => to) });
    const { findings } = await checkPack(pack);
    if (code === '') { expect(findings).toEqual([]); return; }
    const found = findings.filter((each) => each.code === code).map((each) => ({ ...pointedAt(pack, each), words: `${each.message} ${each.hint ?? ''}` }));
    expect(found, findings.map((each) => `${each.code} ${each.message}`).join('\n')).toContainEqual({ file: 'outputs/ont.yaml', text: place, words: expect.stringMatching(words) as string });
  });
});

const derivedMistakes: readonly (readonly [string, string, string, string, string, string, RegExp])[] = [
  ['a golden script of before', 'golden/home.txt', 'tcont 2 dba-profile 11', 'tcont 2 dba-profile 12', 'ONT512', 'tcont 2 dba-profile 12', /types now: tcont 2 dba-profile 11/],
  ['a golden script with a line too many', 'golden/home.txt', 'write memory\n', 'write memory\nreload\n', 'ONT512', 'reload', /nothing more/],
  ['a golden profile that is wrong', 'golden/home.yaml', 'serial: EXMP00000001', 'serial: EXMP1', 'ONT202', 'EXMP1', /./],
  ['a README that lacks a line', 'README.md', '| sp | `no service-port {n:int}` | inferred | skeleton |\n', '', 'ONT513', '', /does not list: \| sp \| `no service-port/],
  ['a README with a line that is gone', 'README.md', '| vlan | `no vlan {v:int}` | inferred', '| vlan | `no vlan {v:int}` | manual', 'ONT513', '| vlan | `no vlan {v:int}` | manual | skeleton |', /no such line/],
];

describe('of what is made of a pack, the check finds', () => {
  it.each(derivedMistakes)('%s', async (_, file, from, to, code, place, words) => {
    const pack = skeleton([[file, from, to]]);
    const { findings } = await checkPack(pack);
    const found = findings.filter((each) => each.code === code).map((each) => ({ ...pointedAt(pack, each), words: each.message }));
    expect(found, findings.map((each) => `${each.code} ${each.message}`).join('\n')).toContainEqual({ file, text: place, words: expect.stringMatching(words) as string });
  });

  it('a script that would not be what was wanted when it is read back', async () => {
    // Typed in other words than it is read: every line is known again, and still the second run would type it anew.
    const { findings } = await checkPack(skeleton([[R, 'sv: it.svlan, cv', "sv: it.svlan, cv"], [R, '    ifGiven: [desc]', '    absent: { desc: first }\n    ifGiven: [desc]']]));
    expect(findings.map((found) => found.message)).toContainEqual(expect.stringMatching(/read back, the script is not what A-1 wants: update ont \(desc nothing → first\)/));
  });
});
