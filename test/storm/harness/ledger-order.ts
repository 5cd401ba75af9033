/** The order in which the ledger took things, from its own positions, and what it took, from the log: together the facts of the truth. */
import { fromBinary } from '@bufbuild/protobuf';
import { FacilityEventSchema } from '@tidemark/contracts';
import type pg from 'pg';
import { sameName } from '../../truth/registry.js';
import type { Fact, Peaks, Submission } from '../../truth/truth.model.js';
import { reportKey } from '../../truth/truth.model.js';
import type { CatalogueEntry } from './facility-client.js';
import { idOf, type LoggedReport } from './log-reader.js';

export interface OrderedFacts {
  facts: Fact[];
  /** Where the ledger's order cannot be that of the log: in words. */
  faults: string[];
}

interface Taken {
  position: bigint;
  id: string;
  contentHash: string;
  copy: boolean;
}

/** `logged`: in log order within a partition. */
export async function orderedFacts(
  client: pg.Client,
  catalogue: readonly CatalogueEntry[],
  logged: readonly LoggedReport[],
): Promise<OrderedFacts> {
  const submissions = logged.filter(({ repeated }) => !repeated).map(({ report }) => report);
  const taken = await readTaken(client);
  const { placed, faults } = placeSubmissions(submissions, taken);
  const facilities = await readFacilities(client, catalogue);
  const ordered = [...placed, ...facilities].sort((a, b) => (a.position < b.position ? -1 : 1));
  const base = catalogue.map(
    ({ model, aliases, peaksGflops }): Fact => ({ type: 'accelerator', model, aliases, peaks: peaksOf(peaksGflops) }),
  );
  return { facts: [...base, ...ordered.map(({ fact }) => fact)], faults: [...faults, ...doublePositions(ordered)] };
}

interface Placed {
  position: bigint;
  fact: Fact;
}

async function readTaken(client: pg.Client): Promise<Taken[]> {
  const { rows } = await client.query<{
    position: string;
    provider: string;
    source: string;
    epoch: string;
    sequence: string;
    hash: string;
    copy: boolean;
  }>(
    `select t.position, p.name as provider, s.name as source, t.epoch, t.sequence, encode(t.content_hash, 'hex') as hash, t.copy
     from (select position, source_id, epoch, sequence, content_hash, false as copy from report
           union all select position, source_id, epoch, sequence, content_hash, true from report_copy) as t
     join source s on s.id = t.source_id join provider p on p.id = s.provider_id order by t.position`,
  );
  return rows.map((row) => ({
    position: BigInt(row.position),
    id: reportKey(row.provider, row.source, Number(row.epoch), BigInt(row.sequence)),
    contentHash: row.hash,
    copy: row.copy,
  }));
}

/** Matches what the log holds under an id with what the ledger took under it, in order on both sides: one partition holds a source. */
function placeSubmissions(submissions: readonly Submission[], taken: readonly Taken[]): { placed: Placed[]; faults: string[] } {
  const inLog = Map.groupBy(submissions, idOf);
  const inLedger = Map.groupBy(taken, ({ id }) => id);
  const placed: Placed[] = [];
  const faults: string[] = [];
  for (const id of new Set([...inLog.keys(), ...inLedger.keys()])) {
    const sent = inLog.get(id) ?? [];
    const got = inLedger.get(id) ?? [];
    if (sent.length !== got.length) faults.push(`${id}: ${sent.length} submissions in the log, ${got.length} taken by the ledger`);
    got.forEach(({ position, contentHash, copy }, n) => {
      const report = sent[n];
      if (!report) return;
      if (report.contentHash !== contentHash)
        faults.push(`${id}: submission ${n} of the log is not the one at ledger position ${position}`);
      if (copy !== n > 0) faults.push(`${id}: the lowest position does not stand`);
      placed.push({ position, fact: { type: 'report', report } });
    });
  }
  return { placed, faults };
}

const doublePositions = (ordered: readonly Placed[]): string[] =>
  ordered.flatMap(({ position }, i) => (ordered[i - 1]?.position === position ? [`ledger position ${position} was given twice`] : []));

async function readFacilities(client: pg.Client, catalogue: readonly CatalogueEntry[]): Promise<Placed[]> {
  const { rows } = await client.query<{ position: string; event: Buffer }>('select position, event from facility_fact order by position');
  const models = new Map(catalogue.map(({ model }) => [sameName(model), model]));
  return rows.flatMap(({ position, event }) => {
    const fact = factOf(event, models);
    return fact ? [{ position: BigInt(position), fact }] : [];
  });
}

function factOf(event: Uint8Array, models: Map<string, string>): Fact | undefined {
  const { fact } = fromBinary(FacilityEventSchema, event);
  if (fact.case === 'alias')
    return { type: 'alias', alias: fact.value.alias, model: models.get(sameName(fact.value.model)) ?? fact.value.model };
  if (fact.case === 'accelerator') {
    const { model, aliases, peaksGflops } = fact.value;
    models.set(sameName(model), model);
    return { type: 'accelerator', model, aliases, peaks: { ...peaksGflops } as Peaks };
  }
  if (fact.case !== 'cluster') return undefined;
  const { provider, id, accelerator, accelerators, acceleratorsPerNode, inServiceFromMs, inServiceToMs } = fact.value;
  const service = {
    inServiceFromMs: Number(inServiceFromMs),
    ...(inServiceToMs === undefined ? {} : { inServiceToMs: Number(inServiceToMs) }),
  };
  return { type: 'cluster', cluster: { provider, id, accelerator, accelerators, acceleratorsPerNode, ...service } };
}

const FORMATS = { FP64T: 'fp64t', TF32: 'tf32', BF16: 'bf16', FP8: 'fp8', INT8: 'int8', FP4: 'fp4' } as const;

function peaksOf(peaksGflops: CatalogueEntry['peaksGflops']): Peaks {
  return Object.fromEntries(Object.entries(peaksGflops).map(([format, value]) => [FORMATS[format as keyof typeof FORMATS], BigInt(value)]));
}
