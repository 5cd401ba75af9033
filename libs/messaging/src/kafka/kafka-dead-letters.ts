import { type DeadLetter, type DeadLetters, REPLAYED_HEADER } from '../dead-letters.js';
import type { EventLog, IncomingMessage } from '../event-log.js';

const TOPIC = 'dead-letter.v1';
const READ_AT_ONCE = 500;

/** What stands in the headers of a record in the topic: JSON in one header, since the original has headers of its own. */
type Note =
  | {
      kind: 'put-aside';
      topic: string;
      partition: number;
      offset: string;
      group: string;
      hasKey: boolean;
      headers: Record<string, string>;
      reason: string;
      atMs: number;
    }
  | { kind: 'replayed'; id: string; atMs: number };

/** Dead letters in a topic that is kept for ever. A replay is a further record there, so that nothing is edited. */
export class KafkaDeadLetters implements DeadLetters {
  private ready: Promise<void> | undefined;

  constructor(private readonly log: EventLog) {}

  async putAside(group: string, topic: string, partition: number, message: IncomingMessage, reason: string): Promise<void> {
    const { offset, key, headers, value } = message;
    const note: Note = {
      kind: 'put-aside',
      topic,
      partition,
      offset: String(offset),
      group,
      hasKey: key !== undefined,
      headers,
      reason,
      atMs: Date.now(),
    };
    await this.add(key ?? '', value, note);
  }

  async list({ replayedToo = false, limit = 1_000 } = {}): Promise<DeadLetter[]> {
    const letters = new Map<string, DeadLetter>();
    for await (const message of this.everything()) {
      const note = JSON.parse(message.headers.note!) as Note;
      if (note.kind === 'replayed') {
        const letter = letters.get(note.id);
        if (letter) letter.replayedAtMs = note.atMs;
      } else {
        const { kind: _, atMs, hasKey, offset, ...rest } = note;
        const key = hasKey ? message.key : undefined;
        letters.set(String(message.offset), {
          id: String(message.offset),
          ...rest,
          offset: BigInt(offset),
          key,
          value: message.value,
          putAsideAtMs: atMs,
        });
      }
    }
    return [...letters.values()].filter(({ replayedAtMs }) => replayedToo || replayedAtMs === undefined).slice(0, limit);
  }

  async replay(id: string) {
    const letter = (await this.list({ replayedToo: true, limit: Number.POSITIVE_INFINITY })).find((one) => one.id === id);
    if (!letter) return undefined;
    const { topic, partition, key, value, headers } = letter;
    const [position] = await this.log.append(topic, [{ key: key ?? '', value, partition, headers: { ...headers, [REPLAYED_HEADER]: id } }]);
    await this.add(id, Buffer.alloc(0), { kind: 'replayed', id, atMs: Date.now() });
    return position;
  }

  private async add(key: string, value: Buffer, note: Note): Promise<void> {
    await this.prepare();
    await this.log.append(TOPIC, [{ key, value, partition: 0, headers: { note: JSON.stringify(note) } }]);
  }

  private prepare(): Promise<void> {
    this.ready ??= this.log.ensureTopics([{ name: TOPIC, partitions: 1 }]).catch((error) => {
      this.ready = undefined;
      throw error;
    });
    return this.ready;
  }

  private async *everything(): AsyncGenerator<IncomingMessage> {
    await this.prepare();
    const [{ earliest, end } = { earliest: 0n, end: 0n }] = await this.log.endOffsets(TOPIC);
    for (let from = earliest; from < end; ) {
      const messages = await this.log.read(TOPIC, 0, from, READ_AT_ONCE);
      if (messages.length === 0) return;
      yield* messages;
      from = messages.at(-1)!.offset + 1n;
    }
  }
}
