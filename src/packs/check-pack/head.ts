/** `pack.yaml`: names, dialects, limits and capabilities that speak of something. */
import { basename } from 'node:path';
import { asList, type Tree } from '../tree.ts';
import type { Faults } from './faults.ts';
import type { PackFiles } from './files.ts';
import { COLLECTIONS } from './model-fields.ts';
import { treeOf } from './views.ts';

export function checkHead(head: Tree, pack: PackFiles, faults: Faults): void {
  const id = String(head['id']);
  const folder = basename(pack.folder);
  if (folder !== id) faults.add('ONT502', '/id', `the pack calls itself ${id}, and its folder is ${folder}`, { severity: 'warning', hint: 'an installed pack goes by the name of its folder: use one name' });
  const dialects = asList(head['dialects']).map((raw) => String(treeOf(raw)['id']));
  const fallback = String(head['defaultDialect']);
  if (!dialects.includes(fallback)) faults.unknown('/defaultDialect', 'dialect', fallback, dialects);
  if (dialects.length === 0) faults.add('ONT103', '/dialects', 'a pack has at least one dialect', { key: true });
  for (const [index, raw] of asList(head['limits']).entries()) {
    const limit = treeOf(raw);
    const [of, attribute] = [String(limit['of']), String(limit['attribute'])];
    // `pon` stands for the parts of the PON's name, as `address` splits it.
    const parts = [...String(head['address']).matchAll(/\{(\w+)/g)].map(([, name]) => [name!, true] as const);
    const fields: object | null = of === 'pon' ? Object.fromEntries(parts) : Object.hasOwn(COLLECTIONS, of) ? COLLECTIONS[of]! : null;
    if (!fields) faults.unknown(`/limits/${index}/of`, 'collection', of, Object.keys(COLLECTIONS));
    else if (!Object.hasOwn(fields, attribute)) faults.unknown(`/limits/${index}/attribute`, `field of ${of}:`, attribute, Object.keys(fields));
  }
  for (const [index, raw] of asList(head['capabilities']).entries()) {
    const { of, at: pointer } = treeOf(raw);
    const at = String(pointer ?? '');
    if (of !== 'intent' && of !== 'services' && !Object.hasOwn(COLLECTIONS, String(of))) faults.unknown(`/capabilities/${index}/of`, 'collection', String(of), ['intent', 'services', ...Object.keys(COLLECTIONS)]);
    if (!/^(?:\/[^/]+)+$/.test(at)) faults.add('ONT102', `/capabilities/${index}/at`, `${JSON.stringify(at)} is no JSON pointer`, { hint: 'write /wifi/by: the place in the profile that the finding points at' });
  }
}
