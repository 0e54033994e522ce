import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTranscript } from '../../src/app/transcript.ts';
import { systemClock } from '../../src/app/world/clock.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'ont-prov-transcript-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const clock = { ...systemClock, now: () => Date.UTC(2025, 0, 1, 10, 0, 0, 5) };

it('a transcript names the OLT on every line, joins pieces and shows control characters', async () => {
  const file = await openTranscript(folder, 't.txt', clock);
  const one = file.for('ma1');
  one.sent('display version');
  one.received('display ver');
  one.received('sion\r\n\u001b[37DVERSION\r\nMA');
  file.for('ma2').sent('quit');
  await file.close();
  expect((await readFile(join(folder, 't.txt'), 'utf8')).split('\n')).toEqual([
    '10:00:00.005 ma1 > display version',
    '10:00:00.005 ma1 < display version',
    '10:00:00.005 ma1 < ^[[37DVERSION',
    '10:00:00.005 ma2 > quit',
    '10:00:00.005 ma1 < MA',
    '',
  ]);
  expect((await stat(join(folder, 't.txt'))).mode & 0o777).toBe(0o600);
});

it('a transcript that cannot be written is refused before anything is connected', async () => {
  await expect(openTranscript(folder, 'no/such/folder', clock)).rejects.toMatchObject({ code: 'transcript-unwritable', exitCode: 2 });
});
