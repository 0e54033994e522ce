import { resolve as absolute } from 'node:path';
import { lower } from '../access/lower.ts';
import { hasErrors, type Finding } from '../kernel/finding.ts';
import { finding } from '../kernel/finding-codes.ts';
import type { Driver } from '../packs/driver.ts';
import type { Intent } from '../profile/intent.ts';
import { loadProject } from '../profile/load.ts';
import type { Project } from '../profile/project.ts';
import { resolve } from '../profile/resolve/resolve.ts';
import { didYouMean, meantHint } from '../profile/suggest.ts';
import type { Subject } from './run/subject.ts';
import type { World } from './world.ts';

export interface OpenProject {
  readonly project: Project;
  /** Of reading and of the schema. With an error among them nothing can be resolved. */
  readonly findings: readonly Finding[];
}

/** One row of a project after all checks that need no device. */
export interface Reviewed {
  readonly key: string;
  /** null when an error concerns it, or its vendor is not known. */
  readonly subject: Subject | null;
  /** The same subject made once more; null as `subject` is. */
  readonly again: () => Subject | null;
  /** What was found with this row and not with an earlier one. */
  readonly findings: readonly Finding[];
}

/** @throws Failure `no-such-file`, exit 2 */
export async function openProject(world: World, path: string): Promise<OpenProject> {
  if (path !== '-') return loadProject(absolute(world.cwd, path), world.files);
  const stdin = await world.files.read('-');
  return loadProject('-', world.files, stdin ? { stdin } : {});
}

/**
 * Resolves, lowers and checks the rows of a project one by one, in file order; nothing is kept of a row but what it shares with others.
 * A finding that many rows share (about a profile, say) comes once.
 *
 * @param only  keys; empty means all. A key that no row has is a finding of the last, empty review
 */
export async function* review(world: World, { project, findings }: OpenProject, only: readonly string[]): AsyncGenerator<Reviewed> {
  if (hasErrors(findings)) return;
  const wanted = new Set(only);
  const seen = new Set<string>();
  const fresh = (found: Finding): boolean => {
    const key = JSON.stringify([found.code, found.message, found.at]);
    return !seen.has(key) && Boolean(seen.add(key));
  };
  const drivers = new Map<string, Driver | null>();
  for (const row of resolve(project, only.length === 1 ? { only: only[0]! } : {})) {
    if (only.length > 0 && !wanted.has(row.key) && !only.includes(row.key)) continue;
    wanted.delete(row.key);
    const found = [...row.findings];
    let subject: Subject | null = null;
    if (row.intent) {
      const { vendor } = row.intent.olt;
      let driver = drivers.get(vendor);
      if (driver === undefined) drivers.set(vendor, (driver = await world.packs.driver(vendor)));
      if (!driver) found.push(await unknownVendor(world, row.intent));
      else if (!row.blocked) {
        const access = lower(row.intent);
        const limits = driver.check(row.intent, access);
        found.push(...limits);
        if (!hasErrors(limits)) subject = { intent: row.intent, access, driver };
      }
    }
    const usable = hasErrors(row.findings) ? null : subject;
    yield { key: row.key, subject: usable, again: remaker(usable && row.again, usable?.driver), findings: found.filter(fresh) };
  }
  if (wanted.size > 0) yield { key: '', subject: null, again: remaker(null), findings: [...wanted].map((key) => nobody(project, key)) };
}

/** Of its own, so that what it holds on to is the row and nothing that was made of it. */
function remaker(intentAgain: (() => Intent | null) | null, driver?: Driver): () => Subject | null {
  return () => {
    const intent = intentAgain?.();
    return intent && driver ? { intent, access: lower(intent), driver } : null;
  };
}

async function unknownVendor(world: World, { olt, origin }: Intent): Promise<Finding> {
  const heads = await world.packs.heads();
  const names = heads.flatMap((head) => [head.id, ...head.aliases]);
  const at = origin('/olt/vendor').at;
  return finding('ONT304', `the vendor ${olt.vendor} of OLT ${olt.name} is not known`,
    { hint: meantHint(olt.vendor, names) ?? `known are: ${heads.map((head) => head.id).join(', ')}`, at });
}

function nobody(project: Project, key: string): Finding {
  const keys: string[] = [];
  for (const rows of project.rows) for (let i = 0; i < rows.length; i++) keys.push(rows.row(i).text('key') ?? '');
  const meant = didYouMean(key, keys);
  return finding('ONT250', `no subscriber has the key ${key}`, { hint: meant === undefined ? 'look at the keys in the rows' : `did you mean ${meant}?` });
}
