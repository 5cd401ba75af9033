import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '@tidemark/access';
import type { LinkVersion } from '@tidemark/domain';
import { Transactions } from '@tidemark/persistence';
import { tenantOfReader } from '../ask/asking-tenant.js';
import { KnownIdentity } from '../ask/known-identity.js';
import { type Answer, type Refusal, refuse, shown } from '../ask/refusal.js';
import type { OwnedHours } from './owned-hours.js';
import { TotalsReader } from './totals.port.js';
import { TotalsAt } from './totals-at.js';
import type { GroupSums } from './totals-fold.js';
import { totalsParts } from './totals-parts.js';
import { hoursOf, type TotalsQuestion } from './totals-question.js';

/** More would not fit an answer that anybody reads: ask for a shorter window or a coarser grouping. */
export const GROUPS_MAX = 50_000;

export interface TotalsAnswer {
  readonly question: TotalsQuestion;
  /** The moment for which the answer is exact, once all that was known then has arrived. */
  readonly knownAtMs: number;
  readonly ledgerPosition: bigint;
  readonly identitySequence: bigint;
  readonly groups: readonly GroupSums[];
  readonly hours: OwnedHours;
  /** Of accounts to the customers that the hours rest on. */
  readonly links: readonly LinkVersion[];
}

@Injectable()
export class TotalsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly reader: TotalsReader,
    private readonly totals: TotalsAt,
    private readonly identity: KnownIdentity,
    private readonly clock: Clock,
  ) {}

  async handle(caller: Caller, question: TotalsQuestion): Promise<Answer<TotalsAnswer>> {
    await this.identity.ready();
    return this.transactions.read(tenantOfReader(caller), async (tx) => {
      const head = await this.reader.head(tx);
      // The monitor's own time counts too: another instance's clock may be ahead of this one's.
      if (question.knownAtMs !== undefined && question.knownAtMs > Math.max(this.clock.now(), head.knownAtMs))
        return refuse('KNOWN_AT_IN_FUTURE', 'knownAt must not be in the future: nobody knows yet what will be known then.', 'knownAt');
      const past = question.knownAtMs !== undefined && question.knownAtMs < head.knownAtMs ? question.knownAtMs : undefined;
      const knownAtMs = past ?? head.knownAtMs;
      const attribution = await this.identity.asKnownAt(head.identitySequence, knownAtMs);
      const found = totalsParts(caller, attribution, question);
      if ('refused' in found) return found;
      const { parts, hours, links, used } = found.answer;
      const identitySequence = BigInt(attribution.sequence);
      if (used && !(await this.reader.isUsed(tx, used))) return unknown(question);
      const asked = { parts, window: hoursOf(question), by: question.by, limit: GROUPS_MAX };
      const groups = await this.totals.sums(tx, head, asked, past === undefined ? undefined : { knownAfterMs: past });
      if (!groups) return tooMany();
      const ledgerPosition = past === undefined ? head.ledgerPosition : await this.totals.positionAt(past);
      return { answer: { question, knownAtMs, ledgerPosition, identitySequence, groups, hours, links } };
    });
  }
}

export const unknown = ({ scope }: Pick<TotalsQuestion, 'scope'>): { refused: Refusal } =>
  refuse('UNKNOWN_SCOPE', `The monitor knows no ${scope.kind} ${shown('id' in scope ? scope.id : scope.provider)}.`, 'id');

const tooMany = () =>
  refuse(
    'TOO_MANY_GROUPS',
    `The answer has more than ${GROUPS_MAX} groups: ask for a shorter window, a narrower scope or a coarser grouping.`,
    'by',
  );
