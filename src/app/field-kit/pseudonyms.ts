import { parseSerial, vendorForm } from '../../kernel/serial.ts';

/** Stands for a password: masked, as devices print it. */
export const MASK = '******';

/**
 * Other values for the values that say who and where: the same one for the same value, whatever its spelling, and of the same form, so
 * that what refers to it still does. Nothing can be turned back: pseudonyms are counted, not computed.
 */
export class Pseudonyms {
  readonly #made = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** A GPON serial in any spelling; its vendor stays. null when `text` is none. */
  serial(text: string): string | null {
    const hex = /^[0-9A-Fa-f]{16}$|^[A-Z]{4}-?[0-9A-Fa-f]{8}$/.test(text) ? parseSerial(text) : null;
    if (hex === null) return null;
    const other = this.#of('serial', hex, (n) => hex.slice(0, 8) + (0xe0000000 + n).toString(16).toUpperCase());
    if (/^[0-9A-Fa-f]{16}$/.test(text)) return other;
    const form = vendorForm(other);
    return text.includes('-') ? form : form.replace('-', '');
  }

  /** An IPv4 address, with a prefix length or a port behind it or not. Masks, loopback and "any" stay. null when `text` is none. */
  ipv4(text: string): string | null {
    const found = /^(\d{1,3}(?:\.\d{1,3}){3})((?:\/\d{1,2})?(?::\d{1,5})?)$/.exec(text);
    if (!found) return null;
    const [, address = '', rest = ''] = found;
    if (/^(?:0|127|255)\./.test(address) || isMask(address)) return text;
    const range = /^2(?:2[4-9]|3\d)\./.test(address) ? '239.192' : '198.18';
    return this.#of(range, address, (n) => `${range}.${n >> 8}.${n & 255}`) + rest;
  }

  ipv6(text: string): string | null {
    const found = /^([0-9A-Fa-f:]*::?[0-9A-Fa-f:]*)((?:\/\d{1,3})?)$/.exec(text);
    if (!found || !/^(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}$|::/.test(found[1]!) || found[1] === '::') return null;
    return this.#of('ipv6', found[1]!.toLowerCase(), (n) => `2001:db8::${n.toString(16)}`) + found[2]!;
  }

  /** A MAC address with its own separators: `1122-3344-5566`, `11:22:33:44:55:66`, `1122.3344.5566`. */
  mac(text: string): string | null {
    if (!/^(?:[0-9A-Fa-f]{4}[-.]){2}[0-9A-Fa-f]{4}$|^(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$/.test(text)) return null;
    const digits = this.#of('mac', text.replace(/[^0-9A-Fa-f]/g, '').toLowerCase(), (n) => `02${n.toString(16).padStart(10, '0')}`);
    let at = 0;
    return text.replace(/[0-9A-Fa-f]/g, () => digits[at++]!);
  }

  /** `scheme://host:port/path?…`: scheme and port stay. */
  url(text: string): string | null {
    const found = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)((?::\d+)?)(\/.*)?$/i.exec(text);
    if (!found) return null;
    const [, scheme = '', host = '', port = '', path = ''] = found;
    return `${scheme}://${this.#of('host', host.toLowerCase(), (n) => `host${n}.example.net`)}${port}${path === '' ? '' : path === '/' ? '/' : `/${this.name(path)}`}`;
  }

  name(text: string): string {
    return this.#of('name', text, (n) => `name-${n}`);
  }

  /** A number that could be a telephone's: as many digits. */
  digits(text: string): string {
    return this.#of('digits', text, (n) => String(n).padStart(text.length, '9'));
  }

  #of(kind: string, value: string, make: (n: number) => string): string {
    const key = `${kind} ${value}`;
    let other = this.#made.get(key);
    if (other === undefined) {
      const n = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, n);
      this.#made.set(key, (other = make(n)));
    }
    return other;
  }
}

/** Ones, then zeros: a netmask. */
function isMask(address: string): boolean {
  const bits = address.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('');
  return /^1+0*$/.test(bits);
}
