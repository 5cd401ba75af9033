import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CredentialsFile } from '../credentials/credentials-file.js';
import { welcome } from './welcome.js';

const facts = { origin: 'http://h:1', grpcAddress: 'h:2', home: '/home', eventLog: 'PostgreSQL', nowMs: Date.UTC(2026, 0, 2, 3, 4, 5) };

/** The lines of the text that are commands. */
const commandsIn = (text: string) => text.split('\n').flatMap((line) => /^ {2}((?:TOKEN=|OPERATOR=|curl ).*)/.exec(line)?.[1] ?? []);

describe('welcome', () => {
  let requests: { url: string | undefined; authorization: string | undefined; body: string }[];
  let origin: string;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ url: request.url, authorization: request.headers.authorization, body });
    response.end(request.url === '/oidc/token' ? '{"access_token":"abc.def","expires_in":3600,"scope":"x"}' : '{}');
  });

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    requests = [];
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const paste = (text: string) => promisify(execFile)('sh', ['-c', commandsIn(text).join('\n')]);

  it('has lines that a shell carries out: token, report, totals, the stream of flags', async () => {
    const client = { name: 'a', provider: 'a', role: 'provider', clientId: 'provider-a', clientSecret: 's-e_c', scopes: [] } as const;
    const sample = { client, source: 'meter-1', cluster: 'c 1', nextSequence: 7 };
    await paste(welcome({ ...facts, origin, tokenEndpoint: `${origin}/oidc/token`, credentialsPath: '/c', sample }));
    expect(requests.map(({ url }) => url)).toEqual([
      '/oidc/token',
      '/v1/reports',
      '/v1/totals?scope=cluster&id=c%201',
      '/oidc/token',
      '/v1/flags/stream',
    ]);
    expect(requests[0]?.authorization).toBe(`Basic ${btoa('provider-a:s-e_c')}`);
    expect(requests[1]?.authorization).toBe('Bearer abc.def');
    const report = JSON.parse(requests[1]!.body);
    expect(report).toMatchObject({ source: 'meter-1', epoch: 1, sequence: '7', records: [{ cluster: 'c 1', count: 8 }] });
    expect(Number(report.records[0].endMs)).toBeLessThanOrEqual(facts.nowMs);
    expect(Number(report.records[0].endMs) - Number(report.records[0].startMs)).toBe(3_600_000);
  });

  it('of an empty installation has lines that log in as the operator from the file', async () => {
    const home = mkdtempSync(join(tmpdir(), 'tidemark-welcome-'));
    const file = new CredentialsFile(home, `${origin}/oidc/token`);
    const of = (name: string, clientSecret: string) =>
      ({ name, provider: null, role: 'operator', clientId: name, clientSecret, scopes: [] }) as const;
    file.put(of('other', 'other-secret'));
    file.put(of('operator', 'op-secret'));
    await paste(welcome({ ...facts, origin, tokenEndpoint: `${origin}/oidc/token`, credentialsPath: file.path }));
    expect(requests[0]?.authorization).toBe(`Basic ${btoa('operator:op-secret')}`);
    expect(requests[1]).toMatchObject({ url: '/v1/providers/my-cloud', authorization: 'Bearer abc.def' });
    rmSync(home, { recursive: true });
  });

  it('of a sample world that is not complete does not say that nothing is there', () => {
    const text = welcome({ ...facts, tokenEndpoint: 'http://t/token', credentialsPath: '/c', incomplete: true });
    expect([text.includes('Tidemark is ready'), text.includes('Nothing is in it')]).toEqual([true, false]);
  });

  it('names the outside issuer and tells no credentials', () => {
    const text = welcome({ ...facts, issuer: 'https://login.example' });
    expect(text).toContain('https://login.example');
    expect(commandsIn(text)).toEqual([]);
  });
});

describe('credentials file', () => {
  it('is for its owner alone, whatever was there before, and keeps other clients', () => {
    const home = mkdtempSync(join(tmpdir(), 'tidemark-credentials-'));
    writeFileSync(join(home, 'credentials.json.new'), 'left over', { mode: 0o644 });
    const client = { name: 'a', provider: 'a', role: 'provider', clientId: 'a', clientSecret: 's', scopes: [] } as const;
    const file = new CredentialsFile(home, 'http://t/token');
    file.put(client);
    file.put({ ...client, name: 'b' });
    new CredentialsFile(home, 'http://t/token').put({ ...client, clientSecret: 'new' });
    const mode = (statSync(file.path).mode & 0o777).toString(8);
    expect(mode).toBe('600');
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toEqual({
      tokenEndpoint: 'http://t/token',
      clients: [
        { ...client, clientSecret: 'new' },
        { ...client, name: 'b' },
      ],
      people: [],
    });
    rmSync(home, { recursive: true });
  });
});
