import { decodeEnvelope, encodeEnvelope } from '@tidemark/contracts';
import type { ReplayInput } from './replay.port.js';

/** What the engine takes at once. Reports never go past a fact: what was known when they were decided is part of the decision. */
export type ReplayBatch = { fact: Uint8Array } | { reports: Uint8Array[] };

/** Cuts the inputs into batches of neighbouring reports and single facts. `add` answers the batches that are complete. */
export class ReplayBatches {
  private reports: Uint8Array[] = [];

  constructor(private readonly reportsMax: number) {}

  add(input: ReplayInput): ReplayBatch[] {
    if ('fact' in input) return [...this.rest(), { fact: input.fact }];
    this.reports.push(input.envelope);
    return this.reports.length < this.reportsMax ? [] : this.rest();
  }

  rest(): ReplayBatch[] {
    const reports = this.reports;
    this.reports = [];
    return reports.length > 0 ? [{ reports }] : [];
  }
}

/**
 * The transport's deliveries, of which a ledger takes each once. Within a meter the origins of a stream rise, so one that does not was
 * counted twice. Then the origin has done its work: in the replay all meters share one partition, where origins of several would mix.
 */
export class Deliveries {
  private readonly last = new Map<string, bigint>();
  private given = 0n;

  constructor(private readonly repeated: (what: string) => void) {}

  /** The envelope with an origin that follows the one before. */
  renumber(bytes: Uint8Array): Uint8Array {
    const envelope = decodeEnvelope(bytes);
    const { provider, source, origin } = envelope;
    const key = JSON.stringify([provider, source, origin.stream]);
    if (origin.offset <= (this.last.get(key) ?? -1n))
      this.repeated(`report ${provider}/${source}/${envelope.epoch}/${envelope.sequence} from ${origin.stream} ${origin.offset}`);
    else this.last.set(key, origin.offset);
    return encodeEnvelope({ ...envelope, origin: { stream: 'replay', offset: this.given++ } });
  }
}
