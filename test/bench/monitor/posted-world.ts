/**
 * What the ledger posts of the fleet, and who the accounts are: the monitor's side of the world, made without the ledger so that it can be
 * measured alone. Nine accounts in ten are linked, to one of three thousand customers; every fifth party is under one of two hundred owners.
 */
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  ControlEdgeStated_Kind,
  CustomerEventSchema,
  CustomerStanding_Status,
  encodePostedBatch,
  Level_Value,
  LinkEvidence_Confirmation,
  LinkEvidence_Kind,
  LinkEvidence_Strength,
  type PostedRow,
} from '@tidemark/contracts';
import { POSTED_PARTITIONS } from '@tidemark/messaging';
import { modelOf, type TotalsRow } from '../fleet/expected-totals.js';
import { ACCELERATORS_PER_NODE, accountAt, accountOf, clusterOf, type FleetPlan, PROVIDER, ppmAt } from '../fleet/fleet.js';

export const CUSTOMERS = 3_000;
export const OWNERS = 200;
/** Of ten accounts, this many are linked. */
const LINKED_OF_TEN = 9;
/** Every so manieth party has an owner. */
const OWNED_EVERY = 5;
const MINUTE_MS = 60_000;
/** A basis that is measured by telemetry. */
const TELEMETRY_MEASURED = 5;
/** TFLOP of a node and minute at full utilisation, of the order of eight H100. */
const NODE_MINUTE_TFLOP = 474_912;

export type CustomerFact = MessageInitShape<typeof CustomerEventSchema>['fact'];

export const customerOf = (customer: number): string => `customer-${customer}`;
export const ownerOf = (owner: number): string => `owner-${owner}`;

/** Standing, links and control of everybody, in force since 1970. */
export function identityFacts(accounts: number): CustomerFact[] {
  const facts: CustomerFact[] = [];
  for (let i = 0; i < CUSTOMERS; i += 1) facts.push(customerStanding(customerOf(i)));
  for (let i = 0; i < OWNERS; i += 1) facts.push(customerStanding(ownerOf(i)));
  for (let i = 0; i < accounts; i += 1) if (i % 10 < LINKED_OF_TEN) facts.push(linked(accountOf(i), customerOf(i % CUSTOMERS)));
  for (let i = 0; i < CUSTOMERS; i += OWNED_EVERY) facts.push(controls(ownerOf((i / OWNED_EVERY) % OWNERS), customerOf(i)));
  return facts;
}

export const customerStanding = (customer: string): CustomerFact => ({
  case: 'standing',
  value: { customer, provider: PROVIDER, kind: 1, level: Level_Value.ENHANCED, status: CustomerStanding_Status.ACTIVE, version: 1n },
});

export const linked = (account: string, customer: string): CustomerFact => ({
  case: 'accountLinked',
  value: {
    ...{ link: `link-${account}`, provider: PROVIDER, account, customer },
    evidence: {
      kind: LinkEvidence_Kind.DECLARED,
      strength: LinkEvidence_Strength.STRONG,
      confirmation: LinkEvidence_Confirmation.PERSON,
    },
  },
});

export const controlEnded = (owner: string, owned: string, atMs: number): CustomerFact => ({
  case: 'controlEnded',
  value: { edge: `${owner}-${owned}`, atMs: BigInt(atMs) },
});

export const controls = (owner: string, owned: string): CustomerFact => ({
  case: 'controlStated',
  value: { edge: `${owner}-${owned}`, provider: PROVIDER, owner, owned, kind: ControlEdgeStated_Kind.VOTES, share: '1' },
});

export function customerEvent(sequence: number, fact: CustomerFact): Uint8Array {
  const event = { id: `bench-${sequence}`, sequence: BigInt(sequence), knownAtMs: BigInt(Date.now()), recordedBy: 'bench' };
  return toBinary(CustomerEventSchema, create(CustomerEventSchema, { ...event, ...(fact && { fact }) }));
}

/** Rows of one account in one commit: amounts add up over the reports that are folded together. */
interface CommitRow {
  account: number;
  meter: number;
  hour: number;
  amounts: TotalsRow;
}

/** One commit of the ledger: these minutes of these meters. */
export interface Commit {
  position: number;
  minutes: readonly { meter: number; minute: number }[];
  /** Time of minute 0. */
  firstMinuteMs: number;
}

/** The messages of one commit by partition, and how many postings they hold; `expected` is added to, keyed as the ledger's totals. */
export function postedMessages(
  plan: FleetPlan,
  commit: Commit,
  expected: Map<string, TotalsRow>,
): { partition: number; value: Buffer; rows: number }[] {
  const rows = new Map<string, CommitRow>();
  for (const { meter, minute } of commit.minutes) foldReport(plan, rows, meter, minute, commit.firstMinuteMs);
  for (const { account, meter, hour, amounts } of rows.values())
    add(expected, `${PROVIDER}|${accountOf(account)}|${clusterOf(meter)}|${modelOf(meter).model}|${hour}`, amounts);
  const parts = Map.groupBy(rows.values(), ({ account }) => account % POSTED_PARTITIONS);
  return Array.from(parts, ([partition, own]) => ({ partition, value: batchOf(commit.position, partition, own), rows: own.length }));
}

function foldReport(plan: FleetPlan, rows: Map<string, CommitRow>, meter: number, minute: number, firstMinuteMs: number): void {
  const hour = Math.floor((firstMinuteMs + minute * MINUTE_MS) / 3_600_000);
  for (let node = 0; node < plan.nodes; node += 1) {
    const account = accountAt(plan, meter, node);
    const key = `${account}/${meter}/${hour}`;
    let row = rows.get(key);
    if (!row) rows.set(key, (row = { account, meter, hour, amounts: [0, 0, 0, 0] }));
    const tflop = Math.floor((NODE_MINUTE_TFLOP * ppmAt(meter, minute, node)) / 1_000_000);
    const more = [MINUTE_MS * ACCELERATORS_PER_NODE, Math.floor(tflop / 2), tflop, tflop * 2];
    for (let i = 0; i < 4; i += 1) row.amounts[i]! += more[i]!;
  }
}

function batchOf(ledgerPosition: number, part: number, rows: readonly CommitRow[]): Buffer {
  const names = new Map<string, number>([['', 0]]);
  const place = (name: string): number => {
    if (!names.has(name)) names.set(name, names.size);
    return names.get(name)!;
  };
  const posted = rows.map(
    ({ account, meter, hour, amounts: [acceleratorMs, lower, expected, upper] }): PostedRow => ({
      ...{ provider: place(PROVIDER), account: place(accountOf(account)), cluster: place(clusterOf(meter)) },
      ...{ accelerator: place(modelOf(meter).model), hour, acceleratorMs, lower, expected, upper, basis: TELEMETRY_MEASURED },
    }),
  );
  return encodePostedBatch({
    ...{ ledgerPosition, part, knownAtMs: Date.now(), policyVersion: 1, catalogueVersion: 1 },
    ...{ names: [...names.keys()], rows: posted, shares: [], basisShares: [] },
  });
}

function add(totals: Map<string, TotalsRow>, key: string, more: TotalsRow): void {
  const sum = totals.get(key);
  if (!sum) totals.set(key, [...more]);
  else for (let i = 0; i < 4; i += 1) sum[i]! += more[i]!;
}
