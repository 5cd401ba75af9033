import type { CredentialsFile } from '../credentials/credentials-file.js';
import { streamRun } from '../frontier-run/stream-run.js';
import { ApiClient } from '../sample/api-client.js';
import { clientToken } from '../sample/client-token.js';
import { followFlags } from './follow-flags.js';
import { LiveView } from './live-view.js';
import { standingFlags } from './standing-flags.js';

export interface AfterwardsHands {
  /** Of the public HTTP door. */
  readonly origin: string;
  readonly credentials: CredentialsFile;
  readonly say: (text: string) => void;
  /** Whether the simulated run streams in. */
  readonly frontierRun: boolean;
}

/** What goes on beside the doors once they are open, with nothing that a stranger would not have: a look at the flags, and the simulated run. */
export class Afterwards {
  private readonly ending = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  begin(hands: AfterwardsHands): void {
    const clients = new Clients(hands);
    const view = new LiveView(hands.say);
    this.running = Promise.all([
      this.guard(hands, 'Flags are not shown here any more, see /v1/flags/stream.', () => this.look(hands, clients, view)),
      this.guard(hands, 'The simulated run stopped; the next start goes on with it.', () => this.tell(hands, clients, view)),
    ]);
  }

  /** Resolves when nothing is under way any more. */
  async end(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async look({ origin }: AfterwardsHands, clients: Clients, view: LiveView): Promise<void> {
    const { signal } = this.ending;
    try {
      for await (const item of followFlags({ origin, token: clients.tokenOf('operator'), signal })) view.hear(item);
    } finally {
      view.end();
    }
  }

  private async tell({ say, frontierRun }: AfterwardsHands, clients: Clients, view: LiveView): Promise<void> {
    const { signal } = this.ending;
    await view.quiet(signal);
    say(await standingFlags(clients.of('operator')));
    view.begin();
    if (frontierRun) await streamRun({ clientOf: (provider) => clients.of(provider), signal, say });
  }

  /** What goes on beside must not end what it looks at. */
  private async guard({ say }: AfterwardsHands, words: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.ending.signal.aborted) say(`${words} ${String(error)}`);
    }
  }
}

class Clients {
  private readonly byName = new Map<string, ApiClient>();

  constructor(private readonly hands: AfterwardsHands) {}

  of(name: string): ApiClient {
    const known = this.byName.get(name) ?? new ApiClient(this.hands.origin, this.tokenOf(name));
    this.byName.set(name, known);
    return known;
  }

  tokenOf(name: string) {
    const client = this.hands.credentials.client(name);
    if (!client) throw new Error(`The credentials of "${name}" are missing`);
    return clientToken(`${this.hands.origin}/oidc/token`, client);
  }
}
