import { type AccountHistory, evolveLinks, linkAt, NO_HISTORY } from '../links/account-history.js';
import { type AccountLink, endOf } from '../links/account-link.js';
import { firstDifference, type Hours, hourFrom, hoursBetween, intersectionOf, NO_HOURS, unionOf } from './hours.js';
import type { IdentityFact } from './identity-fact.js';
import type { ScopeTimeline } from './scope-timeline.js';

type LinkingFact = Extract<IdentityFact, { type: 'linked' | 'unlinked' }>;

/** The hours that a link owns, where there are any. */
export interface OwnedHours {
  readonly customer: string;
  readonly link: string;
  readonly hours: Hours;
}

/** One account of a provider, and whose each of its hours is. */
export class LinkedAccount {
  private history: AccountHistory = NO_HISTORY;
  /** One for each link that owns any hour, by hour. */
  owned: readonly OwnedHours[] = [];
  /** Found out when first asked for; whoever changes what it rests on removes it. */
  scopes: ScopeTimeline | undefined;

  constructor(
    readonly provider: string,
    readonly account: string,
  ) {}

  /**
   * Answers the hours that are the fact's customer's now and were not, or the other way round. Throws on an end without its link, and on
   * links that overlap: the registry refuses both.
   */
  take(fact: LinkingFact): Hours {
    const before = this.hoursOfLink(fact.link);
    this.history = evolveLinks(this.history, fact);
    this.owned = this.history.links.flatMap(ownedBy).toSorted((one, other) => one.hours[0]! - other.hours[0]!);
    this.refuseOverlap();
    const after = this.hoursOfLink(fact.link);
    return hoursBetween(firstDifference(before, after), Math.max(before[1] ?? 0, after[1] ?? 0));
  }

  hoursOf(customer: string): Hours {
    return unionOf(this.owned.filter((one) => one.customer === customer).map(({ hours }) => hours));
  }

  linkedHours(): Hours {
    return unionOf(this.owned.map(({ hours }) => hours));
  }

  customerAt(ms: number): string | undefined {
    return linkAt(this.history, ms)?.customer;
  }

  /** By what was known at any time, an hour or not. */
  wasEverOf(customer: string): boolean {
    return this.history.links.some((link) => link.customer === customer);
  }

  links(): readonly AccountLink[] {
    return this.history.links;
  }

  private hoursOfLink(link: string): Hours {
    return this.owned.find((one) => one.link === link)?.hours ?? NO_HOURS;
  }

  private refuseOverlap(): void {
    for (const [index, { hours, link }] of this.owned.entries()) {
      const next = this.owned[index + 1];
      if (next && intersectionOf(hours, next.hours).length > 0)
        throw new Error(`links ${link} and ${next.link} of account ${this.provider}/${this.account} hold at one instant`);
    }
  }
}

function ownedBy(link: AccountLink): OwnedHours[] {
  const hours = hoursBetween(hourFrom(link.fromMs), hourFrom(endOf(link)));
  return hours.length === 0 ? [] : [{ customer: link.customer, link: link.link, hours }];
}
