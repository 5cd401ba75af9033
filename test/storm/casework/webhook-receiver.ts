/** A provider's end point: it refuses a few, as servers do, and remembers what it was told. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Random } from '../workload/random.js';

export interface Told {
  id: string;
  type: string;
  item: string;
  status?: string;
}

const REFUSED_SHARE = 0.02;

export class WebhookReceiver {
  /** In the order of arrival, repeats too. */
  readonly told: Told[] = [];
  private readonly server: Server;

  constructor(random: Random) {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (random.chance(REFUSED_SHARE)) return void response.writeHead(503).end();
        const { type, data } = JSON.parse(Buffer.concat(chunks).toString());
        const status = data.status === undefined ? {} : { status: data.status };
        this.told.push({ id: request.headers['webhook-id'] as string, type, item: data.item, ...status });
        response.writeHead(204).end();
      });
    });
  }

  /** Answers its address. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** As a good receiver does: a repeat is known by its id, and the first one counts. */
  get distinct(): Told[] {
    const seen = new Set<string>();
    return this.told.filter(({ id }) => !seen.has(id) && seen.add(id));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
