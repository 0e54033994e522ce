import { join } from 'node:path';
import { median, node, nodeOk } from './measure.ts';
import type { Report } from './report.ts';
import { writeNetwork } from './scenario.ts';

const ROUNDS = 31;

/** `ont-prov lint` of one profile over `node -e 0`, interleaved so that both see the same machine. */
export async function benchStart(report: Report, command: string, folder: string): Promise<void> {
  const place = writeNetwork({ folder: join(folder, 'start'), onts: 1 });
  const args = [command, 'lint', join(place, 'home.yaml')];
  const first = await node(args);
  if (first.code !== 0) throw new Error(`lint ended with ${first.code}: ${first.stdout}${first.stderr}`);
  const bare: number[] = [];
  const lint: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push((await nodeOk(['-e', '0'])).ms);
    lint.push((await nodeOk(args)).ms);
  }
  report.ratio('lint of one profile ÷ node -e 0', median(lint) / median(bare), 2, `${median(lint).toFixed(0)} ms ÷ ${median(bare).toFixed(0)} ms, median of ${ROUNDS}`);
}
