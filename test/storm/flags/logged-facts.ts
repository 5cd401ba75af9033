/** What stands on the logs, as facts of the model of flags. Decoded by the generated code alone: no reader of the product takes part. */
import { fromBinary } from '@bufbuild/protobuf';
import {
  ControlEdgeStated_Kind,
  type CustomerEvent,
  CustomerEventSchema,
  CustomerStanding_Status,
  ExemptionGranted_Kind,
  FacilityEventSchema,
  IntentDeclared_Trains,
  Level_Value,
  PostedBatchSchema,
} from '@tidemark/contracts';
import { type EventLog, TOPICS } from '@tidemark/messaging';
import type { FlagFact, FlagStatement, LevelTruth, PostedTruth } from '../../truth/flags/flag-truth.model.js';
import { rational } from '../../truth/flags/rational.js';
import type { CatalogueEntry } from '../harness/facility-client.js';
import { readTopic } from '../harness/log-reader.js';

/** Postings first, each hour summed: when they became known changes nothing of what stands in the end. */
export async function loggedFacts(log: EventLog, catalogue: readonly CatalogueEntry[]): Promise<FlagFact[]> {
  return [...(await posted(log)), ...(await registered(log, catalogue)), ...(await identities(log))];
}

async function posted(log: EventLog): Promise<FlagFact[]> {
  const sums = new Map<string, PostedTruth>();
  const seen = new Set<string>();
  for (const { value } of await readTopic(log, TOPICS.posted)) {
    const batch = fromBinary(PostedBatchSchema, value);
    const id = `${batch.ledgerPosition}/${batch.part}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const name = (column: number[], row: number): string => batch.names[column[row]!]!;
    batch.hour.forEach((hour, row) => {
      const at = { provider: name(batch.provider, row), account: name(batch.account, row), cluster: name(batch.cluster, row) };
      const key = JSON.stringify([at, String(hour)]);
      const sum = sums.get(key) ?? { ...at, accelerator: '', hour: Number(hour), acceleratorMs: 0n, lower: 0n, expected: 0n, upper: 0n };
      for (const column of ['acceleratorMs', 'lower', 'expected', 'upper'] as const) sum[column] += batch[column][row]!;
      sums.set(key, sum);
    });
  }
  return [...sums.values()].map((sum) => ({ type: 'posted', ...sum, knownAtMs: 0 }));
}

async function registered(log: EventLog, catalogue: readonly CatalogueEntry[]): Promise<FlagFact[]> {
  const peaks = new Map(catalogue.map(({ model, peaksGflops }) => [model, BigInt(peaksGflops.BF16 ?? 0)]));
  return (await readTopic(log, TOPICS.facility)).flatMap(({ value }): FlagFact[] => {
    const { fact, recordedAtMs } = fromBinary(FacilityEventSchema, value);
    if (fact.case !== 'cluster') return [];
    const { provider, id, accelerator, accelerators, interconnectGbps, inServiceFromMs } = fact.value;
    const peakOpsPerSecond = peaks.get(accelerator)! * 1_000_000_000n;
    const cluster = { provider, cluster: id, accelerators, interconnectGbps, peakOpsPerSecond, inServiceFromMs: Number(inServiceFromMs) };
    return [{ type: 'cluster', ...cluster, knownAtMs: Number(recordedAtMs) }];
  });
}

/** In the order of their sequence; one that was carried again has the sequence of the first. */
async function identities(log: EventLog): Promise<FlagFact[]> {
  const events = new Map<bigint, CustomerEvent>();
  for (const { value } of await readTopic(log, TOPICS.customer)) {
    const event = fromBinary(CustomerEventSchema, value);
    if (!events.has(event.sequence)) events.set(event.sequence, event);
  }
  const inOrder = [...events.values()].sort((a, b) => Number(a.sequence - b.sequence));
  return inOrder.flatMap(({ fact, knownAtMs }) => statementsOf(fact).map((one) => ({ ...one, knownAtMs: Number(knownAtMs) })));
}

type Stretch = { fromMs: number; toMs?: number };
const stretchOf = ({ fromMs, toMs }: { fromMs: bigint; toMs?: bigint }): Stretch => ({
  fromMs: Number(fromMs),
  ...(toMs === undefined ? {} : { toMs: Number(toMs) }),
});

function statementsOf(fact: CustomerEvent['fact']): FlagStatement[] {
  switch (fact.case) {
    case 'standing': {
      const { customer, provider, related, level, status, fromMs, levelValidUntilMs } = fact.value;
      const words = { level: Level_Value[level] as LevelTruth, status: CustomerStanding_Status[status] as 'ACTIVE' };
      const lapses = levelValidUntilMs === undefined ? {} : { levelValidUntilMs: Number(levelValidUntilMs) };
      return [{ type: 'standing', customer, provider, related, ...words, fromMs: Number(fromMs), ...lapses }];
    }
    case 'accountLinked': {
      const { link, provider, account, customer } = fact.value;
      return [{ type: 'linked', link, provider, account, customer, ...stretchOf(fact.value) }];
    }
    case 'accountUnlinked': {
      const { link, provider, account, customer, atMs } = fact.value;
      return [{ type: 'unlinked', link, provider, account, customer, atMs: Number(atMs) }];
    }
    case 'party': {
      const { customer, provider, party } = fact.value;
      return [{ type: 'resolved', customer, provider, party }];
    }
    case 'controlStated': {
      const { edge, provider, owner, owned, kind, share } = fact.value;
      const [over, under = '1'] = share.split('/');
      const said = share === '' ? {} : { share: rational(BigInt(over!), BigInt(under)) };
      const word = ControlEdgeStated_Kind[kind] as 'SHARES';
      return [{ type: 'controlStated', edge, provider, owner, owned, kind: word, ...said, ...stretchOf(fact.value) }];
    }
    case 'controlEnded':
      return [{ type: 'controlEnded', edge: fact.value.edge, atMs: Number(fact.value.atMs) }];
    case 'intent':
      return [intentOf(fact.value)];
    case 'exemption': {
      const { exemption, customer, provider, kind, subject, fromMs, untilMs } = fact.value;
      if (kind !== ExemptionGranted_Kind.ATTESTATION) return [];
      return [{ type: 'attested', exemption, customer, provider, subject, fromMs: Number(fromMs), untilMs: Number(untilMs) }];
    }
    case 'exemptionEnded':
      return [{ type: 'attestationEnded', exemption: fact.value.exemption, customer: fact.value.customer, atMs: Number(fact.value.atMs) }];
    default:
      return [];
  }
}

function intentOf(intent: Extract<CustomerEvent['fact'], { case: 'intent' }>['value']): FlagStatement {
  const { customer, provider, version, trains, computeFlop, modalities, fromMs, toMs } = intent;
  return {
    ...{ type: 'intentDeclared', customer, provider, version, modalities, trains: IntentDeclared_Trains[trains] as 'YES' },
    ...(computeFlop === '' ? {} : { computeFlop: BigInt(computeFlop) }),
    ...(fromMs === undefined ? {} : { fromMs: Number(fromMs) }),
    ...(toMs === undefined ? {} : { toMs: Number(toMs) }),
  };
}
