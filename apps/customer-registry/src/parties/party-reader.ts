import { Injectable } from '@nestjs/common';
import { type JoinBlocked, resolveParties } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { type KeptJudgement, type PartyMember, PartyRecords, type ResolutionRow } from './party-records.port.js';

export interface MemberView {
  customer: string;
  provider: string;
  cause: string;
  since: string;
}

export interface PartyView {
  id: string;
  knownAt?: string;
  records: MemberView[];
  /** Where the record that founded the party is now. Absent while the party stands. */
  mergedInto?: string;
  judgements: { left: string; right: string; judgement: string; cause: string; judgedBy: string; score?: number; knownAt: string }[];
  blocked: readonly JoinBlocked[];
}

export interface MoveView {
  number: number;
  record: string;
  provider: string;
  from?: string;
  to: string;
  cause: string;
  knownAt: string;
}

/** Parties as they are shown: ids alone. */
@Injectable()
export class PartyReader {
  constructor(private readonly records: PartyRecords) {}

  async list(tx: Transaction, { after, limit, customer }: { after: string; limit: number; customer?: string | undefined }) {
    const parties = customer === undefined ? await this.records.list(tx, after, limit) : await this.partyOf(tx, customer);
    const members = await this.records.membersOf(tx, parties);
    return parties.filter((id) => id > after).map((id) => ({ id, records: (members.get(id) ?? []).map(viewMember) }));
  }

  /** Undefined: no record was ever of such a party by then. */
  async party(tx: Transaction, id: string, knownAtMs?: number): Promise<PartyView | undefined> {
    const history = (await this.records.history(tx, id, 0, HISTORY_LOOKED_AT)).filter(
      (row) => row.knownAtMs <= (knownAtMs ?? Number.POSITIVE_INFINITY),
    );
    if (history.length === 0) return undefined;
    const members = (await this.records.membersOf(tx, [id], knownAtMs)).get(id) ?? [];
    const ever = [...new Set(history.map(({ record }) => record))];
    const judgements = await this.records.judgements(tx, ever, knownAtMs);
    const mergedInto = members.length > 0 ? undefined : await this.whereTheFounderIs(tx, history, knownAtMs);
    return {
      id,
      ...(knownAtMs === undefined ? {} : { knownAt: isoOf(knownAtMs) }),
      records: members.map(viewMember),
      ...(mergedInto === undefined ? {} : { mergedInto }),
      judgements: judgements.map(viewJudgement),
      blocked: await this.blocked(tx, ever, judgements, knownAtMs),
    };
  }

  async history(tx: Transaction, id: string, { after, limit }: { after: number; limit: number }): Promise<MoveView[]> {
    const rows = await this.records.history(tx, id, after, limit);
    return rows.map(({ number, record, provider, previousParty, party, cause, knownAtMs }) => ({
      number,
      record,
      provider,
      ...(previousParty === undefined ? {} : { from: previousParty }),
      to: party,
      cause,
      knownAt: isoOf(knownAtMs),
    }));
  }

  private async partyOf(tx: Transaction, customer: string): Promise<string[]> {
    const record = (await this.records.find(tx, [customer])).get(customer);
    return record ? [record.currentParty] : [];
  }

  private async whereTheFounderIs(tx: Transaction, history: readonly ResolutionRow[], knownAtMs?: number): Promise<string | undefined> {
    const { record } = history.find(({ cause }) => cause === 'FOUNDED') ?? history[0]!;
    const founded = (await this.records.find(tx, [record])).get(record)!;
    const judged = await this.everythingReached(tx, [record], knownAtMs);
    const records = await this.records.find(tx, [...judged.records]);
    return resolveParties(records.values(), judged.judgements, knownAtMs).partyOf.get(record) ?? founded.party;
  }

  private async blocked(
    tx: Transaction,
    records: readonly string[],
    judgements: readonly KeptJudgement[],
    knownAtMs?: number,
  ): Promise<readonly JoinBlocked[]> {
    if (judgements.length === 0) return [];
    const reached = await this.everythingReached(tx, records, knownAtMs);
    const found = await this.records.find(tx, [...reached.records]);
    return resolveParties(found.values(), reached.judgements, knownAtMs).findings;
  }

  /** By judgements of that time, which later ones may have replaced. */
  private async everythingReached(tx: Transaction, records: readonly string[], knownAtMs?: number) {
    const reached = new Set(records);
    const judgements = new Map<number, KeptJudgement>();
    for (let edge: readonly string[] = [...reached]; edge.length > 0; ) {
      const found = await this.records.judgements(tx, edge, knownAtMs);
      for (const one of found) judgements.set(one.order, one);
      edge = [...new Set(found.flatMap(({ left, right }) => [left, right]))].filter((one) => !reached.has(one));
      for (const one of edge) reached.add(one);
    }
    return { records: reached, judgements: [...judgements.values()] };
  }
}

/** A party that more moves than this are known of is shown by its first ones. */
const HISTORY_LOOKED_AT = 10_000;

const viewMember = ({ record, provider, cause, knownAtMs }: PartyMember): MemberView => ({
  customer: record,
  provider,
  cause,
  since: isoOf(knownAtMs),
});

const viewJudgement = ({ left, right, judgement, cause, judgedBy, score, knownAtMs }: KeptJudgement): PartyView['judgements'][number] => ({
  left,
  right,
  judgement,
  cause,
  judgedBy,
  ...(score === undefined ? {} : { score }),
  knownAt: isoOf(knownAtMs),
});
