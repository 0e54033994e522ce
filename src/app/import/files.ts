import type { ImportedOnt, Plain, Sketch } from '../../packs/read-side.ts';
import type { OltIntent } from '../../profile/intent.ts';
import type { Secret } from '../../kernel/secret.ts';
import { cell, flow, scalar } from './yaml-text.ts';

/** One subscriber of the import: an ONT with a sketch, and the key it gets. */
export interface Row { readonly key: string; readonly imported: ImportedOnt; readonly sketch: Sketch; }

export interface Profile { readonly name: string; readonly sketch: Sketch; readonly rows: readonly Row[]; }

/** ONTs of equal services are one profile; what is different between them is in columns. */
export function profilesOf(rows: readonly Row[]): Profile[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const content = JSON.stringify(row.sketch.profile);
    const group = groups.get(content);
    if (group) group.push(row); else groups.set(content, [row]);
  }
  const names = new Set<string>();
  return [...groups.values()].sort((a, b) => b.length - a.length).map((members) => {
    const { sketch } = members[0]!;
    const wanted = nameOf(sketch);
    let name = wanted;
    for (let n = 2; names.has(name); n++) name = `${wanted}-${n}`;
    names.add(name);
    return { name, sketch, rows: members };
  });
}

/** `internet-100-vlan900`: its services, so that people find it. */
function nameOf({ profile }: Sketch): string {
  const services = Object.entries(profile['services'] as Readonly<Record<string, Readonly<Record<string, Plain>>>>);
  const words = services.map(([name, { vlan, down }]) => `${name}${name.startsWith('vlan') || typeof vlan !== 'number' ? '' : `-${vlan}`}${typeof down === 'object' && 'kbit' in down ? `-${Math.round(Number(down['kbit']) / 1000)}M` : ''}`);
  return words.join('-').replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 48) || 'registered-only';
}

/** The files of the project, by name: olts.yaml, one file per profile, subscribers.csv. */
export function projectFiles(olt: OltIntent, profiles: readonly Profile[]): Map<string, string> {
  const files = new Map<string, string>([['olts.yaml', oltText(olt)]]);
  for (const { name, sketch, rows } of profiles) {
    const { services, ...rest } = sketch.profile;
    const lines = [
      `# Imported from OLT ${olt.name}: ${rows.length} subscriber${rows.length === 1 ? '' : 's'}.`,
      ...sketch.secrets.map((secret) => `# The device does not tell the secret behind ${secret}: set it in the environment before an ONT is made anew.`),
      'version: 1', `name: ${scalar(name)}`,
      ...Object.entries(rest).map(([part, value]) => `${part}: ${flow(value)}`),
      ...listed(services as Readonly<Record<string, Plain>>),
    ];
    files.set(`profile-${name}.yaml`, `${lines.join('\n')}\n`);
  }
  files.set('subscribers.csv', csvText(olt.name, profiles));
  return files;
}

/** One service on a line. */
function listed(services: Readonly<Record<string, Plain>>): string[] {
  const entries = Object.entries(services);
  return entries.length === 0 ? ['services: {}'] : ['services:', ...entries.map(([service, value]) => `  ${scalar(service)}: ${flow(value)}`)];
}

function csvText(olt: string, profiles: readonly Profile[]): string {
  const own = [...new Set(profiles.flatMap(({ rows }) => rows.flatMap(({ sketch }) => Object.keys(sketch.columns))))].sort();
  const head = ['key', 'state', 'profile', 'olt', 'pon', 'id', 'serial', 'description', ...own];
  const rows = profiles.flatMap(({ name, rows: members }) => members.map(({ key, imported: { ont }, sketch }) =>
    [key, sketch.suspended ? 'suspended' : 'active', name, olt, ont.pon ?? '', String(ont.id ?? ''), ont.serial ?? '', ont.description ?? '', ...own.map((column) => sketch.columns[column] ?? '')]));
  return `${[head, ...rows].map((cells) => cells.map(cell).join(',')).join('\n')}\n`;
}

function oltText(olt: OltIntent): string {
  const { name, vendor, model, host, port, transport, username, password, enablePassword, uplinks } = olt;
  const entry: Record<string, Plain> = {
    vendor, ...(model === undefined ? {} : { model }), host, ...(port === undefined ? {} : { port }), transport, ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: reference(password, 'OLT_PASSWORD') }),
    ...(enablePassword === undefined ? {} : { enablePassword: reference(enablePassword, 'OLT_ENABLE_PASSWORD') }),
    ...(uplinks === undefined ? {} : { uplinks }),
  };
  const remark = Object.keys(olt.ssh).length > 0 ? ['# Its ssh options are in the project this was imported with.'] : [];
  return `${[...remark, 'olts:', `  ${scalar(name)}: ${flow(entry)}`].join('\n')}\n`;
}

/** A secret is written as a reference, never as what it is. */
function reference({ ref }: Secret, instead: string): Plain {
  switch (ref.from) {
    case 'env': return { env: ref.name };
    case 'file': return { file: ref.path };
    case 'command': return { command: ref.command };
    default: return { env: instead };
  }
}
