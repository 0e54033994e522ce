/**
 * The import table of the house. A circle may import itself and every circle on a lower floor; never one beside or above it.
 * `packages`: the third-party packages and the Node modules a circle may import, with the files that may do so.
 */
export interface Circle {
  readonly floor: number;
  readonly packages: Readonly<Record<string, RegExp>>;
}

const anywhere = /./;

/** Node modules of pure functions: hashes and path names. */
const pure = { 'node:crypto': anywhere, 'node:path': anywhere };

export const circles: Readonly<Record<string, Circle>> = {
  cli: { floor: 5, packages: { commander: anywhere, chalk: anywhere, 'node:*': /^main\.ts$/ } },
  app: { floor: 4, packages: { 'node:*': anywhere } },
  packs: { floor: 3, packages: pure },
  acs: { floor: 3, packages: {} },
  onu: { floor: 3, packages: {} },
  sim: { floor: 3, packages: { 'node:*': anywhere, ssh2: /ssh|listen/ } },
  plan: { floor: 2, packages: pure },
  access: { floor: 2, packages: pure },
  profile: { floor: 1, packages: { ...pure, yaml: anywhere, ajv: anywhere, 'csv-parse': anywhere } },
  omci: { floor: 1, packages: {} },
  transport: { floor: 1, packages: { 'node:*': anywhere, ssh2: /ssh/, 'telnet-client': /telnet/ } },
  kernel: { floor: 0, packages: {} },
};

/** Third-party packages live in few files each (types aside), so that replacing one stays a small job. */
export const mostFiles: Readonly<Record<string, number>> = { commander: 4, chalk: 1, yaml: 1, ajv: 1, 'csv-parse': 1, ssh2: 2, 'telnet-client': 1 };

/** Names that collect what found no home. */
export const drawers: readonly string[] = ['utils', 'util', 'types', 'core', 'helpers', 'common', 'misc', 'shared', 'lib'];
