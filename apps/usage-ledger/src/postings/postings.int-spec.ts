import { type LedgerApp, startLedgerApp } from '../../test/ledger-app.fixture.js';
import { PostingStream } from './posting-stream.js';

describe('stream of postings', () => {
  let ledger: LedgerApp;
  let alpha: string;

  const post = (provider: string, position: number, n: bigint, rows = 1) =>
    ledger.rows.segment(
      provider,
      position,
      position * 1_000,
      Array.from({ length: rows }, (_, i) => ({
        account: `a${i}`,
        cluster: 'c',
        accelerator: 'H100',
        hour: 473_352 + i,
        amounts: [n, -n, n, 2n * n],
      })),
    );
  const lines = (text: string) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  beforeAll(async () => {
    ledger = await startLedgerApp();
    alpha = ledger.tokens.provider('alpha');
    for (let position = 1; position <= 40; position++)
      await post(position % 4 === 0 ? 'beta' : 'alpha', position, BigInt(position), position === 5 ? 3 : 1);
    await post('alpha', 41, 1n, 0);
  });

  afterAll(() => ledger.stop());

  it('gives every posting in ledger order', async () => {
    const { headers, text } = await ledger.get('/v1/postings', alpha);
    expect(headers.get('content-type')).toContain('application/x-ndjson');
    const found = lines(text);
    expect(found.map((l) => Number(l.ledgerPosition))).toEqual([
      1,
      2,
      3,
      5,
      5,
      5,
      ...Array.from({ length: 35 }, (_, i) => i + 6).filter((p) => p % 4 !== 0),
    ]);
    expect(found[4]).toEqual({
      ledgerPosition: '5',
      knownAtMs: '5000',
      policyVersion: 1,
      catalogueVersion: 1,
      provider: 'alpha',
      account: 'a1',
      cluster: 'c',
      accelerator: 'H100',
      hour: '2024-01-01T01:00:00Z',
      acceleratorMs: '5',
      tflop: { lower: '-5', expected: '5', upper: '10' },
    });
    expect(headers.get('tidemark-next-after')).toBe('41');
  });

  it('goes on from any position to its end', async () => {
    let after = '0';
    const found: string[] = [];
    for (;;) {
      const { headers, text } = await ledger.get(`/v1/postings?after=${after}&limit=7`, alpha);
      found.push(...lines(text).map((l) => l.ledgerPosition));
      const next = headers.get('tidemark-next-after')!;
      if (next === after) break;
      after = next;
    }
    expect(found).toEqual(lines((await ledger.get('/v1/postings?limit=1000', alpha)).text).map((l) => l.ledgerPosition));
    expect(after).toBe('41');
  });

  it('is of the own provider alone, and of all for oversight', async () => {
    expect(lines((await ledger.get('/v1/postings', ledger.tokens.provider('beta'))).text).map((l) => l.provider)).toEqual(
      new Array(10).fill('beta'),
    );
    expect(lines((await ledger.get('/v1/postings', ledger.tokens.oversight())).text)).toHaveLength(42);
    expect((await ledger.get('/v1/postings', ledger.tokens.provider('gamma'))).text).toBe('');
    expect(await ledger.get('/v1/postings', ledger.tokens.operator(['usage:read']))).toMatchObject({
      status: 403,
      body: { code: 'MISSING_SCOPE' },
    });
  });

  it('brings what is counted from now on to who follows, until he stops', async () => {
    const stop = new AbortController();
    const seen: bigint[] = [];
    const stream = ledger.app.get(PostingStream).all({ provider: 'alpha' }, 30n, true, stop.signal);
    for await (const segment of stream) {
      seen.push(segment.ledgerPosition);
      if (segment.ledgerPosition === 41n) setTimeout(() => post('alpha', 42, 1n), 50);
      if (segment.ledgerPosition === 42n) stop.abort();
    }
    expect(seen).toEqual([31n, 33n, 34n, 35n, 37n, 38n, 39n, 41n, 42n]);
  });

  it.each([
    ['after=-1', 'AFTER_INVALID'],
    ['after=x', 'AFTER_INVALID'],
    ['after=9223372036854775808', 'AFTER_INVALID'],
    ['limit=0', 'LIMIT_INVALID'],
    ['limit=1001', 'LIMIT_INVALID'],
  ])('is refused for %s', async (query, code) => {
    expect(await ledger.get(`/v1/postings?${query}`, alpha)).toMatchObject({ status: 400, body: { code } });
  });
});
