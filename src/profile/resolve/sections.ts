/** TR-069, LAN, Wi-Fi and the other parts that stand beside the services. */
import { finding } from '../../kernel/finding-codes.ts';
import type { Intent, Writer } from '../intent.ts';
import type { Node } from '../node.ts';
import type { Reader } from './reader.ts';
import { at, section, treePlace } from './tree.ts';
import type { Branch, Tree } from './tree.ts';

export function readTr069(reader: Reader, root: Branch): Intent['tr069'] {
  const tree = section(root, 'tr069');
  if (!tree) return undefined;
  const url = reader.text(at(tree, 'url'));
  if (url === undefined) {
    if (!at(tree, 'url')) reader.report(finding('ONT238', 'tr069 lacks url', { hint: 'add url: https://acs.example.net:7547/, or write tr069: off', at: treePlace(tree) }));
    return undefined;
  }
  const username = reader.text(at(tree, 'username'));
  const password = reader.sharedSecret(at(tree, 'password'), 'tr069/password');
  const informInterval = reader.duration(at(tree, 'informInterval'));
  const request = section(tree, 'connectionRequest');
  const requestUser = reader.text(at(request, 'username'));
  const requestPassword = reader.sharedSecret(at(request, 'password'), 'tr069/connectionRequest');
  if (request && (!at(request, 'username') || !at(request, 'password'))) {
    reader.report(finding('ONT238', 'connectionRequest needs username and password', { hint: 'add both', at: treePlace(request) }));
  }
  return {
    over: reader.word<'management' | 'internet'>(at(tree, 'over')) ?? 'management',
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(informInterval === undefined ? {} : { informInterval }),
    ...(requestUser === undefined || requestPassword === undefined ? {} : { connectionRequest: { username: requestUser, password: requestPassword } }),
  };
}

/** A subtree as plain values: variables put in, secrets as references. `by` defaults to tr069: G.988 has no entity for most of it. */
export function readFree(reader: Reader, root: Branch, name: 'lan' | 'wifi'): ({ readonly by: Writer } & Readonly<Record<string, unknown>>) | undefined {
  const tree = section(root, name);
  if (!tree) return undefined;
  const { by, ...rest } = branchValue(reader, tree, name);
  return { by: (by as Writer | undefined) ?? 'tr069', ...rest };
}

export function readFirmware(reader: Reader, root: Branch): Readonly<Record<string, unknown>> | undefined {
  const tree = section(root, 'firmware');
  return tree && branchValue(reader, tree, 'firmware');
}

export function readParameters(reader: Reader, root: Branch): Readonly<Record<string, string>> | undefined {
  const tree = section(root, 'parameters');
  if (!tree) return undefined;
  const parameters: Record<string, string> = {};
  for (const [path, value] of tree.entries) {
    const text = reader.text(value);
    if (text !== undefined) parameters[path] = text;
  }
  return parameters;
}

const SECRET_KEYS: ReadonlySet<string> = new Set(['password', 'passphrase']);
const DURATION_KEYS: ReadonlySet<string> = new Set(['lease']);

function branchValue(reader: Reader, tree: Branch, path: string): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, inner] of tree.entries) value[name] = freeValue(reader, inner, name, `${path}/${name}`);
  return value;
}

function freeValue(reader: Reader, tree: Tree, name: string, path: string): unknown {
  if (tree.kind === 'branch') return branchValue(reader, tree, path);
  if (SECRET_KEYS.has(name)) return reader.secret(tree, path);
  if (DURATION_KEYS.has(name)) return reader.duration(tree);
  return nodeValue(reader, tree.node, tree);
}

function nodeValue(reader: Reader, node: Node, tree: Tree): unknown {
  if (node.kind === 'text') return typeof node.value === 'string' ? reader.fill(node.text, () => treePlace(tree)) : node.value;
  if (node.kind === 'list') return node.items.map((item) => nodeValue(reader, item, tree));
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, nodeValue(reader, entry.value, tree)]));
}
