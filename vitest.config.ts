import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // Two workers: sessions and simulators wait more than they compute, and small machines must not thrash.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A developer's own settings and colours must not decide whether a test passes.
    env: { NO_COLOR: '1', TZ: 'UTC' },
    reporters: ['default'],
    watch: false,
  },
});
