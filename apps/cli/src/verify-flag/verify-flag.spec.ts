import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attribution, HourSums, judgeCrossings, makeFlagEvidence, PUBLISHED_RULEBOOK } from '@tidemark/domain';
import { runTidemark } from '../tidemark.js';

const HOUR = Date.UTC(2026, 3, 1) / 3_600_000;
const RULE = PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!;
const SCOPE = { kind: 'account', provider: 'north', id: 'team' } as const;

/** A flag of one account that passes 1e25 in its second hour. */
function bundle() {
  const vector = HourSums.of([
    { hour: HOUR, lower: 0n, expected: 6n * 10n ** 12n, upper: 9n * 10n ** 12n },
    { hour: HOUR + 1, lower: 0n, expected: 6n * 10n ** 12n, upper: 9n * 10n ** 12n },
  ]);
  const { standings } = judgeCrossings(SCOPE, vector, [RULE], { conditionOf: () => 'UNKNOWN' });
  const evidence = makeFlagEvidence({
    flag: 'f-1',
    standing: standings.find(({ tier }) => tier === 'PROBABLE')!,
    rule: RULE,
    facts: { type: 'CROSSING', declared: [] },
    knownAtMs: Date.UTC(2026, 4, 1),
    ledgerPosition: 7n,
    attribution: new Attribution(),
    policyVersions: [1],
    vectorOf: () => vector,
  });
  return JSON.parse(JSON.stringify(evidence));
}

describe('tidemark verify-flag', () => {
  let directory: string;
  const said: string[] = [];
  const complained: string[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tidemark-cli-'));
    said.length = complained.length = 0;
  });
  afterEach(() => rm(directory, { recursive: true }));

  const run = (args: string[], more: { environment?: Record<string, string>; input?: string } = {}) =>
    runTidemark(args, {
      directory,
      environment: more.environment ?? {},
      input: (async function* () {
        yield Buffer.from(more.input ?? '');
      })(),
      say: (line) => said.push(line),
      complain: (line) => complained.push(line),
    });
  const verify = async (content: unknown, ...options: string[]) => {
    await writeFile(join(directory, 'flag.json'), typeof content === 'string' ? content : JSON.stringify(content));
    return run(['verify-flag', 'flag.json', ...options]);
  };

  it('agrees with a flag that is what it says, and tells what it looked at', async () => {
    expect(await verify(bundle())).toBe(0);
    expect(said.join('\n')).toMatch(/^AGREES/m);
    expect(said.join('\n')).toContain(
      'Claim:     CROSSING PROBABLE, number 1, at 2026-04-01T01:40:00.000Z; lower 0, expected 12000000000000',
    );
    expect(said.join('\n')).toContain('Number:    more than 1e25 FLOP');
    expect(said.join('\n')).toContain('Use:       2 hours of 1 account, before 2026-04-01T02:00:00.000Z');
    expect(complained).toEqual([]);
  });

  it.each([
    ['a moment', (b: ReturnType<typeof bundle>) => (b.claim.moment.minute = 41), 'EVIDENCE_MOMENT_DIFFERS'],
    ['a total', (b: ReturnType<typeof bundle>) => (b.claim.totals.expected = '12000000000001'), 'EVIDENCE_TOTALS_DIFFER'],
    ['the use', (b: ReturnType<typeof bundle>) => (b.members[0].use.expected = '6000000000000 4000000000000'), 'EVIDENCE_NOT_STANDING'],
    ['the number', (b: ReturnType<typeof bundle>) => (b.rule.number = '2e25'), 'EVIDENCE_NOT_STANDING'],
  ])('differs where %s was changed, and says where', async (_, change, code) => {
    const changed = bundle();
    change(changed);
    expect(await verify(changed)).toBe(1);
    expect(said.join('\n')).toContain(`DIFFERS ${code} at `);
    expect(said.join('\n')).not.toMatch(/^AGREES/m);
  });

  it.each([
    ['no JSON', '{"format"'],
    ['no bundle', '{}'],
    ['another format', JSON.stringify({ ...bundle(), format: 'tidemark-flag-evidence-9' })],
    ['a bundle that lacks a part', JSON.stringify({ ...bundle(), members: undefined })],
    ['null', 'null'],
  ])('cannot read %s', async (_, text) => {
    expect(await verify(text)).toBe(2);
    expect(complained).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it('cannot read what is not there', async () => {
    expect(await run(['verify-flag', 'missing.json'])).toBe(2);
    expect(complained[0]).toContain(join(directory, 'missing.json'));
  });

  it('answers a program in JSON', async () => {
    expect(await verify({ ...bundle(), claim: { ...bundle().claim, n: 2 } }, '--json')).toBe(1);
    expect(JSON.parse(said[0]!)).toMatchObject({
      verdict: 'DIFFERS',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      differences: [{ code: 'EVIDENCE_NOT_STANDING' }],
    });
  });

  it('reads standard input, and the address of a flag with a token', async () => {
    expect(await run(['verify-flag', '-'], { input: JSON.stringify(bundle()) })).toBe(0);
    const server = createServer((request, response) => {
      if (request.headers.authorization !== 'Bearer secret') response.writeHead(401).end();
      else response.end(JSON.stringify(bundle()));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/flags/f-1/evidence`;
    try {
      expect(await run(['verify-flag', url])).toBe(2);
      expect(complained[0]).toContain('TIDEMARK_TOKEN');
      expect(await run(['verify-flag', url], { environment: { TIDEMARK_TOKEN: 'secret' } })).toBe(0);
    } finally {
      await new Promise((closed) => server.close(closed));
    }
    expect(await run(['verify-flag', url])).toBe(2);
  });

  it('tells how it is used', async () => {
    expect(await run([])).toBe(2);
    expect(await run(['help'])).toBe(0);
    expect(await run(['verify-flag'])).toBe(2);
    expect(await run(['verify-flag', 'a', 'b'])).toBe(2);
    expect(await run(['verify-flag', 'a', '--loud'])).toBe(2);
    expect(await run(['constructor'])).toBe(2);
    expect(complained.at(-1)).toContain('There is no command "constructor"');
  });
});
