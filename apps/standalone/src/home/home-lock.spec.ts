import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HomeInUse, HomeLock } from './home-lock.js';

describe('home lock', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'tidemark-home-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const take = (waitMs = 0, onWait: (pid: number) => void = () => undefined) => HomeLock.take(home, waitMs, onWait);
  const heldBy = (pid: number | string) => writeFile(join(home, 'tidemark.pid'), String(pid));

  it('is free again when it is released', async () => {
    (await take()).release();
    (await take()).release();
  });

  it('is not held by a process that is gone, by another program, or by nonsense', async () => {
    for (const pid of [2 ** 22 + 1, 1, process.pid, Number.NaN]) {
      await heldBy(pid);
      (await take()).release();
    }
  });

  it('is refused while another Tidemark runs, and waited for while that is ending', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', 'standalone'], { stdio: 'ignore' });
    await heldBy(other.pid!);
    await expect(take(60_000)).rejects.toThrow(HomeInUse);
    await heldBy(`${other.pid} ending`);
    await expect(take(100)).rejects.toThrow(HomeInUse);
    const waited: number[] = [];
    setTimeout(() => other.kill('SIGKILL'), 200);
    (await take(10_000, (pid) => waited.push(pid))).release();
    expect(waited).toEqual([other.pid]);
  });

  it('says that its holder is ending', async () => {
    const lock = await take();
    lock.ending();
    expect(await readFile(join(home, 'tidemark.pid'), 'utf8')).toBe(`${process.pid} ending`);
    lock.release();
  });
});
