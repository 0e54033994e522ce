/** The documents that --json prints, field by field. */
import { exactly, fields, flag, line, list, nothing, or, scalar, serial, table, text, whole, word, type Shape } from './shape.ts';

const place = { file: text, line: whole, column: whole, endLine: whole, endColumn: whole, path: text };
const nowhere = Object.fromEntries(Object.keys(place).map((name) => [name, nothing]));
const finding = (where: Readonly<Record<string, Shape>>): Shape => fields({
  code: (value, at) => (/^ONT\d{3}$/.test(String(value)) ? [] : [`${at}: no code`]),
  severity: word('error', 'warning', 'info'), message: line, hint: or(line, nothing), ...where, related: list(fields({ message: line, ...place })),
});

const tail = {
  findings: list(or(finding(place), finding(nowhere))),
  error: or(nothing, fields({ code: text, message: text, hint: or(nothing, text) })), exitCode: whole,
};
const document = (own: Readonly<Record<string, Shape>>): Shape => fields({ formatVersion: exactly(1), ...own, ...tail });

/** A form that nobody has seen a device take is marked. */
const commands = list(fields({ mode: text, line }, { evidence: exactly('inferred') }));
const change = {
  resource: text, key: table(scalar), scope: word('shared', 'ont'), action: word('create', 'update', 'replace', 'delete', 'collect'),
  cuts: word('none', 'service', 'ont'), commands, undo: commands,
};
const planned = { ...change, attributes: list(fields({ attribute: text, from: or(nothing, text), to: or(nothing, text) })), oneWay: or(nothing, line) };
const head = { key: text, olt: text, vendor: text, dialect: text, serial: or(nothing, serial), pon: text, id: or(nothing, whole) };
const rehearsed = { ...head, assumed: list(fields({ resource: text, attribute: text, value: scalar })), script: list(line) };

export const DRY_RUN = document({ targets: list(fields({ ...rehearsed, changes: list(fields(change)) })) });

export const PLAN = document({
  targets: list(fields({ ...rehearsed, changes: list(fields(planned)), unmanaged: list(fields({ resource: text, line })), adopted: list(fields({ resource: text, line })), interrupts: list(line), oneWay: list(line) })),
  failures: list(fields({ olt: text, code: text, message: text, hint: or(nothing, text) })),
});

/** Of apply and remove. */
export const APPLY = document({
  run: text, saved: flag,
  targets: list(fields({
    key: text, olt: text, serial: or(nothing, serial), id: or(nothing, whole), verified: flag, messages: list(text),
    outcome: word('unchanged', 'applied', 'pending', 'undone', 'left-changed', 'refused', 'unreachable', 'stale', 'skipped'),
    changes: list(fields({ ...planned, result: word('ok', 'refused', 'undone', 'skipped') })),
  })),
});

export const LINT = document({ summary: fields({ files: whole, errors: whole, warnings: whole, infos: whole }) });
export const EXPLAIN = document({ key: text, values: list(fields({ path: text, value: text, from: text, file: or(nothing, text), line: or(nothing, whole), column: or(nothing, whole) })) });
const vendor = { id: text, title: text, aliases: list(text) };
export const VENDORS = document({ vendors: list(fields(vendor)) });
export const VENDOR = document({
  vendor: or(nothing, fields({ ...vendor, reads: list(line), simulator: flag, lines: list(fields({ resource: text, line, evidence: word('transcript', 'manual', 'inferred'), source: text })) })),
});
export const TRUST = document({
  olt: text, host: text, port: whole, key: or(nothing, fields({ type: text, fingerprint: text })), state: or(nothing, word('known', 'unknown', 'changed')), recorded: flag,
});
