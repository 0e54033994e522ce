import { expect, it } from 'vitest';
import { maskUrl } from '../../src/kernel/mask-url.ts';
import { linePattern } from '../../src/packs/pattern.ts';

it('hides the password inside a URL and nothing else', () => {
  expect(maskUrl('http://u:s3cr3t@10.0.0.1:7547/')).toBe('http://u:***@10.0.0.1:7547/');
  for (const plain of ['http://10.0.0.1:7547/', 'https://user@host/', 'http://host/a:b@c', 'user:word@host']) expect(maskUrl(plain)).toBe(plain);
});

it('a line with such a URL is typed whole and shown without the password', () => {
  const { text, pieces } = linePattern('acs url {url:quoted} user {u:quoted}').render({ url: 'http://u:s3cr3t@a/', u: 'x' });
  expect(text).toBe('acs url "http://u:***@a/" user "x"');
  expect(pieces).toEqual(['acs url "', { secret: 'url', shown: 'http://u:***@a/' }, '" user "x"']);
});
