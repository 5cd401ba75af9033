import { gunzipSync, gzipSync } from 'node:zlib';

/** A published log of jobs on compute clusters, as it lies in the repository. */
export interface JobTrace {
  /** Where it comes from, under which licence. */
  attribution: string;
  clusters: TraceCluster[];
}

export interface TraceCluster {
  name: string;
  /** Most accelerators in use at one time. */
  peakAccelerators: number;
  /** In order of their start. */
  jobs: TraceJob[];
}

export interface TraceJob {
  /** The first ten hexadecimal digits of the job's id, which tell the jobs of the trace apart. */
  id: string;
  startSeconds: number;
  durationSeconds: number;
  accelerators: number;
}

/**
 * gzip of: uint32 length of the header, header as JSON, then for all jobs, cluster by cluster, four columns: difference of the start to the
 * job before (the first: to 0), duration, accelerators (unsigned LEB128 each), id (5 bytes).
 */
export function encodeTrace({ attribution, clusters }: JobTrace): Buffer {
  const header = {
    attribution,
    clusters: clusters.map(({ name, peakAccelerators, jobs }) => ({ name, peakAccelerators, jobs: jobs.length })),
  };
  const headerBytes = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(headerBytes.length);
  const jobs = clusters.flatMap((cluster) => cluster.jobs);
  const startDeltas = clusters.flatMap((cluster) =>
    cluster.jobs.map((job, i) => job.startSeconds - (cluster.jobs[i - 1]?.startSeconds ?? 0)),
  );
  const columns = [startDeltas, jobs.map((job) => job.durationSeconds), jobs.map((job) => job.accelerators)].map(varints);
  return gzipSync(Buffer.concat([length, headerBytes, ...columns, ...jobs.map((job) => Buffer.from(job.id, 'hex'))]), { level: 9 });
}

export function decodeTrace(file: Uint8Array): JobTrace {
  const bytes = gunzipSync(file);
  const headerEnd = 4 + bytes.readUInt32BE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, headerEnd)) as {
    attribution: string;
    clusters: { name: string; peakAccelerators: number; jobs: number }[];
  };
  const total = header.clusters.reduce((sum, cluster) => sum + cluster.jobs, 0);
  const starts = readVarints(bytes, headerEnd, total);
  const durations = readVarints(bytes, starts.end, total);
  const accelerators = readVarints(bytes, durations.end, total);
  let row = 0;
  const jobsOf = (count: number): TraceJob[] => {
    let startSeconds = 0;
    return Array.from({ length: count }, () => {
      const i = row++;
      startSeconds += starts.values[i] as number;
      const idAt = accelerators.end + i * ID_BYTES;
      return {
        id: bytes.toString('hex', idAt, idAt + ID_BYTES),
        startSeconds,
        durationSeconds: durations.values[i] as number,
        accelerators: accelerators.values[i] as number,
      };
    });
  };
  return { attribution: header.attribution, clusters: header.clusters.map((cluster) => ({ ...cluster, jobs: jobsOf(cluster.jobs) })) };
}

const ID_BYTES = 5;

function varints(values: readonly number[]): Buffer {
  const bytes: number[] = [];
  for (let value of values) {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32)
      throw new RangeError(`${value} does not fit: jobs must be in order of their start`);
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
    bytes.push(value);
  }
  return Buffer.from(bytes);
}

function readVarints(bytes: Buffer, from: number, count: number): { values: number[]; end: number } {
  const values: number[] = [];
  let at = from;
  while (values.length < count) {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('The trace file is cut off');
      value += (byte & 127) * weight;
      if (byte < 128) break;
    }
    values.push(value);
  }
  return { values, end: at };
}
