import type { Command } from 'commander';
import { EXIT } from '../../kernel/exit.ts';
import { Failure } from '../../kernel/failure.ts';
import type { ManagedEntity } from '../../omci/table/entity.ts';
import { className, entities, entityOf } from '../../omci/table/entity.ts';
import type { Act, CommonOptions } from '../act.ts';
import { printDocument } from '../print.ts';
import { renderEntities, renderEntity } from './render-entity.ts';

export function define(command: Command, act: Act): void {
  command.description('The managed entities of G.988: all of them, those whose name contains a word, or one with its attributes and alarms.')
    .argument('[class...]', 'number, key (gemPortNetworkCtp), or words of the name')
    .option('--json', 'one JSON document')
    .addHelpText('after', `
Examples:
  $ ont-prov omci me
  $ ont-prov omci me 171
  $ ont-prov omci me vlan`);

  act<CommonOptions>(command, { managedEntities: [] }, async (context, [words]) => {
    const found = find((words as readonly string[]).join(' '));
    if (context.options.json === true) return printDocument(context, { ...{ formatVersion: 1, managedEntities: found.map(plain) }, findings: [], error: null, exitCode: EXIT.ok });
    const paint = await context.paint('stdout');
    await context.io.stdout.write(found.length === 1 ? renderEntity(found[0]!, paint) : renderEntities(found, paint));
    return EXIT.ok;
  });
}

/** The class of that number or key, else those whose name or key contains the words. */
export function find(text: string): readonly ManagedEntity[] {
  if (text === '') return entities();
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : undefined;
  const wanted = text.toLowerCase();
  const exact = number === undefined ? entities().find((e) => e.key.toLowerCase() === wanted || e.name.toLowerCase() === wanted) : entityOf(number);
  const found = exact === undefined ? entities().filter((e) => number === undefined && (e.key.toLowerCase().includes(wanted) || e.name.toLowerCase().includes(wanted))) : [exact];
  if (found.length > 0) return found;
  throw new Failure(number === undefined ? `no managed entity is called ${text}` : `class ${number} is not described: ${className(number)}`, { code: 'unknown-class', exitCode: EXIT.findings, hint: 'ont-prov omci me lists them all' });
}

function plain(e: ManagedEntity): object {
  return {
    classId: e.id, key: e.key, name: e.name, clause: e.clause ?? null, createdBy: e.createdBy, performanceMonitoring: e.counts, actions: e.actions,
    attributes: e.attributes.map((a) => ({
      index: a.index, key: a.key, name: a.name, type: a.kind, size: a.kind === 'table' ? null : a.size, rowSize: a.kind === 'table' && a.size !== 0 ? a.size : null,
      access: [...(a.readable ? ['R'] : []), ...(a.writable ? ['W'] : []), ...(a.setByCreate ? ['SBC'] : [])],
      optional: a.optional, avc: a.avc, tca: a.tca, deprecated: a.deprecated, default: a.initial ?? null,
    })),
    alarms: [...e.alarms].map(([number, name]) => ({ number, name })),
  };
}
