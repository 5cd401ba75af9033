import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type ControlKind,
  type ControlRefusal,
  controlEndOf,
  decideEnded,
  decideStated,
  type Fraction,
  printFraction,
  readShare,
} from '@tidemark/domain';
import { isoOf, type Refused, refuse } from '@tidemark/edge';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import type { Write } from '../registry/write.js';
import type { ControlRefusalCode } from './control.refusals.js';
import { followControl } from './control-changed.task.js';
import { ControlEdges, type EdgeWords, type KeptEdge } from './control-edges.port.js';

export interface NewEdge extends EdgeWords {
  provider: string;
  owner: string;
  owned: string;
  kind: ControlKind;
  share?: string | undefined;
  fromMs: number;
  toMs?: number | undefined;
}

type Refusal = Refused<ControlRefusalCode | 'CUSTOMER_UNKNOWN'>;
export type EdgeAnswer = { edge: KeptEdge } | Refusal;

/** States who owns or controls a customer, and ends such statements: load, decide, save, tell. */
@Injectable()
export class StateControlHandler {
  constructor(
    private readonly edges: ControlEdges,
    private readonly customers: CustomerDirectory,
    private readonly keys: SealingKeys,
  ) {}

  async state(write: Write, { source, evidence, share: written, ...edge }: NewEdge): Promise<EdgeAnswer> {
    const refused = await this.refusedRecords(write, edge);
    if (refused) return refused;
    const share = readOptionalShare(written);
    if (share && 'refused' in share) return refuse('SHARE_INVALID', share.refused.detail, { field: 'share' });
    const others = await this.edges.between(write.tx, edge.owner, edge.owned);
    const decided = decideStated(others, { ...edge, edge: randomUUID(), share: share?.share, nowMs: write.nowMs });
    if ('refused' in decided) return edgeRefusal(decided.refused);
    const { fact } = decided;
    await this.edges.state(write.tx, fact, { statedBy: write.by, words: await this.sealed(write, fact, { source, evidence }) });
    const { edge: id, provider, owner, owned, kind, fromMs, toMs } = fact;
    const value = { edge: id, provider, owner, owned, kind, share: fact.share && printFraction(fact.share), fromMs, toMs };
    await write.publish({ case: 'controlStated', value });
    await followControl(write, fact);
    return { edge: (await this.edges.find(write.tx, id))! };
  }

  async end(write: Write, { owned, edge: id, atMs }: { owned: string; edge: string; atMs: number }): Promise<EdgeAnswer> {
    const edge = await this.edges.find(write.tx, id);
    if (edge?.owned !== owned) return refuse('EDGE_UNKNOWN', 'There is no such statement about this customer.');
    const decided = decideEnded(edge, { atMs, nowMs: write.nowMs });
    if ('refused' in decided) return edgeRefusal(decided.refused);
    const { provider, owner } = edge;
    await this.edges.end(write.tx, decided.fact, { provider, endedBy: write.by });
    await write.publish({ case: 'controlEnded', value: { edge: id, provider, owner, owned, atMs } });
    await followControl(write, { ...edge, fromMs: atMs, toMs: undefined, knownAtMs: write.nowMs });
    return { edge: (await this.edges.find(write.tx, id))! };
  }

  private async refusedRecords(
    { tx }: Write,
    { provider, owner, owned }: Pick<NewEdge, 'provider' | 'owner' | 'owned'>,
  ): Promise<Refusal | undefined> {
    const heads = await this.customers.heads(tx, [owner, owned]);
    if (heads.get(owned)?.provider !== provider) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer record.');
    if (heads.get(owner)?.provider !== provider) return refuse('OWNER_UNKNOWN', 'There is no such customer record.', { field: 'owner' });
    const isErased = heads.get(owned)?.erased || heads.get(owner)?.erased;
    return isErased ? refuse('OWNER_ERASED', 'Nothing new can be said about an erased record.') : undefined;
  }

  private async sealed({ tx }: Write, { edge, owned }: { edge: string; owned: string }, words: EdgeWords): Promise<Buffer | undefined> {
    return (await this.keys.find(tx, ownerOfCustomer(owned)))?.sealJson(`control-edge/${edge}`, words);
  }
}

/** Null says as little as a field that is left out. */
function readOptionalShare(written: string | null | undefined): { share: Fraction } | { refused: { detail: string } } | undefined {
  return written == null ? undefined : readShare(written);
}

const DETAILS: Record<Exclude<ControlRefusal['code'], 'EDGE_OVERLAPS'>, string> = {
  OWNER_OF_ITSELF: 'Owner and owned are the same record.',
  SHARE_MISSING: 'The statement names no share.',
  SHARE_NOT_OF_THIS_KIND: 'The statement names a share that its kind does not have.',
  EDGE_INTERVAL_EMPTY: 'The statement would hold at no instant.',
  EDGE_ENDS_BEFORE_IT_STARTS: 'The end lies before the start.',
  EDGE_ALREADY_ENDED: 'It ended earlier, or at that instant.',
};

/** What stands in the way is the same provider's own. */
function edgeRefusal(refusal: ControlRefusal): Refused<ControlRefusalCode> {
  if (refusal.code !== 'EDGE_OVERLAPS') return refuse(refusal.code, DETAILS[refusal.code]);
  const { edge, fromMs } = refusal.edge;
  const end = controlEndOf(refusal.edge);
  const standing = { edge, from: isoOf(fromMs), ...(end === Number.POSITIVE_INFINITY ? {} : { to: isoOf(end) }) };
  return refuse('EDGE_OVERLAPS', 'A statement of this kind about the two records holds at some instant of that time.', {
    members: { standing },
  });
}
