import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import { type Tenant, type Transaction, Transactions } from '@tidemark/persistence';
import { type Answer, refuse, shown } from '../ask/ledger-refusal.js';
import { type RegisteredCluster, RegisteredFacilities, type RegisteredMeter } from '../facilities/registered-facilities.js';
import {
  DERIVED_KINDS,
  type Finding,
  type FindingCursor,
  isDerived,
  isKind,
  type PlacedFinding,
  readCursor,
  writeCursor,
} from './finding.js';
import { type FindingFilter, FindingsReader, InvalidPlace, type PageOfKind } from './findings.port.js';
import { pageOf, silentMeters } from './silent-meters.js';

export const FINDINGS_MAX = 1_000;
export const FINDINGS_DEFAULT = 100;

export interface FindingsQuestion {
  /** Undefined: every kind. */
  kind: string | undefined;
  filter: FindingFilter;
  cursor: string | undefined;
  limit: number;
}

export interface FindingsAnswer {
  findings: Finding[];
  /** For the next page; undefined on the last. */
  next: string | undefined;
}

@Injectable()
export class FindingsHandler {
  constructor(
    private readonly transactions: Transactions,
    @Inject(FindingsReader) private readonly reader: FindingsReader,
    private readonly facilities: RegisteredFacilities,
    private readonly clock: Clock,
  ) {}

  async handle(tenant: Tenant, question: FindingsQuestion): Promise<Answer<FindingsAnswer>> {
    if (question.kind !== undefined && !isKind(question.kind))
      return refuse('FINDING_KIND_INVALID', `kind must be in UPPER_SNAKE_CASE; it was ${shown(question.kind)}.`, 'kind');
    if (!(question.limit >= 1 && question.limit <= FINDINGS_MAX))
      return refuse('LIMIT_INVALID', `limit must be from 1 to ${FINDINGS_MAX}.`, 'limit');
    const cursor = question.cursor === undefined ? undefined : readCursor(question.cursor);
    if (question.cursor !== undefined && !cursor) return invalidCursor();
    // Before the reading transaction: one that waits for a second connection while it holds its own could wait for ever.
    const registered = await this.registered(tenant);
    return this.transactions.read(tenant, async (tx) => {
      const unknown = await this.unknownFilter(tx, registered, question.filter);
      if (unknown) return unknown;
      try {
        return { answer: await this.page(tx, registered, question, cursor) };
      } catch (error) {
        if (error instanceof InvalidPlace) return invalidCursor();
        throw error;
      }
    });
  }

  /** Kinds follow one another in alphabetical order; a kind is only looked into when the page reaches it. */
  private async page(
    tx: Transaction,
    registered: Registered,
    question: FindingsQuestion,
    cursor: FindingCursor | undefined,
  ): Promise<FindingsAnswer> {
    const found: PlacedFinding[] = [];
    for (const kind of await this.kinds(tx, question.kind)) {
      if (cursor && kind < cursor.kind) continue;
      const after = cursor?.kind === kind ? cursor.place : undefined;
      // One more than asked for, to know whether there is a next page.
      const limit = question.limit + 1 - found.length;
      found.push(...(await this.ofKind(tx, registered, kind, { filter: question.filter, after, limit })));
      if (found.length > question.limit) break;
    }
    const shownOnes = found.slice(0, question.limit);
    const last = shownOnes.at(-1);
    return {
      findings: shownOnes.map(({ finding }) => finding),
      next: found.length > question.limit && last ? writeCursor({ kind: last.finding.kind, place: last.place }) : undefined,
    };
  }

  private async kinds(tx: Transaction, only: string | undefined): Promise<string[]> {
    if (only !== undefined) return [only];
    return [...new Set([...DERIVED_KINDS, ...(await this.reader.storedKinds(tx))])].sort();
  }

  private async ofKind(tx: Transaction, { clusters, meters }: Registered, kind: string, page: PageOfKind): Promise<PlacedFinding[]> {
    if (!isDerived(kind)) return this.reader.stored(tx, kind, page);
    switch (kind) {
      case 'REPORT_CONFLICT':
        return this.reader.reportConflicts(tx, page);
      case 'SEQUENCE_GAP':
        return this.reader.sequenceGaps(tx, page);
      case 'OVER_CAPACITY':
        return this.reader.overCapacity(tx, clusters, page);
      case 'METER_SILENT':
        return pageOf(silentMeters(meters, await this.reader.lastReports(tx), this.clock.now()), page.filter, page.after, page.limit);
      default:
        return kind satisfies never;
    }
  }

  private async registered(tenant: Tenant): Promise<Registered> {
    return { clusters: await this.facilities.clustersOf(tenant), meters: await this.facilities.metersOf(tenant) };
  }

  private async unknownFilter(tx: Transaction, { clusters, meters }: Registered, { source, cluster }: FindingFilter) {
    const isMeter = source && meters.some((meter) => meter.provider === source.provider && meter.source === source.name);
    if (source && !isMeter && !(await this.reader.knowsSource(tx, source.provider, source.name)))
      return refuse(
        'UNKNOWN_SOURCE',
        `Nothing was counted from a source ${shown(source.name)}, and no such meter is registered.`,
        'source',
      );
    const isCluster = cluster && clusters.some((one) => one.provider === cluster.provider && one.name === cluster.name);
    if (cluster && !isCluster && !(await this.reader.knowsCluster(tx, cluster.provider, cluster.name)))
      return refuse('UNKNOWN_CLUSTER', `No compute cluster ${shown(cluster.name)} is registered.`, 'cluster');
    return undefined;
  }
}

interface Registered {
  clusters: RegisteredCluster[];
  meters: RegisteredMeter[];
}

const invalidCursor = () => refuse('CURSOR_INVALID', 'The cursor must be one that an earlier answer gave as "next", unchanged.', 'cursor');
