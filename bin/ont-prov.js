#!/usr/bin/env node
// The only file that touches the process. Everything it hands in is in `Io` (src/cli/io.ts).
import { main } from '../dist/main.js';

await main(process);
