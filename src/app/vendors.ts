import { EXIT } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { meantHint } from '../profile/suggest.ts';
import type { VendorDocument, VendorsDocument } from './api.ts';
import { attempt } from './attempt.ts';
import type { World } from './world.ts';

export async function listVendors(world: World): Promise<VendorsDocument> {
  const { value, error, ...failed } = await attempt(world, () => world.packs.heads());
  const vendors = (value ?? []).map(({ id, title, aliases }) => ({ id, title, aliases }));
  return { formatVersion: 1, vendors, findings: [], error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.ok };
}

/** What one pack can read and type, and how sure each line is. `name` is an id or an alias. */
export async function showVendor(world: World, name: string): Promise<VendorDocument> {
  const { value, error, ...failed } = await attempt(world, async () => {
    const [head, driver] = [await world.packs.head(name), await world.packs.driver(name)];
    if (!head || !driver) throw await unknown(world, name);
    const { id, title, aliases, reads, lines } = driver;
    return { id, title, aliases, reads: reads.map((step) => step.line), lines, simulator: head.hasSimulator };
  });
  return { formatVersion: 1, vendor: value, findings: [], error, exitCode: 'exitCode' in failed ? failed.exitCode : EXIT.ok };
}

async function unknown(world: World, name: string): Promise<Failure> {
  const heads = await world.packs.heads();
  return new Failure(`there is no vendor ${name}`, {
    code: 'unknown-vendor', exitCode: EXIT.findings,
    hint: meantHint(name, heads.flatMap((head) => [head.id, ...head.aliases])) ?? `known are: ${heads.map((head) => head.id).join(', ')}`,
  });
}
