import type { Command, Option } from 'commander';
import { Failure } from '../kernel/failure.ts';
import { EXIT } from '../kernel/exit.ts';
import type { CommonOptions } from './act.ts';
import type { Io } from './io.ts';
import { didYouMean } from '../profile/suggest.ts';

/**
 * Options that may also come from the environment (`ONT_PROV_` and the name in capitals), the project's `ont-prov.yaml` or
 * the user's `config.yaml`. Consent (`--yes`), deletion (`--prune`) and what a command is about are asked for on the command line only.
 */
export const SETTABLE: readonly string[] = ['color', 'state-dir', 'no-input', 'max-changes', 'max-fail', 'checkpoint', 'parallel', 'transcript', 'accept-new-host-key', 'accept-unconfirmed'];

/** The options of a command: flag, then environment, then project file, then user file, then the default. @throws Failure exit 2 */
export async function settle(command: Command, io: Io): Promise<CommonOptions> {
  const options = flags(command);
  const layers = [fromEnvironment(io.env), ...await fromFiles(io)];
  for (const option of command.options) {
    const name = option.long?.slice(2) ?? '';
    if (!SETTABLE.includes(name) || given(command, option.attributeName())) continue;
    const layer = layers.find((l) => l.values.has(name));
    if (layer) options[option.attributeName()] = typed(option, layer.values.get(name)!, layer.name(name));
  }
  return options;
}

interface Layer {
  readonly values: ReadonlyMap<string, string>;
  /** How a message calls one of its values. */
  readonly name: (option: string) => string;
}

/** Flags as given, before or after the command's name; a default of the program does not hide a flag of the command. */
function flags(command: Command): Record<string, unknown> {
  const options: Record<string, unknown> = { ...command.opts<Record<string, unknown>>() };
  for (let above = command.parent; above; above = above.parent) {
    for (const [name, value] of Object.entries(above.opts<Record<string, unknown>>())) {
      if (above.getOptionValueSource(name) === 'cli' && command.getOptionValueSource(name) !== 'cli') options[name] = value;
    }
  }
  return options;
}

function given(command: Command, attribute: string): boolean {
  for (let c: Command | null = command; c; c = c.parent) if (c.getOptionValueSource(attribute) === 'cli') return true;
  return false;
}

function fromEnvironment(env: Io['env']): Layer {
  const variable = (option: string): string => `ONT_PROV_${option.replaceAll('-', '_').toUpperCase()}`;
  const values = new Map<string, string>();
  for (const option of SETTABLE) {
    const value = env[variable(option)];
    if (value !== undefined && value !== '') values.set(option, value);
  }
  return { values, name: variable };
}

async function fromFiles(io: Io): Promise<Layer[]> {
  const home = io.env['HOME'] ?? '';
  const config = io.env['XDG_CONFIG_HOME']?.startsWith('/') === true ? io.env['XDG_CONFIG_HOME'] : `${home}/.config`;
  const layers: Layer[] = [];
  for (const file of ['ont-prov.yaml', `${config}/ont-prov/config.yaml`]) {
    const bytes = await io.readFile(file);
    if (bytes) layers.push({ values: parse(new TextDecoder().decode(bytes), file), name: (option) => `${option} in ${file}` });
  }
  return layers;
}

/** `name: value` lines, comments and blank lines; that is all a settings file may hold. */
function parse(text: string, file: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [index, raw] of text.replace(/^\ufeff/, '').split(/\r?\n/).entries()) {
    const line = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    if (line === '' || line === '---') continue;
    const [, name, quoted, bare] = /^([\w-]+):\s*(?:(["'].*["'])|(.*))$/.exec(line) ?? [];
    if (name === undefined) throw usage(`${file}:${index + 1}: expected "option: value"`);
    if (!SETTABLE.includes(name)) {
      const near = didYouMean(name, SETTABLE);
      throw usage(`${file}:${index + 1}: unknown option ${name}`, near === undefined ? `known: ${SETTABLE.join(', ')}` : `did you mean ${near}?`);
    }
    values.set(name, quoted === undefined ? bare ?? '' : quoted.slice(1, -1));
  }
  return values;
}

function typed(option: Option, text: string, where: string): unknown {
  if (option.required || option.optional) {
    if (option.argChoices && !option.argChoices.includes(text)) throw usage(`${where}: ${text} is none of ${option.argChoices.join(', ')}`);
    try {
      return option.parseArg ? option.parseArg(text, undefined) : text;
    } catch (error) {
      throw usage(`${where}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!/^(1|true|yes|on|0|false|no|off)$/i.test(text)) throw usage(`${where}: expected true or false, not ${text}`);
  return /^(1|true|yes|on)$/i.test(text) !== option.negate;
}

function usage(message: string, hint?: string): Failure {
  return new Failure(message, { code: 'usage', exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
