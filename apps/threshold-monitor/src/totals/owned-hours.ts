import { type Attribution, hoursBetween, intersectionOf, intervalPairs, type Scope, type ScopeMember, type Span } from '@tidemark/domain';

/** Whose hours are: a place in {@link OwnedHours.owners}. */
export interface Owner {
  readonly customer?: string;
  readonly party?: string;
}

export interface OwnedSpan extends Span {
  /** Place among the owners. */
  readonly owner: number;
}

/** Which hours of which accounts a total is the sum of, and whose each of them is. */
export interface OwnedHours {
  readonly spans: readonly OwnedSpan[];
  readonly owners: readonly Owner[];
}

interface Window {
  readonly fromHour: number;
  readonly toHour: number;
}

const NOBODY: Owner = {};

/** Of an account its own hours, all of them; of a customer, party or group the hours of the accounts that were theirs. */
export function ownedHours(attribution: Attribution, scope: Scope, window: Window): OwnedHours {
  if (scope.kind === 'account' || scope.kind === 'cluster') return clipped(attribution.spansOf(scope), window);
  const owners: Owner[] = [];
  const spans: OwnedSpan[] = [];
  const walk = (members: readonly ScopeMember[], owner: Owner): void => {
    const place = owners.push(owner) - 1;
    for (const { scope: member, intervals, members: below } of members) {
      if (member.kind === 'account')
        for (const [fromHour, toHour] of intervals)
          spans.push({ provider: member.provider, account: member.id, fromHour, toHour, owner: place });
      else walk(below, { ...owner, [member.kind]: member.id });
    }
  };
  walk(attribution.membersOf(scope, window.fromHour, window.toHour), { [scope.kind]: scope.id });
  return { spans, owners };
}

/** Hours of accounts that are nobody's in particular. */
export function clipped(spans: readonly Span[], { fromHour, toHour }: Window): OwnedHours {
  const window = hoursBetween(fromHour, toHour);
  const within = spans.flatMap(({ provider, account, ...span }) =>
    Array.from(intervalPairs(intersectionOf([span.fromHour, span.toHour], window)), ([from, to]) => ({
      ...{ provider, account, fromHour: from, toHour: to, owner: 0 },
    })),
  );
  return { spans: within, owners: [NOBODY] };
}

/** Finds whose an hour of an account is, for what comes posting by posting. */
export class HourOwners {
  private readonly byAccount = new Map<string, OwnedSpan[]>();

  constructor(spans: readonly OwnedSpan[]) {
    for (const span of spans) {
      const key = `${span.provider}\t${span.account}`;
      const own = this.byAccount.get(key);
      if (own) own.push(span);
      else this.byAccount.set(key, [span]);
    }
  }

  ownerAt(provider: string, account: string, hour: number): number | undefined {
    return this.byAccount.get(`${provider}\t${account}`)?.find(({ fromHour, toHour }) => fromHour <= hour && hour < toHour)?.owner;
  }
}
