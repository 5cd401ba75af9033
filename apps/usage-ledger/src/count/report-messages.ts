import { DecodedColumns, decodeColumns, decodeEnvelope, type Envelope, MalformedEnvelope } from '@tidemark/contracts';
import { NameDictionary } from '@tidemark/domain';
import { type IncomingMessage, REPLAYED_HEADER } from '@tidemark/messaging';

/** One message of usage.reports.v1, decoded. */
export interface ReportMessage {
  offset: bigint;
  bytes: Buffer;
  envelope: Envelope;
  columns: DecodedColumns;
  dictionary: NameDictionary;
}

/** A message that no retry can count. */
export interface PoisonMessage {
  message: IncomingMessage;
  reason: string;
}

const DICTIONARIES_MAX = 10_000;
const SPARE_MAX = 1_000;
const RECORDS_USUAL = 500;

/** Decodes batches. Keeps the dictionary of each meter, and the arrays of batches that are done. */
export class ReportDecoder {
  private readonly dictionaries = new Map<string, { bytes: Buffer; dictionary: NameDictionary }>();
  private readonly spare: DecodedColumns[] = [];

  /** What is malformed costs only itself. Give the reports back by `release`. */
  decode(messages: readonly IncomingMessage[]): { reports: ReportMessage[]; poison: PoisonMessage[] } {
    const reports: ReportMessage[] = [];
    const poison: PoisonMessage[] = [];
    for (const message of messages) {
      try {
        const envelope = envelopeOf(message);
        const columns = decodeColumns(envelope.columns, this.spare.pop() ?? new DecodedColumns(RECORDS_USUAL));
        reports.push({ offset: message.offset, bytes: message.value, envelope, columns, dictionary: this.dictionaryOf(envelope, columns) });
      } catch (error) {
        if (!(error instanceof MalformedEnvelope)) throw error;
        poison.push({ message, reason: error.message });
      }
    }
    return { reports, poison };
  }

  release(reports: readonly ReportMessage[]): void {
    for (const { columns } of reports) if (this.spare.length < SPARE_MAX) this.spare.push(columns);
  }

  /** A meter's names are decoded again only when they change. */
  private dictionaryOf({ provider, source }: Envelope, columns: DecodedColumns): NameDictionary {
    const meter = `${provider}/${source}`;
    const known = this.dictionaries.get(meter);
    if (known?.bytes.equals(columns.namesBytes)) return known.dictionary;
    const dictionary = new NameDictionary(columns.names);
    if (this.dictionaries.size >= DICTIONARIES_MAX) this.dictionaries.clear();
    this.dictionaries.set(meter, { bytes: Buffer.from(columns.namesBytes), dictionary });
    return dictionary;
  }
}

/**
 * What was put aside and comes back stands behind younger messages of its door: by its own origin it would be passed over as
 * if it had been counted. It is a stream of its own, in which the same dead letter counts once however often it is replayed.
 */
function envelopeOf({ value, headers }: IncomingMessage): Envelope {
  const envelope = decodeEnvelope(value);
  const replayed = headers[REPLAYED_HEADER];
  return replayed === undefined ? envelope : { ...envelope, origin: { stream: `dead-letter/${replayed}`, offset: 0n } };
}
