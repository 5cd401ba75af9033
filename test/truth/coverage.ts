/**
 * Who counts when time on a node is reported more than once. The node's time is cut wherever any record on it starts or ends and at
 * every full hour; within such a piece nothing changes, so each piece is decided for itself, record by record in effective order.
 */
import type { Parts, TruthRecord } from './truth.model.js';

export const HOUR_MS = 3_600_000;

/** A record that stands, in effective order among those of its node. */
export interface Claimant {
  record: TruthRecord;
  /** Accelerators that the node had by the registration this record was decided with; 0: not registered. */
  nodeLimit: number;
}

export interface Share {
  parts: Parts;
  /** Counted accelerator-milliseconds by hour since 1970. */
  counted: Map<number, bigint>;
  /** True where the same job was reported again with another count. */
  countDiffers: boolean;
}

const emptyShare = (): Share => ({ parts: { counted: 0n, duplicate: 0n, conflict: 0n }, counted: new Map(), countDiffers: false });

function add(share: Share, part: keyof Parts, accelerators: number, fromMs: number, toMs: number): void {
  const ms = BigInt(accelerators) * BigInt(toMs - fromMs);
  if (ms === 0n) return;
  share.parts[part] += ms;
  if (part !== 'counted') return;
  const hour = Math.floor(fromMs / HOUR_MS);
  share.counted.set(hour, (share.counted.get(hour) ?? 0n) + ms);
}

/** Every start, end and full hour between them, ascending and distinct. */
function cutsOf(records: TruthRecord[]): number[] {
  const cuts = new Set<number>();
  for (const { startMs, endMs } of records) {
    cuts.add(startMs).add(endMs);
    for (let at = (Math.floor(startMs / HOUR_MS) + 1) * HOUR_MS; at < endMs; at += HOUR_MS) cuts.add(at);
  }
  return [...cuts].sort((a, b) => a - b);
}

interface Piece {
  fromMs: number;
  toMs: number;
  /** Accelerators counted so far in this piece. */
  used: number;
  deviceHolder: Map<number, string>;
  jobHolder: Map<string, number>;
}

function shareDevices(piece: Piece, { record, nodeLimit }: Claimant, share: Share): void {
  // Ascending, so that where the node is full the highest indices lose.
  for (const device of [...record.devices].sort((a, b) => a - b)) {
    const holder = piece.deviceHolder.get(device);
    const beyond = nodeLimit > 0 && (device >= nodeLimit || piece.used >= nodeLimit);
    const part = holder === record.account ? 'duplicate' : holder !== undefined || beyond ? 'conflict' : 'counted';
    add(share, part, 1, piece.fromMs, piece.toMs);
    if (part !== 'counted') continue;
    piece.deviceHolder.set(device, record.account);
    piece.used += 1;
  }
}

function shareJob(piece: Piece, { record, nodeLimit }: Claimant, share: Share): void {
  const key = JSON.stringify([record.account, record.job]);
  const before = piece.jobHolder.get(key);
  if (before !== undefined) {
    add(share, 'duplicate', record.count, piece.fromMs, piece.toMs);
    if (before !== record.count) share.countDiffers = true;
    return;
  }
  const room = nodeLimit > 0 ? Math.max(0, nodeLimit - piece.used) : record.count;
  const counts = Math.min(record.count, room);
  add(share, 'counted', counts, piece.fromMs, piece.toMs);
  add(share, 'conflict', record.count - counts, piece.fromMs, piece.toMs);
  if (counts === 0) return;
  // Only counted parts hold claims, so what a later report is compared with is what counted.
  piece.jobHolder.set(key, counts);
  piece.used += counts;
}

/** Shares of the records of one node, in the order given. */
export function shareNode(claimants: Claimant[]): Share[] {
  const shares = claimants.map(emptyShare);
  const cuts = cutsOf(claimants.map((claimant) => claimant.record));
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const piece: Piece = { fromMs: cuts[i]!, toMs: cuts[i + 1]!, used: 0, deviceHolder: new Map(), jobHolder: new Map() };
    claimants.forEach((claimant, place) => {
      if (claimant.record.startMs > piece.fromMs || claimant.record.endMs < piece.toMs) return;
      if (claimant.record.devices.length > 0) shareDevices(piece, claimant, shares[place]!);
      else shareJob(piece, claimant, shares[place]!);
    });
  }
  return shares;
}

/** A record without a node: all of it counts, hour by hour. */
export function shareAlone(record: TruthRecord): Share {
  const share = emptyShare();
  const cuts = cutsOf([record]);
  for (let i = 0; i + 1 < cuts.length; i += 1) add(share, 'counted', record.count, cuts[i]!, cuts[i + 1]!);
  return share;
}
