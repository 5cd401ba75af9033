import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { monitor } from '@tidemark/contracts';
import type { BatchContext, IncomingMessage } from '@tidemark/messaging';
import fc from 'fast-check';
import { type CaseworkUnderTest, startCasework } from '../../test/casework.fixture.js';
import { aFlag, controls, linked, resolved, tellCustomers } from '../../test/intake.fixture.js';
import { FlagsConsumer } from './flags.consumer.js';

const { Scope_Kind, Flag_Kind, Flag_Tier } = monitor;
const RUNS = 6;
type FlagFact = NonNullable<MessageInitShape<typeof monitor.FlagEventSchema>['fact']>;

/** Accounts a and b are one party's, c another's, which the first controls; d is nobody's. */
const scopes = ['a', 'b', 'c', 'd', 'party', 'group'] as const;
type Place = (typeof scopes)[number];

interface RaisedInit {
  at: Place;
  kind: monitor.Flag_Kind;
  rule: string;
  withdrawnAfter: number | undefined;
}
interface Batch {
  size: number;
  again: number;
  twice: boolean;
}

const raised = fc.record({
  at: fc.constantFrom<Place>(...scopes),
  kind: fc.constantFrom(Flag_Kind.CROSSING, Flag_Kind.CROSSING, Flag_Kind.EVALUATION_DUE, Flag_Kind.UNVERIFIED_ABOVE_BAND),
  rule: fc.constantFrom('eu-ai-act-51', 'us-ca-sb53', 'us-eo-14110'),
  /** Withdrawn, so many facts later. */
  withdrawnAfter: fc.option(fc.nat(6), { nil: undefined }),
});
/** How many messages come in each batch, and how many of the ones before come again with it. */
const batches = fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), again: fc.nat(3), twice: fc.boolean() }), {
  minLength: 4,
  maxLength: 12,
});

const context: BatchContext = { isStale: () => false, heartbeat: async () => undefined, deadLetter: async () => undefined };

