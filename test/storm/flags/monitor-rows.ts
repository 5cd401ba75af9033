/** What the monitor keeps and what it told: its tables, and flag.v1 and use.v1 read from their beginning. */
import { fromBinary } from '@bufbuild/protobuf';
import { type FlagEvent, FlagEventSchema, type UseSignal, UseSignalSchema } from '@tidemark/contracts';
import type { Scope } from '@tidemark/domain';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import type pg from 'pg';
import { type FlagRow, MemoryTables } from '../../flags/memory-tables.js';
import { nameOf, truthOf } from '../../flags/monitor-terms.js';
import type { FlagFact, StandingTruth } from '../../truth/flags/flag-truth.model.js';
import { readTopic } from '../harness/log-reader.js';

export interface KeptFlag extends FlagRow {
  scope: Scope;
  standing: StandingTruth;
}

/** In the order in which they were raised. */
export async function keptFlags(client: pg.Client): Promise<KeptFlag[]> {
  const { rows } = await client.query(
    `select id, kind, tier, rule, rule_version, n, shadow, scope_key, content, change, raised_at_ms, status, state
     from threshold_monitor.flag order by change, raised_at_ms, id`,
  );
  return rows.map((row) => {
    const { id, kind, rule, rule_version: ruleVersion, n, shadow, scope_key: scopeKey, content, status, state } = row;
    const tier = row.tier ?? undefined;
    const { scope, place } = state;
    const totals = place.totals && mapped(place.totals);
    const standing = truthOf({ kind, rule, ruleVersion, scope, tier, n, ...place, totals, detail: {} });
    const kept = { id, kind, tier, rule, ruleVersion, n, shadow, scopeKey, content, status, state: JSON.stringify(state), scope, standing };
    return { ...kept, change: BigInt(row.change), raisedAtMs: Number(row.raised_at_ms) };
  });
}

const mapped = ({ lower, expected, upper }: Record<string, string>) => ({
  lower: BigInt(lower!),
  expected: BigInt(expected!),
  upper: BigInt(upper!),
});

export async function keptEvaluations(client: pg.Client): Promise<FlagFact[]> {
  const { rows } = await client.query('select scope, at_ms, known_at_ms from threshold_monitor.evaluation order by at_ms, id');
  return rows.map(({ scope, at_ms, known_at_ms }) => ({
    ...{ type: 'evaluated', scope: nameOf(scope), atMs: Number(at_ms), knownAtMs: Number(known_at_ms) },
  }));
}

/** Messages by what makes each the same for every delivery, as they came first; what came again with other bytes is a fault. */
async function once<Message>(log: EventLog, topic: string, read: (value: Uint8Array) => Message, idOf: (message: Message) => string) {
  const bytes = new Map<string, string>();
  const messages: { message: Message; value: Uint8Array }[] = [];
  const faults: string[] = [];
  for (const { value } of await readTopic(log, topic)) {
    const message = read(value);
    const id = idOf(message);
    const hex = value.toString('hex');
    if (!bytes.has(id)) messages.push({ message, value });
    else if (bytes.get(id) !== hex) faults.push(`${topic} says ${id} twice, in different words`);
    bytes.set(id, hex);
  }
  return { messages, faults };
}

export const toldOnce = (log: EventLog) =>
  once<FlagEvent>(
    log,
    TOPICS.flag,
    (value) => fromBinary(FlagEventSchema, value),
    ({ id }) => id,
  );

export const signalsOnce = (log: EventLog) =>
  once<UseSignal>(
    log,
    TOPICS.use,
    (value) => fromBinary(UseSignalSchema, value),
    ({ id }) => id,
  );

const TYPES = {
  ...{ raised: 'RAISED', moved: 'MOVED', withdrawn: 'WITHDRAWN', confirmed: 'CONFIRMED', superseded: 'SUPERSEDED' },
  projection: 'PROJECTION_UPDATED',
} as const;

/** The flags as the tables keep them beside the facts as the log tells them: whoever compares the two hears what a consumer hears. */
export function tablesOf(flags: readonly KeptFlag[], told: readonly { message: FlagEvent; value: Uint8Array }[]): MemoryTables {
  const tables = new MemoryTables();
  for (const flag of flags) tables.flags.set(flag.id, flag);
  tables.events = told.map(({ message: { sequence, flag, fact }, value }) => {
    if (fact.case === undefined) throw new Error(`fact ${sequence} about flags says nothing`);
    const detail = 'momentMs' in fact.value ? { momentMs: Number(fact.value.momentMs) } : {};
    return { sequence, flag, provider: undefined, type: TYPES[fact.case], detail, message: value };
  });
  return tables;
}
