import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type JoinBlocked, type JudgementCause, movesBetween, type PartyMove, resolveParties } from '@tidemark/domain';
import type { Write } from '../registry/write.js';
import { type KeptJudgement, type KeptRecord, PartyRecords } from './party-records.port.js';

export interface Resolved {
  moved: PartyMove[];
  /** Judgements that are not followed, because they would join what was judged to be different. */
  blocked: readonly JoinBlocked[];
}

/** Makes parties follow the judgements: whatever can be reached from the records by SAME is resolved again, and what moved is told. */
@Injectable()
export class PartyResolver {
  constructor(private readonly records: PartyRecords) {}

  /** The record gets a party of its own, unless it has one. `ownParty`: where there is no scheme, the record is the party. */
  async found(
    write: Write,
    { record, provider, ownParty = randomUUID() }: { record: string; provider: string; ownParty?: string },
  ): Promise<void> {
    if ((await this.records.find(write.tx, [record])).size > 0) return;
    await this.records.found(write.tx, { record, provider, party: ownParty, foundedAtMs: write.nowMs });
    await write.publish({ case: 'party', value: { customer: record, provider, party: ownParty, cause: 'FOUNDED' } });
  }

  async resolve(write: Write, touched: readonly string[], cause: JudgementCause): Promise<Resolved> {
    const { records, judgements } = await this.reach(write, touched);
    const before = new Map([...records].map(([record, { currentParty }]) => [record, currentParty]));
    const { partyOf, findings } = resolveParties(records.values(), judgements);
    const moved = movesBetween(before, partyOf, cause);
    for (const move of moved) {
      await this.records.move(write.tx, move, write.nowMs);
      const { record: customer, from: previousParty, to: party, cause: why } = move;
      const { provider } = records.get(customer)!;
      await write.publish({ case: 'party', value: { customer, provider, party, previousParty, cause: why } });
    }
    return { moved, blocked: findings };
  }

  /** Nothing beyond can move: a party is what SAME connects. */
  async reach(
    { tx }: Pick<Write, 'tx'>,
    touched: readonly string[],
  ): Promise<{ records: ReadonlyMap<string, KeptRecord>; judgements: KeptJudgement[] }> {
    const reached = new Set(touched);
    const judgements = new Map<number, KeptJudgement>();
    for (let edge: readonly string[] = touched; edge.length > 0; ) {
      const found = await this.records.standing(tx, edge);
      for (const one of found) judgements.set(one.order, one);
      const next = found.filter(({ judgement }) => judgement === 'SAME').flatMap(({ left, right }) => [left, right]);
      edge = [...new Set(next)].filter((record) => !reached.has(record));
      for (const record of edge) reached.add(record);
    }
    return { records: await this.records.find(tx, [...reached]), judgements: [...judgements.values()] };
  }
}
