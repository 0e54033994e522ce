import type { AttributeValue } from '../attributes/read.ts';
import { OmciError } from '../errors.ts';
import type { ReportedInstance } from '../message.ts';

/** One instance of an uploaded MIB. */
export interface MibInstance {
  readonly classId: number;
  readonly instanceId: number;
  /** Attributes that were reported, of all fragments together. */
  readonly attributeMask: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Octets of classes without table, of all fragments together. */
  readonly raw?: string;
}

/** A MIB upload on its way: tells which command comes next and what came so far. */
export interface MibUpload {
  /** Number of commands announced, and the sequence number of the next one; equal when all came. */
  readonly announced: number;
  readonly next: number;
  readonly done: boolean;
  /**
   * Takes the response to command number `sequence`. The response to a repeated command (the same number again) is ignored.
   * @throws OmciError `bad-sequence`: a number was left out, or the snapshot of the ONT expired before the end
   */
  take(sequence: number, response: { readonly reported: readonly ReportedInstance[] }): void;
  /** Instances in the order they came. @throws OmciError `bad-sequence` before the upload is done */
  instances(): readonly MibInstance[];
}

/** @param announced `numberOfCommands` of the MIB upload response */
export function mibUpload(announced: number): MibUpload {
  const found = new Map<string, MibInstance>();
  let next = 0;
  return {
    announced,
    get next() { return next; },
    get done() { return next === announced; },
    take(sequence, { reported }) {
      if (sequence === next - 1) return;
      if (sequence !== next || sequence >= announced) throw new OmciError('bad-sequence', `response ${sequence} came, command ${next} of ${announced} is due`);
      if (reported.length === 0) throw new OmciError('bad-sequence', `response ${sequence} of ${announced} reports nothing: the snapshot has expired, start again`);
      for (const fragment of reported) add(found, fragment);
      next += 1;
    },
    instances() {
      if (next !== announced) throw new OmciError('bad-sequence', `the upload stands at ${next} of ${announced}`);
      return [...found.values()];
    },
  };
}

function add(found: Map<string, MibInstance>, fragment: ReportedInstance): void {
  const { classId, instanceId, attributeMask, attributes, raw } = fragment;
  const key = `${classId}/${instanceId}`;
  const before = found.get(key);
  const all = (before?.raw ?? '') + (raw ?? '');
  found.set(key, {
    classId, instanceId, attributeMask: attributeMask | (before?.attributeMask ?? 0),
    attributes: { ...before?.attributes, ...attributes },
    ...(all === '' ? {} : { raw: all }),
  });
}
