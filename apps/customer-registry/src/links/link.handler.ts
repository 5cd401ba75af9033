import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type AccountHistory,
  decideLink,
  idProblem,
  type LinkCommand,
  type LinkDecision,
  type LinkEnded,
  type LinkEvidence,
  type LinkStated,
} from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import { CustomerDirectory } from '../customers/customer-directory.port.js';
import type { Write } from '../registry/write.js';
import { AccountLinks, type KeptLink } from './account-links.port.js';
import { EvidenceJudge, type StatedBasis } from './evidence-judge.js';
import { linkRefusal } from './link-refusal.js';
import { LinkSuggestions } from './link-suggestions.port.js';
import type { LinkRefusalCode } from './links.refusals.js';
import { accountSubject, SUGGEST_TASK } from './suggest-links.task.js';

export type LinkAnswer = { links: KeptLink[] } | Refused<LinkRefusalCode | 'CUSTOMER_UNKNOWN'>;

interface Account {
  provider: string;
  account: string;
}

export interface NewLink extends Account, StatedBasis {
  customer: string;
  fromMs: number;
  toMs?: number | undefined;
}

export interface Transfer extends Account, StatedBasis {
  from: string;
  to: string;
  atMs: number;
}

/** Ties accounts to customers, unties them and passes them on: load, decide, save, tell. */
@Injectable()
export class LinkHandler {
  constructor(
    private readonly links: AccountLinks,
    private readonly customers: CustomerDirectory,
    private readonly judge: EvidenceJudge,
    private readonly keys: SealingKeys,
    private readonly suggestions: LinkSuggestions,
  ) {}

  async declare(write: Write, { provider, account, customer, fromMs, toMs, ...basis }: NewLink): Promise<LinkAnswer> {
    const checked = await this.check(write, { provider, account, customer, fromMs, toMs, basis });
    if ('refused' in checked) return checked;
    const command = { type: 'link', link: randomUUID(), customer, fromMs, toMs, evidence: checked.evidence, nowMs: write.nowMs } as const;
    return this.carryOut(write, { provider, account }, command, basis);
  }

  async end(write: Write, end: { link: string; atMs: number; reason: string; mistaken: boolean }): Promise<LinkAnswer> {
    const link = await this.links.find(write.tx, end.link);
    if (!link) return refuse('LINK_UNKNOWN', 'There is no such link.');
    const cause = end.mistaken ? 'MISTAKEN' : 'ENDED';
    const command = { type: 'end', link: end.link, atMs: end.atMs, cause, nowMs: write.nowMs } as const;
    return this.carryOut(write, link, command, { reason: end.reason });
  }

  async transfer(write: Write, { provider, account, from, to, atMs, ...basis }: Transfer): Promise<LinkAnswer> {
    const checked = await this.check(write, { provider, account, customer: to, fromMs: atMs, basis });
    if ('refused' in checked) return checked;
    const command = { type: 'transfer', link: randomUUID(), from, to, atMs, evidence: checked.evidence, nowMs: write.nowMs } as const;
    return this.carryOut(write, { provider, account }, command, basis);
  }

  private async check(
    { tx }: Write,
    {
      provider,
      account,
      customer,
      fromMs,
      toMs,
      basis,
    }: Account & { customer: string; fromMs: number; toMs?: number | undefined; basis: StatedBasis },
  ): Promise<{ evidence: LinkEvidence } | Refused<LinkRefusalCode | 'CUSTOMER_UNKNOWN'>> {
    const malformed = account === '' ? { why: 'it is empty' } : idProblem(account);
    if (malformed) return refuse('ACCOUNT_MALFORMED', `The account cannot be used: ${malformed.why}.`, { field: 'account' });
    const head = await this.customers.head(tx, customer);
    if (head?.provider !== provider) return refuse('CUSTOMER_UNKNOWN', 'There is no such customer record.', { field: 'customer' });
    if (head.erased) return refuse('CUSTOMER_ERASED', 'Nothing new can be said about this record.', { field: 'customer' });
    return this.judge.judge(tx, { provider, account, customer, fromMs, toMs }, basis);
  }

  private async carryOut(write: Write, { provider, account }: Account, command: LinkCommand, words: Words): Promise<LinkAnswer> {
    const history = await this.links.history(write.tx, provider, account);
    const decision: LinkDecision = decideLink(history, command);
    if ('refused' in decision) return linkRefusal(decision.refused);
    await write.task(SUGGEST_TASK, accountSubject(provider, account));
    const kept: string[] = [];
    for (const fact of decision.facts) {
      kept.push(fact.link);
      if (fact.type === 'linked') await this.keep(write, { provider, account }, fact, words);
      else await this.keepEnd(write, { provider, account }, fact, history, words.reason);
    }
    return { links: await Promise.all(kept.map(async (link) => (await this.links.find(write.tx, link))!)) };
  }

  private async keep(write: Write, { provider, account }: Account, fact: LinkStated, { detail, statement }: Words): Promise<void> {
    const { link, customer, fromMs, toMs, evidence } = fact;
    await this.links.state(write.tx, {
      ...fact,
      provider,
      account,
      statedBy: write.by,
      detail: await this.sealed(write, customer, `link/${link}`, detail),
      statement,
    });
    await this.suggestions.confirmedBy(write.tx, { provider, account, customer, link, by: write.by, nowMs: write.nowMs });
    await write.publish({ case: 'accountLinked', value: { link, provider, account, customer, fromMs, toMs, evidence } });
  }

  private async keepEnd(write: Write, account: Account, fact: LinkEnded, history: AccountHistory, reason?: string): Promise<void> {
    const { link, atMs, cause, knownAtMs } = fact;
    const { customer } = history.links.find((one) => one.link === link)!;
    const words = await this.sealed(write, customer, `link-end/${link}/${knownAtMs}`, reason);
    await this.links.end(write.tx, { ...fact, provider: account.provider, endedBy: write.by, reason: words });
    await write.publish({ case: 'accountUnlinked', value: { link, ...account, customer, atMs, cause } });
  }

  /** Words about a person who was erased meanwhile are not kept: there is no key to keep them with. */
  private async sealed({ tx }: Write, customer: string, context: string, words?: string): Promise<Buffer | undefined> {
    if (words === undefined) return undefined;
    return (await this.keys.find(tx, ownerOfCustomer(customer)))?.seal(context, words);
  }
}

interface Words {
  detail?: string | undefined;
  statement?: object | undefined;
  reason?: string;
}
