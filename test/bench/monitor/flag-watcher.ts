/** Hears flags on the stream, as a screen does, and when. */
import { get, type IncomingMessage } from 'node:http';

/** Moments of the first flag of each account, performance.now(); and how many flags were told in all. */
export class FlagWatcher {
  readonly firstOf = new Map<string, number>();
  flags = 0;
  private rest = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.take(text, performance.now()));
  }

  static open(url: string, token: string): Promise<FlagWatcher> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
      const request = get(`${url}/v1/flags/stream`, { headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`the stream answered ${response.statusCode}`));
        else resolve(new FlagWatcher(response));
      });
      request.on('error', reject);
    });
  }

  close(): void {
    this.response.destroy();
  }

  private take(text: string, atMs: number): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) if (block.startsWith('event: flag\n')) this.hear(block.slice(block.indexOf('data: ') + 6), atMs);
  }

  private hear(data: string, atMs: number): void {
    this.flags += 1;
    const { type, flag } = JSON.parse(data) as { type: string; flag: { scope: { kind: string; id: string } } };
    if (type !== 'raised' || flag.scope.kind.toLowerCase() !== 'account' || this.firstOf.has(flag.scope.id)) return;
    this.firstOf.set(flag.scope.id, atMs);
  }
}
