import type { Command } from 'commander';
import type { Act } from './act.ts';

/** One command: its line in the help, and the module that defines and runs it, loaded only when it is asked for. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  /** Arguments, options and examples of the command; `act` says what it does. */
  define(command: Command, act: Act): void;
}

export const commands: readonly Entry[] = [
  { name: 'init', summary: 'write a small commented project to start from', load: () => import('./command-init.ts') },
  { name: 'lint', summary: 'check profiles: every problem with its place and a hint', load: () => import('./command-lint.ts') },
  { name: 'explain', summary: 'show where each value of one subscriber comes from', load: () => import('./command-explain.ts') },
  { name: 'dry-run', summary: 'print the exact device commands, offline', load: () => import('./command-dry-run.ts') },
  { name: 'plan', summary: 'compare with the running device: what would change, what it interrupts', load: () => import('./command-plan.ts') },
  { name: 'apply', summary: 'make the device match the profile, read it back, save', load: () => import('./command-apply.ts') },
  { name: 'remove', summary: 'take one subscriber off the device', load: () => import('./command-remove.ts') },
  { name: 'suspend', summary: 'stop forwarding for one subscriber, keep the rest', load: async () => (await import('./command-operate.ts')).operation('suspend') },
  { name: 'resume', summary: 'let a suspended subscriber through again', load: async () => (await import('./command-operate.ts')).operation('resume') },
  { name: 'move', summary: 'take one subscriber to another PON, or to another OLT', load: async () => (await import('./command-operate.ts')).operation('move') },
  { name: 'replace', summary: 'put a new terminal in the place of the old one', load: async () => (await import('./command-operate.ts')).operation('replace') },
  { name: 'reboot', summary: 'restart the terminal of one subscriber', load: async () => (await import('./command-operate.ts')).operation('reboot') },
  { name: 'factory-reset', summary: 'give a terminal its factory settings', load: async () => (await import('./command-operate.ts')).operation('factory-reset') },
  { name: 'drift', summary: 'where running devices are not what the profiles say', load: () => import('./command-drift.ts') },
  { name: 'verify', summary: 'read back the configuration, wait for ONTs to run it', load: () => import('./command-verify.ts') },
  { name: 'status', summary: 'states, power, addresses: what the OLTs say now', load: () => import('./command-status.ts') },
  { name: 'discover', summary: 'ONTs that wait to be registered', load: () => import('./command-discover.ts') },
  { name: 'find', summary: 'who is this, and where: key, serial or MAC', load: () => import('./command-find.ts') },
  { name: 'import', summary: 'a running configuration as profiles and rows', load: () => import('./command-import.ts') },
  { name: 'adopt', summary: 'take over what is on ONTs beside their profiles', load: () => import('./command-adopt.ts') },
  { name: 'runs', summary: 'the journal: list, show, take back, go on', load: () => import('./command-runs.ts') },
  { name: 'trust', summary: 'show the SSH host key of an OLT and record it', load: () => import('./command-trust.ts') },
  { name: 'vendors', summary: 'list, show, check, write and probe vendor packs', load: () => import('./command-vendors.ts') },
  { name: 'record', summary: 'a redacted transcript of an OLT, to test with', load: () => import('./command-record.ts') },
  { name: 'schema', summary: 'print the JSON Schema of profiles, for editors', load: () => import('./command-schema.ts') },
  { name: 'omci', summary: 'decode, encode and explain OMCI messages (G.988)', load: () => import('./command-omci.ts') },
  { name: 'sim', summary: 'run a simulated OLT with real SSH and Telnet', load: () => import('./command-sim.ts') },
];
