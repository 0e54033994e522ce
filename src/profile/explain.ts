/** What an intent says, value by value, with where each came from: the data behind `explain`. Secrets are named, never shown. */
import { maskUrl } from '../kernel/mask-url.ts';
import { Secret } from '../kernel/secret.ts';
import type { Intent, Origin } from './intent.ts';
import { pointerTo } from './node.ts';
import { portText } from './resolve/reader.ts';

export interface Explained {
  /** JSON pointer into the intent, services by name. */
  readonly pointer: string;
  /** Secrets as `***` with their reference. */
  readonly value: string | number | boolean;
  readonly origin: Origin;
}

export function explain(intent: Intent): Explained[] {
  const { origin, services, olt, ...rest } = intent;
  const explained: Explained[] = [];
  const add = (pointer: string, value: string | number | boolean): void => { explained.push({ pointer, value, origin: origin(pointer) }); };
  flatten('', rest, add);
  for (const { name, ...service } of services) flatten(pointerTo('services', name), service, add);
  flatten('/olt', olt, add);
  return explained;
}

function flatten(pointer: string, value: unknown, add: (pointer: string, value: string | number | boolean) => void): void {
  if (value instanceof Secret) add(pointer, `*** (${value.describe()})`);
  else if (typeof value === 'string') add(pointer, maskUrl(value));
  else if (typeof value === 'number' || typeof value === 'boolean') add(pointer, value);
  else if (Array.isArray(value)) {
    if (value.length > 0) add(pointer, value.map(itemText).join(', '));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) flatten(pointer + pointerTo(name), inner, add);
  }
}

function itemText(item: unknown): string {
  if (Array.isArray(item)) return item.join('-');
  if (typeof item === 'object' && item !== null && 'kind' in item) return portText(item as Parameters<typeof portText>[0]);
  return String(item);
}
