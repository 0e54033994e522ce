/** Sabotage on order: which lines meet what. One plan serves all sessions of a box. */
import { Failure } from '../kernel/failure.ts';
import { EXIT } from '../kernel/exit.ts';
import type { FaultKind } from './device.ts';

interface Rule {
  readonly kind: FaultKind;
  /** The n-th configuration line the box gets, counted from 1; or lines that match, whether they configure or not. */
  readonly where: number | RegExp;
  left: number;
}

const KINDS: readonly FaultKind[] = [
  'refuse', 'failed', 'busy', 'garbage', 'alarm', 'ignore', 'silent', 'drop-before', 'drop-in-echo', 'drop-in-reply', 'drop-after',
];

export class FaultPlan {
  readonly #rules: Rule[];
  #counted = 0;

  constructor(rules: readonly Rule[]) {
    this.#rules = [...rules];
  }

  /** Configuration lines seen so far. */
  get counted(): number { return this.#counted; }

  /** Adds rules written as for `parseFaults`; numbers go on counting from the start of the box. */
  add(spec: string): void {
    this.#rules.push(...readRules(spec));
  }

  /** To be asked once for every line entered. Each rule strikes as often as it says (once, unless `*k`). */
  strike(line: string, configures: boolean): FaultKind | null {
    if (configures) this.#counted++;
    for (const rule of this.#rules) {
      if (rule.left === 0) continue;
      const hit = typeof rule.where === 'number' ? configures && rule.where <= this.#counted : rule.where.test(line);
      if (!hit) continue;
      rule.left--;
      return rule.kind;
    }
    return null;
  }
}

/**
 * Reads `refuse@3,busy@5*2,drop-after@/^save/`: kind, the number of a configuration line (or a regular expression for any
 * line), and how many lines from there are struck (once without `*k`).
 * @throws Failure `fault-spec`
 */
export function parseFaults(spec: string): FaultPlan {
  return new FaultPlan(readRules(spec));
}

function readRules(spec: string): Rule[] {
  const rules: Rule[] = [];
  const piece = /\s*([a-z-]+)@(?:(\d+)|\/((?:[^/\\]|\\.)+)\/)(?:\*(\d+))?\s*(?:,|$)/y;
  while (piece.lastIndex < spec.length) {
    const from = piece.lastIndex;
    const found = piece.exec(spec);
    const kind = KINDS.find((k) => k === found?.[1]);
    if (!found || !kind) throw bad(spec.slice(from));
    rules.push({ kind, where: found[2] === undefined ? pattern(found[3] ?? '') : Number(found[2]), left: Number(found[4] ?? 1) });
  }
  return rules;
}

function pattern(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (cause) {
    throw new Failure(`not a regular expression in a fault: /${source}/`, { code: 'fault-spec', exitCode: EXIT.usage, cause });
  }
}

function bad(rest: string): Failure {
  return new Failure(`not a fault: ${JSON.stringify(rest)}`, {
    code: 'fault-spec', exitCode: EXIT.usage, hint: `write KIND@N or KIND@/REGEX/, with KIND one of ${KINDS.join(', ')}`,
  });
}
