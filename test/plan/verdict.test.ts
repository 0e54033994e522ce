import { describe, expect, it } from 'vitest';
import type { Intent } from '../../src/plan/model.ts';
import { verdict } from '../../src/plan/verdict.ts';
import type { ReplyClass } from '../../src/transport/model.ts';

const intents: readonly Intent[] = ['create', 'update', 'delete', 'collect', 'read', 'navigate', 'save'];
const classes: readonly ReplyClass[] = ['ok', 'exists', 'same', 'absent', 'empty', 'conflict', 'in-use', 'dependency', 'offline', 'unsupported', 'denied', 'syntax', 'busy', 'unknown'];

describe('the verdict on an answer', () => {
  it('is success for what the device took or had already, whatever was wanted', () => {
    for (const intent of intents) for (const reply of ['ok', 'same'] as const) expect(verdict(reply, intent)).toBe('ok');
  });

  it('takes what is gone for deleted, what is used for collected, and an existing object for one to be looked at', () => {
    const special = intents.flatMap((intent) => classes.filter((reply) => reply !== 'ok' && reply !== 'same' && verdict(reply, intent) !== 'refused').map((reply) => `${intent} ${reply}: ${verdict(reply, intent)}`));
    expect(special).toEqual(['create exists: settle', 'create conflict: settle', 'delete absent: ok', 'collect absent: ok', 'collect in-use: ok', 'read empty: ok']);
  });

  it('is refusal for whatever nobody knows', () => {
    for (const intent of intents) expect(verdict('unknown', intent)).toBe('refused');
  });
});