describe('flags, however they are delivered', () => {
  let casework: CaseworkUnderTest;
  beforeAll(async () => {
    casework = await startCasework();
  }, 60_000);
  afterAll(() => casework?.stop());

  const world = async (): Promise<string> => {
    const north = `p${randomUUID().slice(0, 8)}`;
    const [one, two] = [`${north}-one`, `${north}-two`];
    await tellCustomers(casework, [
      ...[linked(north, 'a', one), linked(north, 'b', one), linked(north, 'c', two)],
      ...[resolved(one, north, `${north}-p1`), resolved(two, north, `${north}-p2`), controls(north, one, two)],
    ]);
    return north;
  };

  const scopeAt = (north: string, at: Place) => {
    if (at === 'party') return { kind: Scope_Kind.PARTY, id: `${north}-p2` };
    if (at === 'group') return { kind: Scope_Kind.GROUP, id: `${north}-p1`, controlRule: 'control' };
    return { kind: Scope_Kind.ACCOUNT, provider: north, id: at };
  };

  /** The facts of the log, in its order. */
  const messagesOf = (north: string, flags: readonly RaisedInit[]): IncomingMessage[] => {
    const facts: { flag: string; place: number; fact: FlagFact }[] = flags.flatMap(({ at, kind, rule, withdrawnAfter }, n) => {
      const id = `${north}/${n}`;
      const legalStatus = rule === 'us-eo-14110' ? 'RESCINDED' : 'IN_FORCE';
      const flag = { ...aFlag(casework.clock.nowMs), id, kind, rule, legalStatus, tier: Flag_Tier.PROBABLE, scope: scopeAt(north, at) };
      const told = [{ flag: id, place: n, fact: { case: 'raised' as const, value: flag } }];
      const gone = {
        flag: id,
        place: n + (withdrawnAfter ?? 0) + 0.5,
        fact: { case: 'withdrawn' as const, value: { reason: 'A correction.' } },
      };
      return withdrawnAfter === undefined ? told : [...told, gone];
    });
    facts.sort((one, other) => one.place - other.place);
    return facts.map(({ flag, fact }, n) => {
      const event = create(monitor.FlagEventSchema, {
        id: `${n}`,
        sequence: BigInt(n + 1),
        knownAtMs: BigInt(casework.clock.nowMs),
        flag,
        fact,
      });
      const value = Buffer.from(toBinary(monitor.FlagEventSchema, event));
      return { offset: BigInt(n), key: 'monitor', value, headers: {}, timestampMs: 0 };
    });
  };

  /** Delivered in batches, some again, some to two instances at once: whatever was not taken at the end comes in one last batch. */
  const deliver = async (north: string, messages: readonly IncomingMessage[], groups: readonly Batch[]) => {
    const consumer = casework.part(FlagsConsumer);
    const take = (some: readonly IncomingMessage[]) =>
      some.length === 0
        ? undefined
        : consumer.take({ topic: `flags of ${north}`, partition: 0, messages: [...some], endOffset: 0n }, context);
    let next = 0;
    for (const { size, again, twice } of [...groups, { size: messages.length, again: 0, twice: false }]) {
      const batch = messages.slice(Math.max(0, next - again), next + size);
      await Promise.all([take(batch), twice ? take(batch) : undefined]);
      next += size;
    }
  };

  const outcome = async (north: string) => {
    const rows = await casework.everything<{ id: string; flags: string[]; matter: string; subject_key: string; stage: string }>(
      `select id, flags, matter, subject_key, stage from case_row where exists (select from unnest(flags) as f where f like $1)`,
      [`${north}/%`],
    );
    const joined = await casework.everything<{ flag: string }>(
      `select facts->'flag'->>'id' as flag from case_event where type = 'flag-joined' and facts->'flag'->>'id' like $1`,
      [`${north}/%`],
    );
    return { rows, joined: joined.map(({ flag }) => flag) };
  };

  it('are each in one case, and of one group and matter there is one that stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(raised, { minLength: 1, maxLength: 12 }), batches, batches, async (flags, one, other) => {
        const structures: string[][][] = [];
        for (const groups of [one, other]) {
          const north = await world();
          await deliver(north, messagesOf(north, flags), groups);
          const { rows, joined } = await outcome(north);
          expect(new Set(joined).size).toBe(joined.length);
          expect(rows.flatMap((row) => row.flags).sort()).toEqual([...joined].sort());
          const keys = rows.map(({ matter, subject_key }) => `${matter} ${subject_key}`);
          expect(new Set(keys).size).toBe(keys.length);
          flags.forEach(({ kind, rule }, n) => {
            const opens = rule !== 'us-eo-14110' && kind !== Flag_Kind.UNVERIFIED_ABOVE_BAND;
            if (opens) expect(joined).toContain(`${north}/${n}`);
          });
          structures.push(rows.map((row) => row.flags.map((flag) => flag.replace(north, '')).sort()).sort());
        }
        expect(structures[0]).toEqual(structures[1]);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('are put aside once when nothing can be done with them, and never passed over because that failed', async () => {
    const fact: FlagFact = { case: 'withdrawn', value: { reason: 'Of a flag that never came.' } };
    const event = create(monitor.FlagEventSchema, { id: '1', sequence: 1n, knownAtMs: 1n, flag: 'never-came', fact });
    const value = Buffer.from(toBinary(monitor.FlagEventSchema, event));
    const about = { key: 'monitor', headers: {}, timestampMs: 0 };
    const messages = [
      { offset: 0n, value, ...about },
      { offset: 1n, value: Buffer.from([255, 255]), ...about },
    ];
    const put: string[] = [];
    const take = (away: boolean) =>
      casework.part(FlagsConsumer).take(
        { topic: 'flags of nobody', partition: 0, messages, endOffset: 2n },
        {
          ...context,
          deadLetter: async (_, reason) => {
            if (away) throw new Error('the event log is away');
            put.push(reason);
          },
        },
      );
    await take(true);
    expect(put).toEqual([]);
    await take(false);
    await take(false);
    expect(put).toEqual(['a fact about the flag never-came, which never came', expect.any(String)]);
  });
});
