import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { PUBLISHED_RULEBOOK, printRule, readRule } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { type AskingApp, startAskingApp } from '../../test/asking-app.fixture.js';
import { RuleSource, type RulesInPlay } from '../evaluate/rules-in-play.port.js';
import { PostgresRuleHistories } from '../postgres/rule-histories.postgres.js';
import { OutboxRuleNews } from '../postgres/rule-news.postgres.js';
import { PostgresRulebookVersions } from '../postgres/rulebook-versions.postgres.js';
import { PostgresTrialFlags } from '../postgres/trial-flags.postgres.js';
import { ChangeRuleHandler } from './change-rule.handler.js';
import { ChangeRulesController } from './change-rules.controller.js';
import { KeptRuleSource } from './kept-rule-source.js';
import { type RuleChange, RuleChanges } from './rule-changes.port.js';
import { RuleHistories } from './rule-histories.port.js';
import { RuleNews } from './rule-news.port.js';
import { RulebookVersions } from './rulebook-versions.port.js';
import { RulesController } from './rules.controller.js';
import { RulesQueries } from './rules.query.js';
import { TrialFlags } from './trial-flags.port.js';

const DAY = 86_400_000;
const eu = printRule(PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'eu-ai-act-51')!);
const ours = (changes: object = {}): object => ({
  ...eu,
  id: 'our-number',
  regime: 'Our scheme',
  statuses: [{ status: 'HOUSE' }],
  ...changes,
});

/** In the place of the engine: a transaction, the rules in play read as it reads them, and whether it was told to judge again. */
@Injectable()
class WatchedChanges extends RuleChanges {
  judgedAgain = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly rules: RuleSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  run<Result>(work: (change: RuleChange) => Promise<Result>): Promise<Result> {
    const nowMs = this.clock.now();
    return this.transactions.run(async (tx) => {
      const result = await work({ tx, nowMs, judgeAgain: () => this.judgedAgain++ });
      await this.rules.inPlay(tx, nowMs);
      return result;
    });
  }

  inPlay(): Promise<RulesInPlay> {
    return this.transactions.run((tx) => this.rules.inPlay(tx, this.clock.now()));
  }
}

const ROOM = {
  controllers: [RulesController, ChangeRulesController],
  providers: [
    { provide: RuleHistories, useClass: PostgresRuleHistories },
    { provide: RulebookVersions, useClass: PostgresRulebookVersions },
    { provide: TrialFlags, useClass: PostgresTrialFlags },
    { provide: RuleSource, useClass: KeptRuleSource },
    { provide: RuleNews, useClass: OutboxRuleNews },
    { provide: RuleChanges, useClass: WatchedChanges },
    RulesQueries,
    ChangeRuleHandler,
  ],
};

