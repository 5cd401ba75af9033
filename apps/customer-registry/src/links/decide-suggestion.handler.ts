import { Injectable } from '@nestjs/common';
import { leadingEvidence, SUGGESTION_WEIGHTS_V1, scoreSuggestion } from '@tidemark/domain';
import { type Refused, refuse } from '@tidemark/edge';
import { ownerOfCustomer, SealingKeys } from '@tidemark/sealing';
import type { Write } from '../registry/write.js';
import { LinkHandler } from './link.handler.js';
import { type LinkSuggestion, LinkSuggestions } from './link-suggestions.port.js';
import type { LinkRefusalCode } from './links.refusals.js';

export interface SuggestionDecision {
  id: string;
  decision: 'CONFIRMED' | 'DISMISSED';
  reason: string;
  /** Of the link that a confirmation makes. */
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

type Answer = { suggestion: LinkSuggestion } | Refused<LinkRefusalCode | 'CUSTOMER_UNKNOWN'>;

/** A person's word on a suggestion: confirmed, it becomes a link in the same change, resting on what spoke most for it. */
@Injectable()
export class DecideSuggestionHandler {
  constructor(
    private readonly suggestions: LinkSuggestions,
    private readonly links: LinkHandler,
    private readonly keys: SealingKeys,
  ) {}

  async decide(write: Write, { id, decision, reason, fromMs, toMs }: SuggestionDecision): Promise<Answer> {
    const standing = await this.suggestions.find(write.tx, id);
    if (!standing) return refuse('SUGGESTION_UNKNOWN', 'There is no such suggestion.');
    if (standing.state !== 'OPEN') return refuse('SUGGESTION_DECIDED', `It is ${standing.state}.`);
    const link = decision === 'CONFIRMED' ? await this.link(write, standing, { reason, fromMs, toMs }) : undefined;
    if (link && 'refused' in link) return link;
    const key = await this.keys.find(write.tx, ownerOfCustomer(standing.customer));
    const sealed = key?.seal(`link-suggestion/${id}`, reason);
    await this.suggestions.decide(write.tx, id, { state: decision, by: write.by, nowMs: write.nowMs, link: link?.id, reason: sealed });
    return { suggestion: (await this.suggestions.find(write.tx, id))! };
  }

  private async link(
    write: Write,
    { provider, account, customer, levels, strength }: LinkSuggestion,
    { reason, fromMs, toMs }: { reason: string; fromMs?: number | undefined; toMs?: number | undefined },
  ): Promise<{ id: string } | Refused<LinkRefusalCode | 'CUSTOMER_UNKNOWN'>> {
    if (fromMs === undefined) return refuse('SUGGESTION_START_MISSING', 'A confirmation says since when.', { field: 'from' });
    const kind = leadingEvidence(scoreSuggestion(levels, SUGGESTION_WEIGHTS_V1));
    const made = await this.links.declare(write, {
      provider,
      account,
      customer,
      fromMs,
      toMs,
      kind,
      strength,
      detail: reason,
      byPerson: true,
    });
    return 'refused' in made ? made : { id: made.links[0]!.link };
  }
}
