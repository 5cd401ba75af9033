import { spawnSync } from 'node:child_process';
import { isDeparted, processClientId } from './departed-members.js';

describe('whether a member of a group is a process that has ended', () => {
  const mine = processClientId('tidemark');
  const withPid = (pid: number) => mine.replace(/\/\d+\/(\d+)$/, `/${pid}/$1`);

  it('is not so of this process, nor of one that runs', () => {
    expect(isDeparted(mine)).toBe(false);
    expect(isDeparted(withPid(process.ppid))).toBe(false);
    expect(isDeparted(withPid(1))).toBe(false);
  });

  it('is so of one that ran here and ended, and of one that had our number before us', () => {
    const ended = spawnSync(process.execPath, ['-e', '0']).pid;
    expect(isDeparted(withPid(ended))).toBe(true);
    expect(isDeparted(mine.replace(/\d+$/, '17'))).toBe(true);
  });

  it('cannot be known of another machine or another client', () => {
    expect(isDeparted(mine.replace(/@[^/]+/, '@elsewhere').replace(/\d+$/, '17'))).toBe(false);
    expect(isDeparted('tidemark')).toBe(false);
    expect(isDeparted('sarama')).toBe(false);
  });
});