describe('rules over HTTP', () => {
  let monitor: AskingApp;
  let changes: WatchedChanges;
  let lead: string;
  let regulator: string;
  let other: string;
  let alpha: string;
  let alphaTwo: string;
  let beta: string;

  beforeAll(async () => {
    monitor = await startAskingApp([ROOM]);
    changes = monitor.app.get(RuleChanges);
    const { tokens } = monitor;
    lead = tokens.person('compliance-lead', undefined, 'lena');
    other = tokens.person('compliance-lead', undefined, 'otto');
    regulator = tokens.person('regulator-lead', undefined, 'rita');
    alpha = tokens.person('compliance-lead', 'alpha', 'ana');
    alphaTwo = tokens.person('compliance-lead', 'alpha', 'abe');
    beta = tokens.person('compliance-lead', 'beta', 'bea');
  }, 60_000);
  afterAll(() => monitor?.stop());
  beforeEach(async () => {
    await monitor.rows.query('truncate outbox, rule_event, rulebook_entry, rulebook_version, flag_event, flag');
    monitor.clock.nowMs = Date.UTC(2026, 5, 1);
    changes.judgedAgain = 0;
    await changes.inPlay();
  });

  const post = async (as: string, path: string, body: object = {}) => {
    const { status, body: answer } = await monitor.post(`/v1/rules${path}`, as, body);
    return { status, code: answer.code, state: answer.state, body: answer };
  };
  const get = async (as: string, path: string) => (await monitor.get(`/v1/rules${path}`, as)).body;
  const live = async () => (await changes.inPlay()).live.map(({ id, version }) => `${id}@${version}`);
  const activate = async (key: string, activeFrom = '2026-06-01') => {
    await post(lead, `/${key}/activation`, { activeFrom });
    return post(regulator, `/${key}/activation/approval`);
  };

  it('shows the rulebook with where each rule stands in law, to be filtered', async () => {
    const { items } = await get(alpha, '?limit=1000');
    expect(items).toHaveLength(PUBLISHED_RULEBOOK.rules.length);
    expect(items.find(({ id }: { id: string }) => id === 'us-bis-702-7')).toMatchObject({
      state: 'ACTIVE',
      legalStatus: 'PROPOSED',
      inForce: 'proposed, never final: an exercise',
      exercise: true,
      number: '1e26',
      unit: 'FLOP',
    });
    const ids = async (query: string) => (await get(alpha, query)).items.map(({ id }: { id: string }) => id);
    expect(await ids('?kind=BAND')).toEqual(['band-billing', 'band-enhanced', 'band-identity']);
    expect(await ids('?status=VETOED')).toEqual(['us-ca-sb1047', 'us-ca-sb1047-cluster', 'us-ca-sb1047-fine-tune']);
    expect(await ids('?jurisdiction=KR')).toEqual(['kr-ai-basic-act']);
    expect((await get(alpha, '?kind=BANDS')).code).toBe('RULE_FILTER_INVALID');
  });

  it('shows page after page, none twice', async () => {
    const seen: string[] = [];
    for (let path: string | undefined = '?limit=10'; path; ) {
      const { items, next } = await get(alpha, path);
      seen.push(...items.map(({ id }: { id: string }) => id));
      path = next && `?limit=10&cursor=${next}`;
    }
    expect(seen).toEqual(PUBLISHED_RULEBOOK.rules.map(({ id }) => id).sort());
  });

  it('takes a rule through trial and activation to its end, two people at each turn', async () => {
    expect((await post(lead, '', ours())).state).toBe('PROPOSED');
    expect(changes.judgedAgain).toBe(0);
    expect((await get(lead, '?state=PROPOSED')).items).toMatchObject([{ id: 'our-number', judged: 'NOT' }]);
    expect((await post(lead, '/our-number/1/trial')).body).toMatchObject({ state: 'TRIAL', judged: 'SHADOW' });
    expect(changes.judgedAgain).toBe(1);
    expect((await changes.inPlay()).trial.map(({ id }) => id)).toEqual(['our-number']);
    expect((await post(lead, '/our-number/1/activation', { activeFrom: '2026-06-01' })).state).toBe('ACTIVATION_ASKED');
    expect(await post(lead, '/our-number/1/activation/approval')).toMatchObject({ status: 403, code: 'SAME_PERSON' });
    expect(await live()).not.toContain('our-number@1');
    expect((await post(regulator, '/our-number/1/activation/approval')).state).toBe('ACTIVE');
    expect(await live()).toContain('our-number@1');
    expect((await post(regulator, '/our-number/1/retirement', { reason: 'too low' })).state).toBe('RETIREMENT_ASKED');
    expect(await post(regulator, '/our-number/1/retirement/approval')).toMatchObject({ status: 403, code: 'SAME_PERSON' });
    expect((await post(other, '/our-number/1/retirement/approval')).state).toBe('RETIRED');
    expect(await live()).not.toContain('our-number@1');
    expect(changes.judgedAgain).toBe(3);
    const [one] = (await get(lead, '/our-number')).items;
    expect(one.history.map(({ type, by }: { type: string; by: string }) => [type, by])).toEqual([
      ['rule-proposed', 'lena'],
      ['trial-started', 'lena'],
      ['activation-asked', 'lena'],
      ['rule-activated', 'rita'],
      ['retirement-asked', 'rita'],
      ['rule-retired', 'otto'],
    ]);
  });

  it('waits for the day of an activation, in shadow until then', async () => {
    await post(lead, '', ours());
    await activate('our-number/1', '2026-06-10');
    expect((await changes.inPlay()).trial.map(({ id }) => id)).toEqual(['our-number']);
    expect(await live()).not.toContain('our-number@1');
    monitor.clock.nowMs = Date.UTC(2026, 5, 10);
    expect(await live()).toContain('our-number@1');
    expect((await changes.inPlay()).trial).toEqual([]);
  });

  it('gives the rulebook a version whenever other rules raise flags, with what it changed', async () => {
    await post(lead, '', ours());
    await activate('our-number/1');
    await post(lead, '', ours({ version: 2, number: '3e25' }));
    await activate('our-number/2');
    const versions = (await get(lead, '/our-number')).items;
    expect(versions.map(({ state, judged }: Record<string, string>) => [state, judged])).toEqual([
      ['ACTIVE', 'NOT'],
      ['ACTIVE', 'LIVE'],
    ]);
    expect((await get(lead, '/versions')).items.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
    expect((await get(lead, '/versions/2')).added).toEqual(['our-number@1']);
    expect((await get(lead, '/versions/3')).changed).toEqual([
      { id: 'our-number', fromVersion: 1, toVersion: 2, fields: [{ field: 'number', before: '1e25', after: '3e25' }] },
    ]);
    await post(lead, '/us-ca-sb1047/1/retirement', { reason: 'vetoed anyway' });
    await post(regulator, '/us-ca-sb1047/1/retirement/approval');
    expect((await get(lead, '/versions/4')).removed).toEqual(['us-ca-sb1047@1']);
    expect((await get(lead, '/versions/5')).code).toBe('RULEBOOK_VERSION_UNKNOWN');
    expect((await get(lead, '/versions/x')).code).toBe('RULEBOOK_VERSION_UNKNOWN');
    expect((await changes.inPlay()).version).toBe('4');
  });

  it('names all that is wrong with a file, beside the other rules too', async () => {
    const refused = await post(lead, '', ours({ scopes: ['galaxy'], colour: 'red' }));
    expect([refused.status, refused.code]).toEqual([422, 'RULE_REFUSED']);
    expect(refused.body.problems.map(({ code, field }: Record<string, string>) => `${code} ${field}`)).toEqual([
      'WORD_UNKNOWN scopes[0]',
      'FIELD_UNKNOWN colour',
    ]);
    expect((await post(lead, '', ours({ version: 2 }))).body.problems).toMatchObject([{ code: 'VERSION_GAP' }]);
    const band = printRule(PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'band-enhanced')!);
    expect((await post(lead, '', { ...band, id: 'low', number: '1e20' })).body.problems).toMatchObject([{ code: 'BANDS_NOT_RISING' }]);
    const overCapacity = printRule(PUBLISHED_RULEBOOK.rules.find(({ id }) => id === 'over-capacity')!);
    expect(await post(lead, '', { ...overCapacity, version: 2 })).toMatchObject({ status: 422, code: 'KIND_NOT_OPEN' });
    expect(await post(lead, '', [])).toMatchObject({ status: 422, code: 'RULE_REFUSED' });
    expect(await post(lead, '', eu)).toMatchObject({ status: 409, code: 'RULE_EXISTS' });
  });

  it('lets a provider keep its own policies, and nobody else see them but the scheme', async () => {
    const policy = ours({ id: 'alpha-number', provider: 'alpha', scopes: ['account', 'customer'] });
    expect(await post(alpha, '', ours())).toMatchObject({ status: 422, code: 'POLICY_OWNER' });
    expect(await post(beta, '', policy)).toMatchObject({ status: 422, code: 'POLICY_OWNER' });
    expect(await post(alpha, '', { ...policy, id: 'our-number' })).toMatchObject({ status: 422, code: 'POLICY_ID' });
    expect((await post(alpha, '', policy)).state).toBe('PROPOSED');
    expect(await post(beta, '/alpha-number/1/trial')).toMatchObject({ status: 404, code: 'RULE_UNKNOWN' });
    expect((await get(beta, '/alpha-number')).code).toBe('RULE_UNKNOWN');
    await post(alpha, '/alpha-number/1/activation', { activeFrom: '2026-06-01' });
    expect((await post(alphaTwo, '/alpha-number/1/activation/approval')).state).toBe('ACTIVE');
    expect((await get(beta, '/versions/2')).rules).not.toContain('alpha-number@1');
    expect((await get(alpha, '/versions/2')).added).toEqual(['alpha-number@1']);
    expect((await get(lead, '/alpha-number')).items[0].history).toHaveLength(3);
    expect(await post(alpha, '/eu-ai-act-51/1/retirement', { reason: 'no' })).toMatchObject({ status: 403, code: 'RULE_OF_SCHEME' });
  });

  it('does not tell a provider who at the scheme decided', async () => {
    await post(lead, '', ours());
    expect((await get(alpha, '/our-number')).items[0].history).toEqual([{ type: 'rule-proposed', at: '2026-06-01T00:00:00.000Z' }]);
  });

  it('is for people alone, of the roles that the table names', async () => {
    for (const token of [monitor.tokens.provider('alpha'), monitor.tokens.operator(), monitor.tokens.person('compliance-analyst')])
      expect((await post(token, '', ours())).status).toBe(403);
  });

  it('takes back what nothing rests on, keeps what is to stay, and answers what cannot be', async () => {
    await post(lead, '', ours());
    expect((await post(lead, '/our-number/1/withdrawal', { reason: 'typo' })).state).toBe('WITHDRAWN');
    expect(await post(lead, '/our-number/1/trial')).toMatchObject({ status: 409, code: 'RULE_NOT_IN_STATE' });
    expect((await get(lead, '')).items.map(({ id }: { id: string }) => id)).not.toContain('our-number');
    expect((await post(lead, '', ours({ version: 2 }))).state).toBe('PROPOSED');
    await post(lead, '/us-ca-sb1047/1/retirement', { reason: 'vetoed anyway' });
    expect((await post(regulator, '/us-ca-sb1047/1/retirement/refusal', { reason: 'a useful exercise' })).state).toBe('ACTIVE');
    expect(await post(lead, '/us-ca-sb1047/1/retirement', { reason: ' ' })).toMatchObject({ status: 422, code: 'REASON_MISSING' });
    expect(await post(lead, '/nothing/1/trial')).toMatchObject({ status: 404, code: 'RULE_UNKNOWN' });
    expect(await post(lead, '/our-number/0/trial')).toMatchObject({ status: 404, code: 'RULE_UNKNOWN' });
    expect(await post(lead, '/our-number/2/activation', { activeFrom: '2026-05-31' })).toMatchObject({ code: 'ACTIVE_FROM_PASSED' });
    expect(await post(lead, '/our-number/2/activation', { activeFrom: '31.5.26' })).toMatchObject({ code: 'ACTIVE_FROM_MALFORMED' });
  });

  it('tells the other apps of each turn that a rule takes, and of nothing that was refused', async () => {
    await post(lead, '', ours());
    await post(lead, '', ours({ number: 'many' }));
    await activate('our-number/1');
    const told = (await monitor.rows.query('select topic, key, value from outbox order by id')) as {
      topic: string;
      key: string;
      value: Buffer;
    }[];
    expect(told.map(({ topic, key }) => `${topic} ${key}`)).toEqual(Array(3).fill('rule.v1 our-number@1'));
    const news = told.map(({ value }) => JSON.parse(value.toString()));
    expect(news.map(({ status }) => status)).toEqual(['PROPOSED', 'ACTIVATION_ASKED', 'ACTIVE']);
    expect(readRule(news[2].rule)).toMatchObject({ rule: { id: 'our-number', version: 1 } });
  });

  it('compares a trial with what is live, by scope, over a past period', async () => {
    const at = Date.UTC(2026, 2, 1);
    const account = (id: string) => ({ kind: 'account' as const, provider: 'alpha', id });
    await post(lead, '', { ...eu, version: 2, number: '5e24' });
    expect(await get(lead, '/eu-ai-act-51/2/trial')).toMatchObject({ status: 409, code: 'RULE_NOT_IN_STATE' });
    await post(lead, '/eu-ai-act-51/2/trial');
    const common = { rule: 'eu-ai-act-51', tier: 'PROBABLE', raisedAtMs: at };
    await monitor.rows.raise({ ...common, scope: account('both'), momentMs: at });
    await monitor.rows.raise({ ...common, scope: account('both'), momentMs: at - DAY, ruleVersion: 2, shadow: true });
    await monitor.rows.raise({ ...common, scope: account('new'), momentMs: at, ruleVersion: 2, shadow: true });
    await monitor.rows.raise({ ...common, scope: account('later'), momentMs: at + 9 * DAY, ruleVersion: 2, shadow: true });
    await monitor.rows.raise({ ...common, scope: account('gone'), momentMs: at });
    await monitor.rows.raise({ ...common, scope: { kind: 'account', provider: 'beta', id: 'b' }, momentMs: at });
    const over = await monitor.rows.raise({ ...common, scope: account('over'), momentMs: at });
    await monitor.rows.tellOf(over, 'WITHDRAWN', at, { causes: ['CORRECTION'] });
    const ids = (items: { scopeId: string }[]) => items.map(({ scopeId }) => scopeId);
    const report = await get(lead, '/eu-ai-act-51/2/trial?from=2026-02-01&to=2026-03-05');
    expect([report.rule, report.live, ids(report.added), ids(report.removed), report.unchanged]).toEqual([
      'eu-ai-act-51@2',
      'eu-ai-act-51@1',
      ['new'],
      ['gone', 'b'],
      0,
    ]);
    expect(report.moved).toMatchObject([{ scopeId: 'both', moment: '2026-02-28T00:00:00.000Z', liveMoment: '2026-03-01T00:00:00.000Z' }]);
    expect(ids((await get(alpha, '/eu-ai-act-51/2/trial')).removed)).toEqual(['gone']);
    expect((await get(lead, '/eu-ai-act-51/2/trial?from=x')).code).toBe('FROM_INVALID');
  });
});
