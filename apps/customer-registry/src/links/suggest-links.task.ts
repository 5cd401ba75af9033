import { Injectable } from '@nestjs/common';
import { compareSignals, linkAt, SUGGESTION_WEIGHTS_V1, scoreSuggestion } from '@tidemark/domain';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import { RegistryTask } from '../registry/registry-task.js';
import type { Write } from '../registry/write.js';
import { AccountLinks } from './account-links.port.js';
import { LinkSignalMarks } from './link-signals.port.js';
import { LinkSuggestions, type ScoredPair } from './link-suggestions.port.js';
import { comparable } from './signal-marks.js';

export const SUGGEST_TASK = 'suggest-links';
/** A provider's id has no slash. */
export const accountSubject = (provider: string, account: string): string => `${provider}/${account}`;

/** Customers that one account is compared with: those that share most with it. */
const COMPARED_MAX = 100;

/** Compares an account with the customers that share something with it, and keeps what a person should look at. An account that is somebody's now needs no suggestion. */
@Injectable()
export class SuggestLinksTask extends RegistryTask {
  readonly kind = SUGGEST_TASK;

  constructor(
    private readonly marks: LinkSignalMarks,
    private readonly suggestions: LinkSuggestions,
    private readonly links: AccountLinks,
    private readonly customers: CustomerDirectory,
  ) {
    super();
  }

  async run(write: Write, subject: string): Promise<void> {
    const slash = subject.indexOf('/');
    const [provider, account] = [subject.slice(0, slash), subject.slice(slash + 1)];
    const pairs = await this.pairs(write, provider, account);
    await this.suggestions.goneExcept(
      write.tx,
      { provider, account },
      pairs.map(({ customer }) => customer),
      write.nowMs,
    );
    for (const pair of pairs) await this.suggestions.raise(write.tx, pair, write.nowMs);
  }

  private async pairs({ tx, nowMs }: Write, provider: string, account: string): Promise<ScoredPair[]> {
    if (linkAt(await this.links.history(tx, provider, account), nowMs)) return [];
    const own = await this.marks.find(tx, { provider, kind: 'ACCOUNT', id: account });
    if (!own) return [];
    const near = await this.marks.customersNear(tx, provider, account, COMPARED_MAX);
    const heads = await this.customers.heads(tx, near);
    const ours = comparable(own.marks, own.registeredAtMs);
    const pairs: ScoredPair[] = [];
    for (const { id: customer, erased, status } of heads.values()) {
      if (erased || status === 'CLOSED') continue;
      const theirs = await this.marks.find(tx, { provider, kind: 'CUSTOMER', id: customer });
      const through = await this.marks.ofLinkedAccounts(tx, provider, customer, account);
      const levels = compareSignals(ours, comparable([...(theirs?.marks ?? []), ...through], theirs?.registeredAtMs));
      const { probability, strength, weights } = scoreSuggestion(levels, SUGGESTION_WEIGHTS_V1);
      if (probability >= SUGGESTION_WEIGHTS_V1.suggestFrom)
        pairs.push({ provider, account, customer, probability, strength, weights, levels });
    }
    return pairs;
  }
}
