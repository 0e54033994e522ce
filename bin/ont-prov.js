#!/usr/bin/env node
// The only file that touches the process; src/cli/main.ts makes an `Io` of it.
let main;
try {
  ({ main } = await import('../dist/main.js'));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('ont-prov: this clone is not built yet\n  npm run build\n');
  process.exit(70);
}
await main(process);
