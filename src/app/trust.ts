import { EXIT, type ExitCode } from '../kernel/exit.ts';
import { Failure } from '../kernel/failure.ts';
import { hasErrors } from '../kernel/finding.ts';
import { meantHint } from '../profile/suggest.ts';
import { readOlt } from '../profile/resolve/olt.ts';
import type { TrustDocument, TrustOptions } from './api.ts';
import { attempt, exitOf } from './attempt.ts';
import { hostKeyJson, openHostKeys } from './host-keys.ts';
import { findingsJson } from './json.ts';
import { jumpOf, sshManners, sshSecrets } from './ssh-options.ts';
import { openProject } from './subjects.ts';
import type { World } from './world.ts';

/** Shows the host key of an OLT and writes it down in our own known_hosts, once a person has said that it is the right one. */
export async function trust(world: World, { path, olt: name, confirm }: TrustOptions): Promise<TrustDocument> {
  const empty = { formatVersion: 1, olt: name, host: '', port: 22, key: null, state: null, recorded: false, findings: [], error: null, exitCode: EXIT.ok } as const;
  const { value, error, ...failed } = await attempt(world, async (): Promise<TrustDocument> => {
    const { project, findings } = await openProject(world, path);
    const part = project.olts.get(name);
    if (!part && hasErrors(findings)) return { ...empty, findings: findingsJson(findings, world.cwd), exitCode: exitOf(findings) };
    if (!part) throw new Failure(`there is no OLT ${name}`, { code: 'unknown-olt', exitCode: EXIT.findings, hint: meantHint(name, project.olts.keys()) ?? `known are: ${[...project.olts.keys()].join(', ')}` });
    const { intent: olt } = readOlt(part, () => undefined);
    if (olt.transport !== 'ssh' || olt.host === 'simulator') {
      throw new Failure(`OLT ${name} is reached by ${olt.host === 'simulator' ? 'nobody but ourselves' : 'Telnet'}: there is no host key`, { code: 'no-host-key', exitCode: EXIT.usage });
    }
    const port = olt.port ?? 22;
    const book = await openHostKeys(world);
    const { readHostKey } = await import('../transport/ssh.ts');
    // The device itself is left before it asks who we are; a host on the way is not.
    const secrets = olt.ssh['jump'] === undefined ? [] : sshSecrets(olt);
    const opened = new Map(await Promise.all(secrets.map(async ({ secret }) => [secret.key, await world.secrets.open(secret)] as const)));
    const jump = await jumpOf(world, olt, opened, book);
    const key = await readHostKey({ host: olt.host, port, clock: world.clock, ...sshManners(olt), ...(jump ? { jump } : {}) });
    const state = await book.check(olt.host, port, key);
    const shown = { ...empty, host: olt.host, port, key: hostKeyJson(key), state };
    if (state === 'known') return shown;
    if (!(await confirm(shown.key, state))) return { ...shown, exitCode: EXIT.auth };
    if (await book.contradictedByUser(olt.host, port, key)) {
      throw new Failure(`~/.ssh/known_hosts holds another key for ${olt.host}`, { code: 'host-key-changed', exitCode: EXIT.auth, hint: `that file is yours: remove the old key with ssh-keygen -R, then trust again` });
    }
    await book.record(olt.host, port, key);
    return { ...shown, recorded: true };
  });
  return value ?? { ...empty, error, exitCode: (failed as { exitCode: ExitCode }).exitCode };
}
