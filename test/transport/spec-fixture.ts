import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { compileSession } from '../../src/transport/compile-session.ts';
import type { CompiledSession } from '../../src/transport/compile-session.ts';
import type { SessionSpec } from '../../src/transport/spec.ts';

/** The session section of the SmartAX pack: the one written spec there is to test with. */
export const SPEC = parse(readFileSync(new URL('../../vendors/huawei/session.yaml', import.meta.url), 'utf8')) as SessionSpec;

export function compiled(): CompiledSession {
  const { session, errors } = compileSession(SPEC);
  if (!session) throw new Error(errors.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return session;
}
