import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root, simulatedVendors, vendorIds } from './sources.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string; scripts: Record<string, string>; dependencies: Record<string, string> };
const place = mkdtempSync(join(tmpdir(), 'ont-prov-package-'));
const modules = join(place, 'elsewhere/node_modules');
const installed = join(modules, 'ont-prov');

/** Packs the package as it is built and puts it where `npm install` would, with the dependencies that are installed here. */
beforeAll(() => {
  // --ignore-scripts: `npm test` has built already, and building again under running tests would pull dist from under them.
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', place], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  mkdirSync(modules, { recursive: true });
  execFileSync('tar', ['-xzf', join(place, readdirSync(place).find((name) => name.endsWith('.tgz'))!), '-C', modules]);
  execFileSync('mv', [join(modules, 'package'), installed]);
  for (const name of runtimePackages()) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
}, 60_000);

afterAll(() => { rmSync(place, { recursive: true, force: true }); });

describe('the package, installed elsewhere', () => {
  test('runs', () => {
    expect(ont('--version')).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  test('lints an example that travels with it', () => {
    const example = join(installed, 'profiles/examples/quickstart.yaml');
    expect(existsSync(example)).toBe(true);
    cpSync(example, join(place, 'elsewhere/home.yaml'));
    const ran = ont('lint', 'home.yaml', '--json');
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ formatVersion: 1, exitCode: 0, summary: { errors: 0 } });
  });

  test('compiles an example offline: packs travel', () => {
    cpSync(join(installed, 'profiles/examples/quickstart.yaml'), join(place, 'elsewhere/home.yaml'));
    const ran = ont('dry-run', 'home.yaml', '--script');
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stdout.trim().split('\n').length).toBeGreaterThan(5);
  });

  test('has every vendor and simulator, and the schema for editors', () => {
    const files = [...vendorIds().map((id) => `dist/vendors/${id}/pack.json`), ...simulatedVendors().map((id) => `dist/vendors/${id}/simulator.js`), 'profiles/profile.schema.json', 'LICENSE', 'README.md', 'CHANGELOG.md'];
    expect(files.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
  });

  test('carries no sources, tests or secrets', () => {
    expect(readdirSync(installed).sort().filter((name) => ['src', 'test', 'bench', 'node_modules', '.ci', '.env'].includes(name))).toEqual([]);
  });

  test('runs nothing when it is installed', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  });
});

function ont(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const home = join(place, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(place, 'elsewhere/package.json'), '{}');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(installed, 'bin/ont-prov.js'), ...args], {
    cwd: join(place, 'elsewhere'), encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: home, NO_COLOR: '1' },
  });
  return { status, stdout, stderr };
}

/** Names of all packages a production install would bring, from the lock file. */
function runtimePackages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { dev?: boolean }> };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && entry.dev !== true && existsSync(join(root, path)))
    .map(([path]) => path.slice('node_modules/'.length));
}
