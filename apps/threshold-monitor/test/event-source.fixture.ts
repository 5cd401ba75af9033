import { get, type IncomingMessage } from 'node:http';

export interface ReceivedEvent {
  event: string;
  id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the event holds is what the test looks at.
  data: any;
  atMs: number;
}

/** A client of server-sent events over plain HTTP, that keeps all it was sent. */
export class TestEventSource {
  readonly events: ReceivedEvent[] = [];
  readonly ended: Promise<void>;
  private readonly listeners = new Set<() => void>();
  private rest = '';

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text));
    this.ended = new Promise((resolve) => response.once('close', resolve));
  }

  static open(url: string, token: string, headers: Record<string, string> = {}): Promise<TestEventSource> {
    return new Promise((resolve, reject) => {
      const request = get(url, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', ...headers } }, (response) => {
        response.on('error', () => undefined);
        resolve(new TestEventSource(response));
      });
      request.on('error', reject);
    });
  }

  of(event: string): ReceivedEvent[] {
    return this.events.filter((one) => one.event === event);
  }

  /** The first `count` events of a kind, once they are there. */
  async first(count: number, event = 'flag', withinMs = 10_000): Promise<ReceivedEvent[]> {
    const until = Date.now() + withinMs;
    while (this.of(event).length < count) {
      if (Date.now() > until) throw new Error(`${this.of(event).length} of ${count} events came: ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50);
        this.listeners.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.of(event).slice(0, count);
  }

  close(): Promise<void> {
    this.response.destroy();
    return this.ended;
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      this.events.push({
        event: fields.get('event')!,
        id: fields.get('id'),
        data: JSON.parse(fields.get('data')!),
        atMs: performance.now(),
      });
    }
    for (const listener of this.listeners) listener();
    this.listeners.clear();
  }
}
