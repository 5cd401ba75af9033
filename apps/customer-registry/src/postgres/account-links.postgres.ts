import { Injectable } from '@nestjs/common';
import {
  type AccountHistory,
  evolveLinks,
  type LinkConfirmation,
  type LinkEndCause,
  type LinkEvidenceKind,
  type LinkFact,
  type LinkStrength,
  NO_HISTORY,
} from '@tidemark/domain';
import type { Transaction } from '@tidemark/persistence';
import {
  AccountLinks,
  type KeptLink,
  type LinkFilter,
  type LinkWords,
  type StatedEnd,
  type StatedLink,
} from '../links/account-links.port.js';

interface LinkRow {
  id: string;
  provider: string;
  account: string;
  customer: string;
  from_ms: string;
  to_ms: string | null;
  evidence_kind: LinkEvidenceKind;
  strength: LinkStrength;
  confirmation: LinkConfirmation;
  has_detail: boolean;
  stated_by: string;
  known_at_ms: string;
  ends: { at_ms: number; cause: LinkEndCause; known_at_ms: number; ended_by: string }[] | null;
}

/** Ends as known at $1, with the link: the effective end is the earliest of all. */
const LINKS = `
  select l.id, l.provider, l.account, l.customer, l.from_ms, l.to_ms, l.evidence_kind, l.strength, l.confirmation,
    l.detail is not null as has_detail, l.stated_by, l.known_at_ms, e.ends
  from account_link l
  left join lateral (
    select min(at_ms) as at_ms, jsonb_agg(jsonb_build_object('at_ms', at_ms, 'cause', cause, 'known_at_ms', known_at_ms,
      'ended_by', ended_by) order by known_at_ms) as ends
    from account_link_end where link = l.id and known_at_ms <= $1::bigint
  ) e on true`;
const EVER = '9223372036854775807';

@Injectable()
export class PostgresAccountLinks extends AccountLinks {
  async history(tx: Transaction, provider: string, account: string): Promise<AccountHistory> {
    const rows = await tx.query<LinkRow>(`${LINKS} where l.provider = $2 and l.account = $3 order by l.known_at_ms, l.id`, [
      EVER,
      provider,
      account,
    ]);
    return rows.flatMap(factsOf).sort(inOrderOfKnowing).reduce(evolveLinks, NO_HISTORY);
  }

  async find(tx: Transaction, link: string): Promise<KeptLink | undefined> {
    const [row] = await tx.query<LinkRow>(`${LINKS} where l.id = $2`, [EVER, link]);
    return row === undefined ? undefined : keptLink(row);
  }

  async list(tx: Transaction, { provider, account, customer, asOfMs, knownAtMs, limit, after }: LinkFilter): Promise<KeptLink[]> {
    const rows = await tx.query<LinkRow>(
      `${LINKS}
       where l.known_at_ms <= $1::bigint
         and ($2::text is null or l.provider = $2) and ($3::text is null or l.account = $3) and ($4::uuid is null or l.customer = $4)
         and ($5::bigint is null or (l.from_ms <= $5 and $5 < least(coalesce(l.to_ms, ${EVER}), coalesce(e.at_ms, ${EVER}))))
         and ($6::bigint is null or (l.known_at_ms, l.id) > ($6, $7::uuid))
       order by l.known_at_ms, l.id limit $8`,
      [
        knownAtMs ?? EVER,
        provider ?? null,
        account ?? null,
        customer ?? null,
        asOfMs ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        limit,
      ],
    );
    return rows.map(keptLink);
  }

  async words(tx: Transaction, link: string): Promise<LinkWords | undefined> {
    const [row] = await tx.query<{ customer: string; detail: Buffer | null }>('select customer, detail from account_link where id = $1', [
      link,
    ]);
    if (row === undefined) return undefined;
    const ends = await tx.query<{ known_at_ms: string; reason: Buffer | null }>(
      'select known_at_ms, reason from account_link_end where link = $1 order by known_at_ms',
      [link],
    );
    return {
      customer: row.customer,
      detail: row.detail ?? undefined,
      ends: ends.map((end) => ({ knownAtMs: Number(end.known_at_ms), reason: end.reason ?? undefined })),
    };
  }

  async state(tx: Transaction, link: StatedLink): Promise<void> {
    await tx.query(
      `insert into account_link (id, provider, account, customer, from_ms, to_ms, evidence_kind, strength, confirmation, detail, statement,
         stated_by, known_at_ms)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        link.link,
        link.provider,
        link.account,
        link.customer,
        link.fromMs,
        link.toMs ?? null,
        link.evidence.kind,
        link.evidence.strength,
        link.evidence.confirmation,
        link.detail ?? null,
        link.statement === undefined ? null : JSON.stringify(link.statement),
        link.statedBy,
        link.knownAtMs,
      ],
    );
  }

  async end(tx: Transaction, end: StatedEnd): Promise<void> {
    await tx.query(
      `insert into account_link_end (link, provider, at_ms, cause, reason, ended_by, known_at_ms) values ($1, $2, $3, $4, $5, $6, $7)`,
      [end.link, end.provider, end.atMs, end.cause, end.reason ?? null, end.endedBy, end.knownAtMs],
    );
  }
}

function keptLink(row: LinkRow): KeptLink {
  const ends = row.ends ?? [];
  return {
    link: row.id,
    provider: row.provider,
    account: row.account,
    customer: row.customer,
    fromMs: Number(row.from_ms),
    ...(row.to_ms === null ? {} : { toMs: Number(row.to_ms) }),
    evidence: { kind: row.evidence_kind, strength: row.strength, confirmation: row.confirmation },
    knownAtMs: Number(row.known_at_ms),
    statedBy: row.stated_by,
    hasDetail: row.has_detail,
    ends: ends.map((end) => ({ type: 'unlinked', link: row.id, atMs: end.at_ms, cause: end.cause, knownAtMs: end.known_at_ms })),
    endedBy: ends.map((end) => end.ended_by),
  };
}

function factsOf(row: LinkRow): LinkFact[] {
  const { ends, endedBy: _, provider: _p, account: _a, statedBy: _s, hasDetail: _h, ...link } = keptLink(row);
  return [{ type: 'linked', ...link }, ...ends];
}

/** Of one change, what ends comes before what begins: an account passes on in that order. */
function inOrderOfKnowing(a: LinkFact, b: LinkFact): number {
  return a.knownAtMs - b.knownAtMs || Number(a.type === 'linked') - Number(b.type === 'linked');
}
