import { RUN_PARTS } from '../../apps/standalone/src/frontier-run/frontier-run.data.js';
import type { Answer } from './harness/client.js';
import { readFacts, type StreamedFact } from './harness/flag-stream.js';
import { Shell, stepsOf } from './harness/guide.js';
import { GuideReader } from './harness/guide-reader.js';
import { Tidemark } from './harness/tidemark.js';
import { eventually, expectConservation } from './harness/usage.js';

/** In this order and in one shell: the second goes on with the flags of the first. */
const PAGES = ['docs/guide/frontier-run.md', 'docs/guide/casework.md'];
const RULE = 'eu-ai-act-51';

/** The simulated run beside the sample trace, killed in the middle of its past and started again. */
describe('a frontier run in three parts', () => {
  let tidemark: Tidemark;
  let shell: Shell;
  let reader: GuideReader;
  let facts: StreamedFact[];

  const operator = () => tidemark.as('operator');
  const get = async (path: string): Promise<Answer['body']> => (await (await operator()).get(path)).body;
  const stream = async (query: string, lastEventId?: string) =>
    readFacts({
      url: `${tidemark.origin}/v1/flags/stream?${query}`,
      token: await (await operator()).token(),
      ...(lastEventId === undefined ? {} : { lastEventId }),
    });
  const ofGroup = (tier: string, type = 'raised') =>
    facts.filter((fact) => fact.flag.scope.kind === 'GROUP' && fact.flag.tier === tier && fact.type === type);

  beforeAll(async () => {
    tidemark = await Tidemark.make();
    tidemark.launch();
    await tidemark.says('The simulated run is at the end of its day 20');
    await tidemark.kill();
    await tidemark.start();
    shell = new Shell({ ...tidemark.environment, TIDEMARK: tidemark.origin });
    reader = new GuideReader(shell);
    await tidemark.says(new RegExp(`CERTAIN .*${RULE}: raised`));
    await tidemark.says(new RegExp(`PROBABLE .*${RULE}: moved`));
    facts = await stream(`rule=${RULE}&after=0`);
  }, 300_000);
  afterAll(async () => {
    shell?.end();
    await tidemark?.remove();
  }, 60_000);

  it('is POSSIBLE, then foreseen, then PROBABLE at the group, and nobody inside is flagged by that rule', async () => {
    const raised = facts.filter(({ type }) => type === 'raised');
    expect(raised.map(({ flag }) => [flag.scope.kind, flag.tier])).toEqual([
      ['GROUP', 'POSSIBLE'],
      ['GROUP', 'PROJECTED'],
      ['GROUP', 'PROBABLE'],
      ['GROUP', 'CERTAIN'],
    ]);
    expect(new Set(raised.map(({ flag }) => flag.scope.id)).size).toBe(1);
    const { items } = await get(`/v1/flags?rule=${RULE}`);
    expect(items).toHaveLength(4);
  });

  it('was foreseen before it was so: the projection is confirmed with its lead time', () => {
    const [confirmed] = ofGroup('PROJECTED', 'confirmed');
    const [probable] = ofGroup('PROBABLE');
    expect(confirmed!.detail.byFlag).toBe(probable!.flag.id);
    const [projected] = ofGroup('PROJECTED');
    expect(confirmed!.detail.leadTimeMs).toBe(probable!.flag.momentMs - Date.parse(projected!.knownAt));
    expect(probable!.flag.projectedFlag).toBe(projected!.flag.id);
    // It passed the number on the very day, while it was told as it happened.
    expect(Math.abs(Date.parse(probable!.flag.moment) - Date.parse(probable!.knownAt))).toBeLessThan(3_600_000);
  });

  it('is flagged at the earlier, true date by the link that came late', () => {
    const days = (laterMs: number, earlierMs: number) => (laterMs - earlierMs) / 86_400_000;
    const [certain] = ofGroup('CERTAIN');
    expect(days(Date.parse(certain!.knownAt), certain!.flag.momentMs)).toBeCloseTo(4.65, 0);
    const moved = ofGroup('PROBABLE', 'moved').at(-1)!;
    expect(moved.detail.causes).toEqual(['LINK']);
    expect(days(moved.detail.previousMomentMs, moved.detail.momentMs)).toBeCloseTo(14, 0);
    expect(certain!.flag.sentence).toMatch(
      /^Provably, the group under .* passed 1e25 FLOP on .*in force since 2025-08-02; obliges no cloud provider/,
    );
  });

  it('stands on the console, a line each, without the hundred flags of the sample trace', () => {
    const lines = tidemark.output.split('\n').filter((line) => /^\d\d:\d\d:\d\d /.test(line));
    const tiers = lines.filter((line) => line.includes(`${RULE}: raised`)).map((line) => line.split(/\s+/)[1]);
    expect(tiers).toEqual(['POSSIBLE', 'PROJECTED', 'PROBABLE', 'CERTAIN']);
    expect(tidemark.output).toMatch(/PROJECTED group [0-9a-f]{8}, eu-ai-act-51: confirmed: it came true, \d+ \w+ ahead/);
    expect(tidemark.output).toMatch(/^\d+ flags stand \(GET \/v1\/flags\)/m);
    expect(lines.length).toBeLessThan(60);
  });

  it('counted once, although it was killed in between', async () => {
    for (const { provider, source, accelerators } of RUN_PARTS) {
      const { body } = await (await tidemark.as(provider)).get(`/v1/conservation?source=${source}`);
      expectConservation(body);
      expect(body.records).toMatchObject({ duplicate: '0', conflict: '0', rejected: '0', held: '0', replaced: '0' });
      expect(BigInt(body.acceleratorMs.counted) % BigInt(accelerators)).toBe(0n);
    }
    const all = await stream('after=0');
    expect(new Set(all.map(({ sequence }) => sequence)).size).toBe(all.length);
    const raised = all.filter(({ type }) => type === 'raised').map(({ flag }) => flag);
    const keys = raised
      .filter(({ previousFlag }) => previousFlag === undefined)
      .map(({ kind, tier, rule, ruleVersion, scope, n }) => JSON.stringify([kind, tier, rule, ruleVersion, scope, n]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is told to whoever was cut off from where they were', async () => {
    const middle = facts[Math.floor(facts.length / 2)]!;
    const rest = await stream(`rule=${RULE}`, middle.id);
    expect(rest).toEqual(facts.filter(({ sequence }) => BigInt(sequence) > BigInt(middle.sequence)));
  });

  it.each(
    PAGES.flatMap((page) =>
      stepsOf(page).map((step) => [`${step.heading}, line ${step.line}`, { ...step, place: `${page}:${step.line}` }] as const),
    ),
  )('by curl: %s', (_, step) => reader.read(step), 180_000);

  it('says on the console why a flag was withdrawn', () => {
    expect(tidemark.output).toMatch(/CERTAIN +group [0-9a-f]{8}, eu-ai-act-51: withdrawn\. .*a link of an account was ended or reversed/);
  });

  it('is not linked, told or flagged again by the next start', async () => {
    // What is told of an hour when it is over may come in between.
    const told = async () => (await stream(`rule=${RULE}&after=0`)).filter(({ type }) => type !== 'moved');
    // A link that somebody took back is not made again by whoever starts anew.
    await shell.run(`LINK=$(curl -s "$TIDEMARK/v1/links?account=sim-brinewell-2" -H "authorization: Bearer $ANA" | grep -o '"id":"[^"]*"' | tail -1 | cut -d'"' -f4)
      curl -s $TIDEMARK/v1/links/$LINK/end -H "authorization: Bearer $ANA" -H "$JSON" -d "{\\"at\\": \\"$FROM\\", \\"mistaken\\": true, \\"reason\\": \\"Not theirs.\\"}"`);
    await eventually(
      'the flag withdrawn again',
      () => get(`/v1/flags?rule=${RULE}&tier=CERTAIN&status=OPEN`),
      ({ items }) => items.length === 0,
    );
    const before = await told();
    expect(await tidemark.end()).toBe(0);
    await tidemark.start();
    await tidemark.says('flags stand');
    await eventually(
      'the run going on',
      async () => (await (await tidemark.as('borealis-compute')).get('/v1/conservation?source=sim-meter-1')).body.records,
      ({ received, counted }) => received === counted,
    );
    expect(tidemark.output).not.toContain('was linked to its company');
    expect(await told()).toEqual(before);
  }, 180_000);
});
