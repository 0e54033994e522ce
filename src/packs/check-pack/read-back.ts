/**
 * Whoever shows a golden script as its configuration has nothing left to do. A script is close enough to a configuration: lines under
 * the line that enters their mode. Resources with lines that a device never shows (`once`) or that wait for the ONT prove nothing here.
 */
import type { Finding, Place } from '../../kernel/finding.ts';
import { finding } from '../../kernel/finding-codes.ts';
import { compileResources } from '../compile-kinds.ts';
import { compilePack, type PackSource } from '../compile.ts';
import { asTree } from '../tree.ts';
import type { OltScript } from './golden.ts';

export function readBack(source: PackSource, { targets, steps }: OltScript, at: Place): Finding[] {
  const { dump, ...rest } = source.resources;
  // Where a dump ends and how it folds is not at stake.
  const driver = compilePack({ ...source, resources: { ...rest, dump: { ...asTree(dump, 'dump'), complete: '', require: [], fold: 0 } } });
  const modes = [...compileResources(source.resources).modes.values()];
  // A line that creates an object by entering its mode: out of it again before the next one.
  const leaving = (line: string): string[] => modes.filter((mode) => mode.enter?.parse(line) != null).map((mode) => mode.leave);
  const lines = [...driver.requiredLines(targets).flatMap((line) => [line, ...leaving(line)]), ...steps.map((step) => ` ${step.line}`)].map((line) => line.replaceAll('***', '******'));
  const on = driver.observe([{ name: 'script', lines }], targets[0]?.intent.olt.model);
  const skipped = new Set(Object.entries(asTree(source.resources['resources'], 'resources')).filter(([, raw]) => /"once":/.test(JSON.stringify(raw))).map(([name]) => name));
  for (const { intent, access } of targets) {
    const { plan } = driver.plan(intent, access, on, { prune: false, acceptUnconfirmed: true, goal: 'active', offline: false });
    const error = plan.findings.find((each) => each.severity === 'error');
    if (error) return [finding('ONT508', `what the script leaves cannot be planned on for ${intent.key}: ${error.message}`, { hint: error.hint, at })];
    const change = plan.changes.find((each) => !skipped.has(each.resource) && each.gate === undefined);
    if (!change) continue;
    const what = change.attributes.map(({ attribute, from, to }) => `${attribute} ${from ?? 'nothing'} → ${to ?? 'nothing'}`).join(', ');
    return [finding('ONT508', `read back, the script is not what ${intent.key} wants: ${change.action} ${change.resource}${what === '' ? '' : ` (${what})`}`, {
      hint: `a second run would type: ${change.commands.map((command) => command.line).join(' / ')}`, at,
    })];
  }
  return [];
}
