/** Which rows a call is about, and which profile those belong to that name none. */
import type { CsvTable } from './csv.ts';
import type { MapNode } from './node.ts';
import type { ProfileDocument } from './project.ts';
import { csvRows, yamlRows } from './rows.ts';
import type { RowSet } from './rows.ts';

export interface RowSources {
  readonly roots: readonly { readonly file: string; readonly root: MapNode }[];
  /** `sibling`: found beside the file that was named, not named itself. */
  readonly tables: readonly { readonly table: CsvTable; readonly sibling: boolean }[];
  readonly profiles: ReadonlyMap<string, ProfileDocument>;
  /** The file a person named; undefined for a directory. */
  readonly main: string | undefined;
  /** Whether there is a profile of that name beside the named file. */
  readonly isBeside: (name: string) => Promise<boolean>;
}

export async function rowSets({ roots, tables, profiles, main, isBeside }: RowSources): Promise<RowSet[]> {
  const ofFile = new Map([...profiles.values()].map((profile) => [profile.file, profile.name]));
  const only = profiles.size === 1 ? [...profiles.keys()][0] : undefined;
  const mainProfile = main === undefined ? undefined : ofFile.get(main);
  const sets: RowSet[] = [];
  for (const { file, root } of roots) {
    const targets = root.entries.get('targets')?.value;
    if (targets?.kind !== 'list' || targets.items.some((item) => item.kind !== 'map')) continue;
    sets.push(yamlRows(targets, ofFile.get(file) ?? mainProfile ?? only));
  }
  for (const { table, sibling } of tables) {
    const set = csvRows(table, mainProfile ?? only);
    sets.push(sibling && mainProfile !== undefined ? await ownRows(set, isBeside) : set);
  }
  return sets;
}

/** Rows beside a profile that name another profile beside it belong to that one, not to this call. */
async function ownRows(set: RowSet, isBeside: RowSources['isBeside']): Promise<RowSet> {
  const elsewhere = new Map<string, boolean>();
  const own: number[] = [];
  for (let index = 0; index < set.length; index++) {
    const name = set.row(index).text('profile');
    if (name !== undefined && name !== set.profile && !elsewhere.has(name)) elsewhere.set(name, await isBeside(name));
    if (name === undefined || name === set.profile || !elsewhere.get(name)) own.push(index);
  }
  return own.length === set.length ? set : { ...set, length: own.length, row: (index) => set.row(own[index]!) };
}
