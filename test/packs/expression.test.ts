import { describe, expect, it } from 'vitest';
import { parseCondition, parseExpression } from '../../src/packs/expression.ts';
import { Secret } from '../../src/kernel/secret.ts';

describe('the expressions of a pack', () => {
  it('tell paths, numbers, references and literals apart', () => {
    expect(parseExpression('it.flow.pon')).toEqual({ kind: 'path', path: ['it', 'flow', 'pon'] });
    expect(parseExpression('it.gem#g')).toEqual({ kind: 'number', path: ['it', 'gem'], name: 'g' });
    expect(parseExpression('#idx')).toEqual({ kind: 'number', path: ['it'], name: 'idx' });
    expect(parseExpression('@traffic(it.up).id')).toEqual({ kind: 'ref', resource: 'traffic', path: ['it', 'up'], attribute: 'id' });
    expect(parseExpression('=40')).toEqual({ kind: 'literal', value: 40 });
    expect(parseExpression('=on')).toEqual({ kind: 'literal', value: 'on' });
  });

  it.each(['it..x', '@dba(it.up)', 'a b', '()'])('name a malformed one: %s', (text) => {
    expect(() => parseExpression(text)).toThrow(text);
  });

  it('decide conditions on the entity, an empty list being nothing', () => {
    const scope = { it: { kind: 'eth', native: {}, none: [], secret: new Secret({ from: 'env', name: 'X' }) } };
    expect(parseCondition('it.native && it.kind == eth')(scope)).toBe(true);
    expect(parseCondition('it.kind != eth')(scope)).toBe(false);
    expect(parseCondition('!it.missing')(scope)).toBe(true);
    expect(parseCondition('it.none')(scope)).toBe(false);
    expect(parseCondition('it.secret.ref')(scope)).toBe(false);
    expect(parseCondition(undefined)(scope)).toBe(true);
  });
});
