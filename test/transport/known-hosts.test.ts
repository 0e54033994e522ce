import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkHostKey, fingerprint, formatKnownHost, keyType, knownHostKeys, parseKnownHosts } from '../../src/transport/known-hosts.ts';

function key(type: string, body: string): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.from(body)]);
}

const ED = key('ssh-ed25519', 'one');
const RSA = key('ssh-rsa', 'two');
const OTHER = key('ssh-ed25519', 'three');
const b64 = (raw: Uint8Array): string => Buffer.from(raw).toString('base64');

function hashed(name: string): string {
  const salt = Buffer.from('0123456789abcdefghij');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

const state = (text: string, host: string, port: number, raw: Uint8Array): string => checkHostKey(parseKnownHosts(text), host, port, raw);

describe('known_hosts', () => {
  test('what is written is read', () => {
    for (const [host, port] of [['10.0.0.1', 22], ['10.0.0.1', 2222], ['OLT.example.net', 22], ['2001:db8::1', 22]] as const) {
      const line = formatKnownHost(host, port, ED);
      expect(state(line, host, port, ED)).toBe('known');
      expect(state(line, host, port, OTHER)).toBe('changed');
      expect(state(line, host, port === 22 ? 23 : 22, ED)).toBe('unknown');
    }
    expect(formatKnownHost('10.0.0.1', 2222, ED)).toBe(`[10.0.0.1]:2222 ssh-ed25519 ${b64(ED)}`);
  });

  test('hashed names', () => {
    expect(state(`${hashed('10.0.0.1')} ssh-ed25519 ${b64(ED)}`, '10.0.0.1', 22, ED)).toBe('known');
    expect(state(`${hashed('[10.0.0.1]:2222')} ssh-ed25519 ${b64(ED)}`, '10.0.0.1', 2222, ED)).toBe('known');
    expect(state(`${hashed('10.0.0.2')} ssh-ed25519 ${b64(ED)}`, '10.0.0.1', 22, ED)).toBe('unknown');
    expect(state(`|1|broken ssh-ed25519 ${b64(ED)}`, '10.0.0.1', 22, ED)).toBe('unknown');
  });

  test('several names, patterns and exceptions', () => {
    const text = `ma1,10.0.*,!10.0.0.9,node-? ssh-ed25519 ${b64(ED)} a comment`;
    for (const host of ['ma1', 'MA1', '10.0.5.5', 'node-7']) expect(state(text, host, 22, ED)).toBe('known');
    for (const host of ['10.0.0.9', '10.1.0.1', 'node-77', 'ma10']) expect(state(text, host, 22, ED)).toBe('unknown');
  });

  test('a host with several keys, one of another type, a revoked one', () => {
    const text = `h ssh-ed25519 ${b64(ED)}\nh ssh-rsa ${b64(RSA)}\n@revoked * ssh-ed25519 ${b64(OTHER)}\n@cert-authority h ssh-rsa ${b64(key('ssh-rsa', 'ca'))}`;
    expect(state(text, 'h', 22, RSA)).toBe('known');
    expect(state(text, 'h', 22, key('ecdsa-sha2-nistp256', 'x'))).toBe('changed');
    expect(state(text, 'elsewhere', 22, OTHER)).toBe('changed');
    expect(state(text, 'elsewhere', 22, ED)).toBe('unknown');
    expect(knownHostKeys(parseKnownHosts(text)).types!('h', 22)).toEqual(['ssh-ed25519', 'ssh-rsa']);
  });

  test('comments, blanks and nonsense are no entries', () => {
    expect(parseKnownHosts(`# c\n\n  \nh\nh ssh-rsa\nh ssh-rsa ***\n@odd h ssh-rsa ${b64(RSA)}\r\n`)).toEqual([]);
    expect(parseKnownHosts(`  h ssh-rsa ${b64(RSA)}\r\n`)).toHaveLength(1);
  });

  test('type and fingerprint of a key', () => {
    expect(keyType(ED)).toBe('ssh-ed25519');
    for (const nothing of [new Uint8Array(0), Uint8Array.of(0, 0, 0), Uint8Array.of(255, 255, 255, 255, 1), Uint8Array.of(0, 0, 0, 9, 65)]) expect(keyType(nothing)).toBe('');
    // ssh-keygen -lf of this key prints this.
    const real = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl', 'base64');
    expect(fingerprint(real)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU');
  });
});
