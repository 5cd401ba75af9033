import { type Claim, type Holder, Holders, NodeClaims } from './node-claims.js';

/** Nodes that are saved together: those with the same ordinal >> NODE_BITS. */
const NODE_BITS = 5;
export const DAY_MS = 86_400_000;

export const bucketOf = (nodeOrdinal: number): number => nodeOrdinal >> NODE_BITS;
export const placeInBucket = (nodeOrdinal: number): number => nodeOrdinal & ((1 << NODE_BITS) - 1);

/** The claims of up to 32 nodes of one cluster in one UTC day: the unit that is loaded and saved. Times are epoch milliseconds. */
export class ClaimBucket {
  readonly holders = new Holders();
  private readonly nodes: (NodeClaims | undefined)[] = [];

  constructor(readonly day: number) {}

  node(place: number): NodeClaims {
    let node = this.nodes[place];
    if (!node) this.nodes[place] = node = new NodeClaims();
    return node;
  }

  /**
   * Bytes: nodes, each: place, number of claims, each claim: holder, account, count, start - day, length. All are varints;
   * a holder is its place among the holders named so far, a new one follows in full: 0, job length, job in UTF-16 | 1, devices.
   */
  encode(): Uint8Array {
    const out = new ByteWriter();
    const known = new Map<Holder, number>();
    const dayMs = this.day * DAY_MS;
    this.nodes.forEach((node, place) => {
      if (!node || node.all.length === 0) return;
      out.varint(place);
      out.varint(node.all.length);
      for (const claim of node.all) {
        writeHolder(out, known, this.canonical(claim.holder));
        out.varint(claim.account);
        out.varint(claim.count);
        out.varint(claim.startMs - dayMs);
        out.varint(claim.endMs - claim.startMs);
      }
    });
    return out.bytes();
  }

  static decode(day: number, bytes: Uint8Array): ClaimBucket {
    const bucket = new ClaimBucket(day);
    const input = new ByteReader(bytes);
    const known: Holder[] = [];
    const dayMs = day * DAY_MS;
    while (!input.atEnd) {
      const node = bucket.node(input.varint());
      for (let left = input.varint(); left > 0; left--) {
        const holder = readHolder(input, known, bucket.holders);
        const account = input.varint();
        const count = input.varint();
        const startMs = dayMs + input.varint();
        node.restore({ holder, account, count, startMs, endMs: startMs + input.varint() });
      }
    }
    return bucket;
  }

  /** All claims by place of their node: for tests and for whoever shows them. */
  claims(): { place: number; claims: readonly Claim[] }[] {
    return this.nodes.flatMap((node, place) => (node && node.all.length > 0 ? [{ place, claims: node.all }] : []));
  }

  private canonical(holder: Holder): Holder {
    return holder.devices ? this.holders.devices(holder.devices, 0, holder.devices.length) : this.holders.job(holder.job);
  }
}

function writeHolder(out: ByteWriter, known: Map<Holder, number>, holder: Holder): void {
  const place = known.get(holder);
  if (place !== undefined) {
    out.varint(place);
    return;
  }
  out.varint(known.size);
  known.set(holder, known.size);
  out.varint(holder.devices ? 1 : 0);
  const values = holder.devices ?? Array.from({ length: holder.job.length }, (_, i) => holder.job.charCodeAt(i));
  out.varint(values.length);
  for (const value of values) out.varint(value);
}

function readHolder(input: ByteReader, known: Holder[], holders: Holders): Holder {
  const place = input.varint();
  const already = known[place];
  if (already) return already;
  const isDevices = input.varint() === 1;
  const values = Array.from({ length: input.varint() }, () => input.varint());
  const holder = isDevices ? holders.devices(values, 0, values.length) : holders.job(String.fromCharCode(...values));
  known.push(holder);
  return holder;
}

class ByteWriter {
  private buffer = new Uint8Array(256);
  private length = 0;

  varint(value: number): void {
    if (this.length + 8 > this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    let rest = value;
    while (rest >= 128) {
      this.buffer[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length++] = rest;
  }

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}

class ByteReader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Error('A claim bucket ends in the middle of a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
}
