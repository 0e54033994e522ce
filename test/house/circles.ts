/**
 * The import table of the house. A circle may import itself and every circle on a lower floor; never one beside or above it.
 * `packages`: the third-party packages and the Node modules a circle may import, with the files that may do so.
 */
export interface Circle {
  readonly floor: number;
  readonly packages: Readonly<Record<string, RegExp>>;
}

const anywhere = /./;

export const circles: Readonly<Record<string, Circle>> = {
  cli: { floor: 5, packages: { commander: anywhere, chalk: anywhere } },
  app: { floor: 4, packages: { 'node:*': anywhere } },
  packs: { floor: 3, packages: {} },
  acs: { floor: 3, packages: {} },
  onu: { floor: 3, packages: {} },
  sim: { floor: 3, packages: { 'node:*': anywhere, ssh2: /ssh|listen/ } },
  plan: { floor: 2, packages: {} },
  access: { floor: 2, packages: {} },
  profile: { floor: 1, packages: { yaml: anywhere, ajv: anywhere, 'ajv-formats': anywhere, 'csv-parse': anywhere } },
  omci: { floor: 1, packages: {} },
  transport: { floor: 1, packages: { 'node:*': anywhere, ssh2: /ssh/, 'telnet-client': /telnet/ } },
  kernel: { floor: 0, packages: {} },
};

/** Third-party packages live in few files each, so that replacing one stays a small job. */
export const mostFiles: Readonly<Record<string, number>> = { commander: 3, chalk: 1, yaml: 2, ajv: 2, 'ajv-formats': 2, 'csv-parse': 1, ssh2: 3, 'telnet-client': 1 };

/** Names that collect what found no home. */
export const drawers: readonly string[] = ['utils', 'util', 'types', 'core', 'helpers', 'common', 'misc', 'shared', 'lib'];
