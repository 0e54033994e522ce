import type { OperateOptions, Outcome } from '../api.ts';
import type { Journal } from '../journal/writer.ts';
import { settleRecord, type TargetRecord } from '../run/record.ts';
import { formerInWords, isMade, type Passage } from './passage.ts';

/** Who hears how a half ended; nobody, before a run was begun. */
export interface Heard { readonly options: Pick<OperateOptions, 'onProgress'>; readonly journal: Journal; }

/** Settles a half that no run of an OLT settles. */
export function conclude(heard: Heard | null, record: TargetRecord, outcome: Outcome, messages: readonly string[]): void {
  const { key, olt } = record;
  settleRecord(record, outcome, messages);
  heard?.options.onProgress?.({ kind: 'outcome', olt: olt.name, target: key, outcome, messages: record.messages });
  heard?.journal.note({ t: 'outcome', olt: olt.name, target: key, outcome, messages: record.messages });
}

/** Neither half goes without the other: what cannot be taken away is not made a second time, what cannot be made is not taken away. */
export function holdTogether(passages: readonly Passage[], heard: Heard | null = null): void {
  for (const passage of passages) {
    const { next, former } = passage;
    if (next.outcome === null && former.outcome !== null && former.outcome !== 'unchanged') conclude(heard, next, 'skipped', [`not begun, because of what is to be left: ${formerInWords(passage)}`]);
    if (former.outcome === null && next.outcome !== null && !isMade(passage)) conclude(heard, former, 'skipped', [`kept on ${formerInWords(passage)}: the new place on OLT ${next.olt.name} is not made`]);
  }
}
