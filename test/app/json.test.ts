import { expect, it } from 'vitest';
import { errorJson, findingsJson, plannedTarget, summaryOf } from '../../src/app/json.ts';
import { Failure } from '../../src/kernel/failure.ts';
import { finding } from '../../src/kernel/finding-codes.ts';
import { Secret } from '../../src/kernel/secret.ts';
import type { TargetPlan } from '../../src/plan/model.ts';

const at = (file: string, line: number) => ({ file, line, column: 3, endLine: line, endColumn: 9, path: '/a' });

it('findings are sorted, each once, with files as somebody in the working directory names them', () => {
  const found = [
    finding('ONT202', 'b', { at: at('/w/p/b.yaml', 2) }), finding('ONT202', 'a', { at: at('/w/p/a.yaml', 9), hint: 'do', related: [{ message: 'first', at: at('/elsewhere/c.yaml', 1) }] }),
    finding('ONT202', 'b', { at: at('/w/p/b.yaml', 2) }), finding('ONT403', 'none'),
  ];
  expect(findingsJson(found, '/w')).toEqual([
    { code: 'ONT403', severity: 'error', message: 'none', hint: null, file: null, line: null, column: null, endLine: null, endColumn: null, path: null, related: [] },
    { code: 'ONT202', severity: 'error', message: 'a', hint: 'do', ...at('p/a.yaml', 9), related: [{ message: 'first', ...at('../elsewhere/c.yaml', 1) }] },
    { code: 'ONT202', severity: 'error', message: 'b', hint: null, ...at('p/b.yaml', 2), related: [] },
  ]);
  expect(summaryOf(found, 3)).toEqual({ files: 3, errors: 4, warnings: 0, infos: 0 });
});

it('an error of a document is masked', () => {
  expect(errorJson(new Failure('said geheim', { code: 'x', exitCode: 5, hint: 'not geheim' }), (text) => text.replaceAll('geheim', '***')))
    .toEqual({ code: 'x', message: 'said ***', hint: 'not ***' });
});

it('a plan in public holds its lines, its undo, what changes from what to what, and no secret', () => {
  const command = (line: string) => ({ mode: 'interface gpon 0/1', line, parts: ['x', new Secret({ from: 'literal', value: 'geheim' })], prompt: '#', at: '#', intent: 'create', evidence: 'manual', yes: false, leave: [], enter: [] }) as const;
  const plan: TargetPlan = {
    key: 'K', olt: 'x', vendor: 'v', dialect: 'd', serial: null, pon: '0/1/3', id: null, assumed: [], unmanaged: [{ resource: 'sp', line: 'l' }], adopted: [], interrupts: ['i'], oneWay: ['o'], findings: [],
    changes: [{ resource: 'ont', key: { id: 1 }, scope: 'ont', action: 'update', cuts: 'none', attributes: [{ attribute: 'desc', from: 'a', to: 'b' }], commands: [command('do ***')], undo: [command('undo ***')], abort: [command('quit')], oneWay: 'why' }],
  };
  const shown = plannedTarget(plan, [{ line: 'do ***', at: '#', prompt: '#', intent: 'create', yes: false, change: 0 }]);
  expect(shown).toEqual({
    key: 'K', olt: 'x', vendor: 'v', dialect: 'd', serial: null, pon: '0/1/3', id: null, assumed: [], unmanaged: [{ resource: 'sp', line: 'l' }], adopted: [], interrupts: ['i'], oneWay: ['o'], script: ['do ***'],
    changes: [{
      resource: 'ont', key: { id: 1 }, scope: 'ont', action: 'update', cuts: 'none', attributes: [{ attribute: 'desc', from: 'a', to: 'b' }], oneWay: 'why',
      commands: [{ mode: 'interface gpon 0/1', line: 'do ***' }], undo: [{ mode: 'interface gpon 0/1', line: 'undo ***' }],
    }],
  });
  expect(JSON.stringify(shown)).not.toContain('geheim');
});
