import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTrace, encodeTrace, type JobTrace } from './job-trace.js';

const job = (id: string, startSeconds: number, durationSeconds: number, accelerators: number) => ({
  id,
  startSeconds,
  durationSeconds,
  accelerators,
});

describe('job trace', () => {
  it('comes back as it was, whatever the sizes', () => {
    const trace: JobTrace = {
      attribution: 'somebody, ü',
      clusters: [
        {
          name: 'a',
          peakAccelerators: 7,
          jobs: [job('00000000ff', 0, 0, 1), job('ffffffffff', 2 ** 31, 2 ** 32 - 1, 127), job('0123456789', 2 ** 31, 128, 128)],
        },
        { name: 'empty', peakAccelerators: 0, jobs: [] },
        { name: 'b', peakAccelerators: 1, jobs: [job('0a0b0c0d0e', 5, 16384, 1)] },
      ],
    };
    expect(decodeTrace(encodeTrace(trace))).toEqual(trace);
  });

  it('refuses jobs out of order', () => {
    const jobs = [job('0000000001', 2, 1, 1), job('0000000002', 1, 1, 1)];
    expect(() => encodeTrace({ attribution: '', clusters: [{ name: 'a', peakAccelerators: 1, jobs }] })).toThrow('in order');
  });

  it('of Microsoft ITP has 69,351 jobs and 1,632,719.74 GPU-hours', () => {
    const trace = decodeTrace(readFileSync(join(import.meta.dirname, '../../data/microsoft-itp.trace.gz')));
    const jobs = trace.clusters.flatMap((cluster) => cluster.jobs);
    expect(trace.clusters.map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `cluster${String(i + 1).padStart(2, '0')}`),
    );
    expect(jobs).toHaveLength(69_351);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(69_351);
    expect(jobs.reduce((sum, { durationSeconds, accelerators }) => sum + durationSeconds * accelerators, 0)).toBe(5_877_791_065);
    expect(trace.attribution).toContain('MIT');
  });
});
