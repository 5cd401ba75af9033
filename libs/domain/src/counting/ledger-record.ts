import { HOUR_MS, hourOf, lastHourOf, msInHour } from '../metering/hour-slots.js';
import {
  type CatalogueVersion,
  type ClusterRegistration,
  type ComputeClusterFacts,
  type KnownFacts,
  type MeteredModel,
  registrationAt,
} from './known-facts.js';
import type { Place } from './ledger-change.js';
import { type Held, type RecordSlot, RecordState, waitingFor } from './record-state.js';

/** One record of the ledger with its content and what became of it: what settling works on. */
export interface LedgerRecord {
  reportPosition: number;
  index: number;
  provider: string;
  providerId: number;
  sourceId: number;
  epoch: number;
  sequence: bigint;

  account: string;
  cluster: string;
  accelerator: string;
  node: string;
  job: string;
  count: number;
  startMs: number;
  endMs: number;
  grade: number;
  ppm: number;
  devices: number[];
  target: { epoch: number; sequence: bigint; index: number } | undefined;
  void: boolean;

  state: RecordState;
  /** Why it is not decided itself; stays when a correction replaces it meanwhile. */
  held: Held | undefined;
  place: Place;
  decidedPosition: number;
  /** Where it was decided; undefined while held. */
  clusterId: number | undefined;
  slots: RecordSlot[];
  replacedBy: string | undefined;
}

export const recordKey = (reportPosition: number, index: number): string => `${reportPosition}/${index}`;
export const keyOf = (record: LedgerRecord): string => recordKey(record.reportPosition, record.index);

/** How people name a record: epoch/sequence/index. */
export const recordName = (record: LedgerRecord): string => `${record.epoch}/${record.sequence}/${record.index}`;

export const acceleratorMsOf = (record: LedgerRecord): number => record.count * (record.endMs - record.startMs);

/** Live: decided, and standing for itself. Only live records have postings and claims. */
export const isLive = (record: LedgerRecord): boolean => record.state !== RecordState.HELD && record.state !== RecordState.REPLACED;

/** All of the record counted, metered with these versions. */
export function wholeSlots(record: LedgerRecord, policyVersion: number, catalogueVersion: number): RecordSlot[] {
  const slots: RecordSlot[] = [];
  for (let hour = hourOf(record.startMs); hour <= lastHourOf(record.endMs) && record.startMs < record.endMs; hour++) {
    const countedMs = record.count * msInHour(hour, record.startMs, record.endMs);
    slots.push({ hour, countedMs, duplicateMs: 0, conflictMs: 0, policyVersion, catalogueVersion });
  }
  return slots;
}

/** What a record needs to be counted, or what it waits for. The same order of questions as `ReportFold`. */
export function decidability(
  record: LedgerRecord,
  facts: KnownFacts,
  normaliseName: (name: string) => string,
): { cluster: ComputeClusterFacts; registration: ClusterRegistration; model: MeteredModel } | Held {
  const cluster = facts.cluster(record.provider, record.cluster);
  if (!cluster) return { reason: 'UNKNOWN_CLUSTER', waitingFor: waitingFor.cluster(record.provider, record.cluster) };
  const registration = cluster.registrations.at(-1)!;
  const name = record.accelerator || registration.accelerator;
  const model = facts.catalogue.resolve(name);
  if (!model) return { reason: 'UNKNOWN_ACCELERATOR', waitingFor: waitingFor.accelerator(normaliseName(name)) };
  if (record.startMs < registration.inServiceFromMs || record.endMs > registration.inServiceToMs) {
    return { reason: 'NOT_IN_SERVICE', waitingFor: waitingFor.service(cluster.id) };
  }
  return { cluster, registration, model };
}

/** The model a decided record was, or is, metered as. */
export function modelOf(record: LedgerRecord, cluster: ComputeClusterFacts, catalogue: CatalogueVersion): MeteredModel {
  const registration = registrationAt(cluster, record.decidedPosition);
  const model = catalogue.resolve(record.accelerator || (registration?.accelerator ?? ''));
  if (!model) throw new Error(`Record ${recordName(record)} was decided without a model in catalogue ${catalogue.version}`);
  return model;
}

export const hourStart = (hour: number): number => hour * HOUR_MS;
