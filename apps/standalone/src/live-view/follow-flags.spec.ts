import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FlagNewsItem } from './flag-line.js';
import { followFlags } from './follow-flags.js';

const eventOf = (id: number) => `event: flag\nid: ${id}\ndata: {"type":"raised","flag":{"id":"f${id}"}}\n\n`;

describe('following flags', () => {
  let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
  let asked: { after: string | undefined; token: string | undefined }[];
  const server = createServer((request, response) => {
    asked.push({ after: request.headers['last-event-id'] as string | undefined, token: request.headers.authorization });
    answers.shift()!(request, response);
  });
  let origin: string;

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function follow(count: number): Promise<string[]> {
    const ending = new AbortController();
    const ids: string[] = [];
    let tokens = 0;
    for await (const item of followFlags({ origin, token: async () => `t${++tokens}`, signal: ending.signal })) {
      ids.push((item as FlagNewsItem).flag.id);
      if (ids.length === count) ending.abort();
    }
    return ids;
  }

  it('goes on after the last event with a fresh token when the stream ends, breaks off or is not there for a moment', async () => {
    answers = [
      (_, response) => response.end(`${eventOf(1)}event: heartbeat\nid: 4\ndata: {}\n\n`),
      (_, response) => response.writeHead(503).end('{}'),
      (_, response) => response.write(eventOf(5), () => response.destroy()),
      (_, response) => response.write(eventOf(6)),
    ];
    expect(await follow(3)).toEqual(['f1', 'f5', 'f6']);
    expect(asked.map(({ after }) => after)).toEqual([undefined, '4', '4', '5']);
    expect(asked.map(({ token }) => token)).toEqual(['Bearer t1', 'Bearer t2', 'Bearer t3', 'Bearer t4']);
  }, 20_000);

  it('gives up where asking again changes nothing', async () => {
    answers = [(_, response) => response.writeHead(403).end('{"code":"FORBIDDEN_ROLE"}')];
    await expect(follow(1)).rejects.toMatchObject({ status: 403, code: 'FORBIDDEN_ROLE' });
  });
});
