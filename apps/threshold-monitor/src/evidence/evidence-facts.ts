import { fromBinary } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { FacilityEventSchema, UnusableFact } from '@tidemark/contracts';
import {
  type Attribution,
  type EvidenceFacts,
  HOUR_MS,
  OrderBook,
  printAmounts,
  printHours,
  type Rule,
  type Scope,
  type Standing,
  type Suspension,
  type VerificationLevel,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import { readOrder } from '../accumulate/order-message.js';
import { AT } from '../accumulate/posted-rows.js';
import { RegisteredClusters } from '../evaluate/registered-clusters.js';
import type { GroupSums } from '../totals/totals-fold.js';
import { KnownThen } from './evidence.port.js';

export interface FactsAsked {
  readonly standing: Standing;
  readonly rule: Rule;
  readonly attribution: Attribution;
  /** When the flag was raised, and in which change. */
  readonly raisedAtMs: number;
  readonly change: bigint;
  /** Of a compute cluster, its use by hour as it was then. */
  readonly clusterHours: () => Promise<GroupSums[]>;
}

/** What a kind of flag rests on beside use, as it was known when the flag was raised. */
@Injectable()
export class EvidenceFactsReader {
  constructor(private readonly known: KnownThen) {}

  async of(tx: Transaction, asked: FactsAsked): Promise<EvidenceFacts> {
    const { standing, rule, raisedAtMs } = asked;
    switch (standing.kind) {
      case 'CROSSING':
        // It was judged because every condition held.
        if (standing.tier !== 'PROJECTED') return { type: 'CROSSING', declared: rule.conditions.map(({ words }) => words) };
        return { type: 'PROJECTION', hour: Math.floor(raisedAtMs / HOUR_MS), plans: plansOf(asked) };
      case 'UNVERIFIED_ABOVE_BAND':
      case 'UNLINKED_ABOVE_BAND':
        return { type: 'LEVEL', level: levelOf(asked) };
      case 'EVALUATION_DUE':
        return { type: 'EVALUATIONS', evaluations: await this.known.evaluations(tx, standing.scope, asked.change) };
      case 'CAPACITY':
        return this.registration(tx, asked);
      case 'OVER_CAPACITY':
        return this.capacityUse(tx, asked);
      case 'USE_AFTER_ORDER':
        return { type: 'SUSPENSIONS', suspensions: [...suspensionsOf(asked), ...(await this.orders(tx, asked))] };
      default:
        return standing.kind satisfies never;
    }
  }

  private async orders(tx: Transaction, { standing: { scope }, change }: FactsAsked) {
    const book = new OrderBook();
    for (const bytes of await this.known.orderFacts(tx, change)) {
      const { fact } = readOrder(bytes);
      if (fact) book.take(fact);
    }
    const isOverProviders = scope.kind === 'party' || scope.kind === 'group';
    return book.of(scope).map((order) => ({ ...printSpan(order), ...(isOverProviders ? { provider: order.provider } : {}) }));
  }

  private async registration(tx: Transaction, { standing: { scope }, change }: FactsAsked): Promise<EvidenceFacts> {
    const capacity = scope.kind === 'cluster' ? (await this.registered(tx, change)).capacityOf(scope.provider, scope.id) : undefined;
    if (!capacity?.peaks) throw new Error(`a flag on the capacity of ${scope.id}, which had none`);
    const { scope: _, peaks, ...facts } = capacity;
    return { type: 'REGISTRATION', ...facts, peaks };
  }

  private async capacityUse(tx: Transaction, { standing: { scope }, change, clusterHours }: FactsAsked): Promise<EvidenceFacts> {
    if (scope.kind !== 'cluster') throw new Error(`a flag on the use of a registered cluster, of a ${scope.kind}`);
    const rows = (await clusterHours()).sort((a, b) => a.slot - b.slot);
    const registered = (await this.registered(tx, change)).hoursOf(scope.provider, scope.id);
    return {
      type: 'CAPACITY_USE',
      hours: printHours(rows.map(({ slot }) => slot)),
      acceleratorMs: printAmounts(rows.map(({ amounts }) => amounts[AT.accelerator_ms]!)),
      registered: registered ? [registered] : [],
    };
  }

  private async registered(tx: Transaction, change: bigint): Promise<RegisteredClusters> {
    const clusters = new RegisteredClusters();
    for await (const bytes of this.known.facilityFacts(tx, change)) {
      try {
        clusters.take(fromBinary(FacilityEventSchema, bytes));
      } catch (error) {
        // It was left out when it came, too.
        if (!(error instanceof UnusableFact)) throw error;
      }
    }
    return clusters;
  }
}

const plansOf = ({ attribution, standing: { scope }, raisedAtMs }: FactsAsked) =>
  attribution
    .plansOf(scope, raisedAtMs)
    .map(({ computeFlop, fromMs, toMs }) => ({ kind: 'PLAN' as const, fromMs, toMs, flop: computeFlop.toString() }));

function levelOf({ attribution, standing: { scope }, raisedAtMs }: FactsAsked): VerificationLevel | 'UNLINKED' {
  const level = levelOfScope(attribution, scope, raisedAtMs);
  if (level === undefined) throw new Error(`a flag on the level of ${scope.kind} ${scope.id}, which had none`);
  return level;
}

function levelOfScope(attribution: Attribution, scope: Scope, nowMs: number): VerificationLevel | 'UNLINKED' | undefined {
  if (scope.kind === 'party') return attribution.levelOfParty(scope.id, nowMs);
  if (scope.kind === 'customer') return attribution.standingOf(scope.id, nowMs).level;
  if (scope.kind !== 'account') return undefined;
  const customer = attribution.customerAt(scope.provider, scope.id, Math.floor(nowMs / HOUR_MS) * HOUR_MS);
  return customer === undefined ? 'UNLINKED' : attribution.standingOf(customer, nowMs).level;
}

const suspensionsOf = ({ attribution, standing: { scope } }: FactsAsked) =>
  scope.kind === 'customer' ? attribution.suspensionsOf(scope.id).map(printSpan) : [];

const printSpan = ({ fromMs, toMs }: Suspension) => ({ fromMs, ...(Number.isFinite(toMs) ? { toMs } : {}) });
