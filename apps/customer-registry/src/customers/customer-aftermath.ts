import { Injectable } from '@nestjs/common';
import { type Customer, type CustomerEvent, IDENTITY_FIELDS, levelStanding, type RevalidationCause } from '@tidemark/domain';
import type { RevalidationReason } from '../events/customer-fact.js';
import type { Write } from '../registry/write.js';
import { Webhooks } from '../webhooks/webhooks.port.js';
import type { LoadedCustomer } from './customer-records.port.js';

export interface Followed {
  before: Customer;
  after: LoadedCustomer;
  events: readonly CustomerEvent[];
}

/** Tasks of other rooms: what depends on who somebody is, is done again when that changes. */
const ON_ANY_FIELD = 'index-link-signals';
const ON_IDENTITY = ['screen-customer', 'resolve-customer', ON_ANY_FIELD] as const;

/** What follows of a change in a record: facts for the other apps, news for the provider, work for the other rooms. All in the same change. */
@Injectable()
export class CustomerAftermath {
  constructor(private readonly webhooks: Webhooks) {}

  async follow(write: Write, followed: Followed): Promise<void> {
    await this.standing(write, followed);
    for (const event of followed.events) await this.one(write, followed, event);
  }

  /**
   * Level and status as one fact, when either changed, or when their end moved: compared with where the record stood at its last event,
   * which is what was told last. A level that ended since is news still.
   */
  private async standing(write: Write, { before, after }: Followed): Promise<void> {
    const { id, provider, version, customer } = after;
    const { nowMs } = write;
    if (customer.status === 'ERASED') return write.publish({ case: 'erased', value: { customer: id, provider } }).then(() => undefined);
    if (customer.status === 'ABSENT') throw new Error('A customer that nobody onboarded has no standing');
    const was = before.status === 'ABSENT' ? undefined : levelStanding(before, before.lastEventMs ?? nowMs);
    const is = levelStanding(customer, nowMs);
    if (was !== undefined && was.level === is.level && was.validToMs === is.validToMs && before.status === customer.status) return;
    const { status, related } = customer;
    const { kind } = customer.profile!;
    const standing = { customer: id, provider, kind, related, level: is.level, status, fromMs: nowMs, version };
    await write.publish({ case: 'standing', value: { ...standing, levelValidUntilMs: is.validToMs } });
    await this.expiry(write, id, is);
    if (was === undefined || (was.level === is.level && before.status === status)) return;
    const news = { customer: id, level: is.level, previousLevel: was.level, status };
    await this.webhooks.notify(write, provider, 'level.changed', news);
  }

  /** Looks at the level again when a re-verification is due and when it ends. */
  private async expiry(write: Write, customer: string, { validToMs, reverifyFromMs }: ReturnType<typeof levelStanding>): Promise<void> {
    if (reverifyFromMs !== undefined) await write.task('ask-reverification', customer, { notBeforeMs: reverifyFromMs });
    if (validToMs !== undefined) await write.task('lapse-level', customer, { notBeforeMs: validToMs });
  }

  private async one(write: Write, { before, after }: Followed, event: CustomerEvent): Promise<void> {
    const { id: customer, provider } = after;
    const { intent, revalidations } = after.customer;
    const whose = { customer, provider };
    switch (event.type) {
      case 'customer-onboarded':
        return this.identityTasks(write, customer);
      case 'profile-changed':
        // Payments, contacts and accesses bear on whose an account is, though not on who somebody is.
        await write.task(ON_ANY_FIELD, customer);
        return event.fields.some((field) => IDENTITY_FIELDS.has(field)) ? this.identityTasks(write, customer) : undefined;
      case 'customer-erased':
        return this.identityTasks(write, customer);
      case 'intent-declared': {
        const { version, trains, computeFlop, parameters, modalities, formats, sites, fromMs, toMs } = event.declaration;
        const value = {
          version,
          trains,
          computeFlop,
          parameters,
          modalities: [...modalities],
          formats: [...formats],
          sites: [...sites],
          fromMs,
          toMs,
        };
        await write.publish({ case: 'intent', value: { ...whose, ...value } });
        return;
      }
      case 'intent-assessed': {
        const { judgement, declaration } = event.assessment;
        const intentVersion = declaration === 0 ? undefined : declaration;
        await write.publish({
          case: 'assessment',
          value: { ...whose, version: intent.assessments.length, assessment: judgement, intentVersion },
        });
        return;
      }
      case 'exemption-granted': {
        const { id: exemption, kind, subject, fromMs, toMs: untilMs } = event.exemption;
        await write.publish({ case: 'exemption', value: { ...whose, exemption, kind, subject, fromMs, untilMs } });
        return;
      }
      case 'exemption-ended':
        await write.publish({ case: 'exemptionEnded', value: { ...whose, exemption: event.id, atMs: event.atMs } });
        return;
      case 'revalidation-asked':
      case 'revalidation-joined':
        return this.asked(write, whose, event, revalidations.open?.dueMs);
      case 'revalidation-done':
        // An ask that the other apps never heard of is not done for them either.
        if (before.revalidations.open?.grounds.some(({ cause }) => PUBLISHED_CAUSES[cause] !== undefined))
          await write.publish({ case: 'revalidationDone', value: { ...whose, ask: event.id } });
        return;
      default:
        return;
    }
  }

  private async asked(
    write: Write,
    whose: { customer: string; provider: string },
    { id: ask, ground, type }: CustomerEvent & { type: 'revalidation-asked' | 'revalidation-joined' },
    dueAtMs: number | undefined,
  ): Promise<void> {
    const reason = PUBLISHED_CAUSES[ground.cause];
    const signal = ground.fact.startsWith(SIGNAL) ? ground.fact.slice(SIGNAL.length) : undefined;
    if (reason !== undefined) await write.publish({ case: 'revalidationAsked', value: { ...whose, ask, reason, signal, dueAtMs } });
    if (type === 'revalidation-asked')
      await this.webhooks.notify(write, whose.provider, 'revalidation.asked', { customer: whose.customer, ask, reason: ground.cause });
  }

  private async identityTasks(write: Write, customer: string): Promise<void> {
    for (const kind of ON_IDENTITY) await write.task(kind, customer);
  }
}

/** What a ground's `fact` begins with when a use signal stands behind it. */
export const SIGNAL = 'use:';

/** Causes as customer.v1 names them. What a provider's own people ask, or change themselves, is no news to the other apps. */
const PUBLISHED_CAUSES: Readonly<Record<RevalidationCause, RevalidationReason | undefined>> = {
  BAND_REACHED: 'BAND_REACHED',
  REPEATED_USE: 'REPEATED_USE',
  GROWTH_SIXFOLD: 'GROWTH_SIXFOLD',
  LEVEL_BELOW_BAND: 'LEVEL_BELOW_BAND',
  CHANGED_CONTROLLER: 'CHANGED_CONTROLLER',
  LIST_CHANGE: 'LIST_CHANGE',
  EXPIRY: 'EXPIRY',
  CHANGED_IDENTITY: undefined,
  ASKED_BY_PERSON: undefined,
};
