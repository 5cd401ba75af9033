import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '@tidemark/access';
import { TestTokens } from '@tidemark/testing';
import pg from 'pg';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { TestEventSource } from '../../test/event-source.fixture.js';
import { TOTALS_ROOM } from '../totals/totals.room.js';
import { STREAMS_PER_CALLER } from './flag-stream.js';
import { FLAGS_ROOM } from './flags.room.js';

const T0 = Date.UTC(2026, 2, 1);
const HOUR = T0 / 3_600_000;

describe('the stream of flags', () => {
  let monitor: AskingApp;
  let alpha: string;
  let beta: string;
  let oversight: string;
  const opened: TestEventSource[] = [];
  let raised = 0;

  beforeAll(async () => {
    monitor = await startAskingApp([FLAGS_ROOM, TOTALS_ROOM]);
    alpha = monitor.tokens.provider('alpha');
    beta = monitor.tokens.provider('beta');
    oversight = monitor.tokens.oversight();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(() => monitor.stop());

  const stream = async (query = '', token = oversight, headers = {}) => {
    const source = await TestEventSource.open(`${monitor.origin}/v1/flags/stream${query}`, token, headers);
    opened.push(source);
    return source;
  };
  const raise = (provider: string, more: { tier?: string; rule?: string; shadow?: boolean } = {}) =>
    monitor.rows.raise({ scope: { kind: 'account', provider, id: `a${++raised}` }, raisedAtMs: T0 + raised, ...more });
  const idsOf = (source: TestEventSource) => source.of('flag').map(({ data }) => data.flag.id);
  /** A stream says nothing when it begins; it is known to listen once it tells something. */
  const settled = () => sleep(150);

  it('tells a flag within milliseconds of its commit, with all that it says', async () => {
    const source = await stream('', alpha);
    expect(source.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    await settled();
    const id = await raise('alpha');
    const committed = performance.now();
    const [event] = await source.first(1);
    expect(event!.atMs - committed).toBeLessThan(250);
    expect(event!.data).toMatchObject({ type: 'raised', flag: { id, rule: 'eu-ai-act-51', sentence: 'It crossed.' }, sequence: event!.id });
    await monitor.rows.tellOf(id, 'WITHDRAWN', T0 + 1_000_000, { causes: ['UNLINK'], reason: 'The link was taken back.' });
    expect((await source.first(2))[1]!.data).toMatchObject({ type: 'withdrawn', flag: { id }, detail: { causes: ['UNLINK'] } });
  });

  it('is each tenant’s own: beside its own flags a provider hears nothing, the scheme hears all', async () => {
    const [ofAlpha, ofBeta, ofAll] = [await stream('', alpha), await stream('', beta), await stream()];
    await settled();
    const ids = [await raise('beta'), await raise('alpha'), await raise('alpha', { shadow: true })];
    const party = await monitor.rows.raise({ scope: { kind: 'party', id: 'p1' }, raisedAtMs: T0 });
    ids.push(await raise('beta'));
    await ofAll.first(4);
    await ofBeta.first(2);
    await ofAlpha.first(1);
    await sleep(100);
    expect(idsOf(ofAll)).toEqual([ids[0], ids[1], party, ids[3]]);
    expect(idsOf(ofBeta)).toEqual([ids[0], ids[3]]);
    expect(idsOf(ofAlpha)).toEqual([ids[1]]);
  });

  it('goes on where it broke off, by Last-Event-ID or by after, with nothing missed and nothing told twice', async () => {
    const source = await stream();
    await settled();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await raise('alpha'));
    const [, second] = await source.first(2);
    await source.close();
    for (let i = 0; i < 5; i++) ids.push(await raise('beta'));
    const again = await stream('', oversight, { 'Last-Event-ID': second!.id! });
    const elsewhere = await stream(`?after=${second!.id}`);
    ids.push(await raise('alpha'));
    await again.first(9);
    await elsewhere.first(9);
    expect(idsOf(again)).toEqual(ids.slice(2));
    expect(idsOf(elsewhere)).toEqual(ids.slice(2));
    // What the browser adds when it connects again is later than the address that it was given.
    const newest = await stream('?after=0', oversight, { 'Last-Event-ID': again.of('flag').at(-1)!.id! });
    await sleep(200);
    expect(idsOf(newest)).toEqual([]);
  });

  it('does not wait for a place that no fact has reached, and tells the last one', async () => {
    const source = await stream('?after=999999999');
    const [end] = await source.first(1, 'ended');
    expect(end!.data).toEqual({ code: 'AFTER_INVALID' });
    await source.ended;
    const again = await stream('', oversight, { 'Last-Event-ID': end!.id! });
    const id = await raise('alpha');
    await again.first(1);
    expect(idsOf(again)).toEqual([id]);
  });

  it('tells all from the beginning when asked for, many at once', async () => {
    for (let i = 0; i < 30; i++) await raise('gamma');
    const source = await stream('?after=0', monitor.tokens.provider('gamma'));
    await source.first(30);
    const sequences = source.of('flag').map(({ id }) => Number(id));
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(30);
  });

  it('is narrowed by rule and tier', async () => {
    const source = await stream('?rule=us-ca-sb53&tier=CERTAIN');
    await settled();
    await raise('alpha', { rule: 'us-ca-sb53', tier: 'PROBABLE' });
    await raise('alpha', { tier: 'CERTAIN' });
    const wanted = await raise('alpha', { rule: 'us-ca-sb53', tier: 'CERTAIN' });
    await source.first(1);
    expect(idsOf(source)).toEqual([wanted]);
  });

  it('finds by itself what nobody called out', async () => {
    const source = await stream();
    await settled();
    const id = await raise('alpha');
    await source.first(1);
    // The listening connection is cut: what comes meanwhile is looked for every second.
    const client = new pg.Client({ connectionString: monitor.rows.adminUrl });
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tidemark threshold_monitor streams'`,
    );
    await client.end();
    const next = await raise('alpha');
    await source.first(2);
    expect(idsOf(source)).toEqual([id, next]);
  });

  it('tells the totals of a scope when they change, at most once a second', async () => {
    await monitor.rows.post(1, T0, [{ provider: 'alpha', account: 'watched', hour: HOUR, totals: [1n, 2n, 3n] }]);
    const source = await stream('?scope=account&id=watched', alpha);
    const [first] = await source.first(1, 'totals');
    expect(first!.data).toMatchObject({ scope: 'account', id: 'watched', tflop: { expected: '2' } });
    for (let i = 0; i < 4; i++)
      await monitor.rows.post(2 + i, T0 + 1 + i, [{ provider: 'alpha', account: 'watched', hour: HOUR, totals: [1n, 2n, 3n] }]);
    await monitor.rows.post(9, T0 + 9, [{ provider: 'alpha', account: 'another', hour: HOUR, totals: [1n, 2n, 3n] }]);
    await source.first(2, 'totals');
    await sleep(1_500);
    const told = source.of('totals');
    expect(told.at(-1)!.data.tflop.expected).toBe('10');
    expect(told.length).toBeLessThanOrEqual(3);
    for (const [i, one] of told.slice(1).entries()) expect(one.atMs - told[i]!.atMs).toBeGreaterThan(900);
  });

  it('refuses what it cannot tell, before it begins', async () => {
    const answer = async (query: string, token = alpha) => monitor.get(`/v1/flags/stream${query}`, token);
    expect(await answer('?after=x')).toMatchObject({ status: 400, body: { code: 'AFTER_INVALID' } });
    expect(await answer('?tier=SURE')).toMatchObject({ status: 400, body: { code: 'TIER_INVALID' } });
    expect(await answer('?scope=account&id=nobody')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SCOPE' } });
    expect(await answer('?scope=party&id=p1')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SCOPE' } });
    expect(await answer('?scope=account&id=beta/a1', beta)).toMatchObject({ status: 404 });
    expect(await answer('', monitor.tokens.provider('alpha', ['usage:write']))).toMatchObject({
      status: 403,
      body: { code: 'MISSING_SCOPE' },
    });
    expect(await answer('', 'nobody')).toMatchObject({ status: 401 });
  });

  it('has places for a few streams of a caller, and gives them back', async () => {
    const token = monitor.tokens.provider('delta');
    for (let i = 0; i < STREAMS_PER_CALLER; i++) await stream('', token);
    expect(await monitor.get('/v1/flags/stream', token)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_STREAMS' } });
    await stream('', alpha);
    await opened[0]!.close();
    await sleep(200);
    expect((await stream('', token)).response.statusCode).toBe(200);
  });

  it('keeps its place for a client that reads slowly, without keeping anything else', async () => {
    const { provider } = { provider: 'epsilon' };
    const long = 'x'.repeat(20_000);
    const slow = await stream('', monitor.tokens.provider(provider));
    await settled();
    slow.response.pause();
    // More than the buffers of both ends hold: what does not fit stays in the table.
    for (let i = 0; i < 400; i++)
      await monitor.rows.raise({ scope: { kind: 'account', provider, id: `e${i}` }, raisedAtMs: T0 + i, content: { sentence: long } });
    const other = await stream('', alpha);
    await settled();
    await raise('alpha');
    await other.first(1);
    slow.response.resume();
    await slow.first(400, 'flag', 20_000);
    const sequences = slow.of('flag').map(({ id }) => Number(id));
    expect(new Set(sequences).size).toBe(400);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  it('ends when its token does, and says so', async () => {
    let good = true;
    const tokens = monitor.tokens as TestTokens;
    const verify = tokens.verify.bind(tokens);
    const caller: Caller = { subject: 'short-lived', provider: 'alpha', role: 'provider', scopes: new Set(['usage:read']) };
    tokens.verify = async (token) =>
      token !== 'short' ? verify(token) : good ? { caller } : { refused: { code: 'TOKEN_EXPIRED', detail: 'It has.' } };
    const source = await stream('', 'short');
    good = false;
    const [end] = await source.first(1, 'ended', 12_000);
    expect(end!.data).toEqual({ code: 'TOKEN_EXPIRED' });
    await source.ended;
  }, 20_000);

  it('ends in order when the process does, with the place to go on from', async () => {
    const source = await stream();
    await settled();
    await raise('alpha');
    const [flag] = await source.first(1);
    const begun = performance.now();
    await monitor.drain();
    await source.ended;
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(source.of('ended')).toMatchObject([{ id: flag!.id, data: { code: 'SHUTDOWN' } }]);
  });
});
