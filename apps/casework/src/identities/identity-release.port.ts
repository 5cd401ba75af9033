import type { IdentitySection } from '@tidemark/domain';
import type { Refused } from '@tidemark/edge';

export interface WantedIdentityRelease {
  grant: string;
  caseId: string;
  customer: string;
  fields: readonly IdentitySection[];
  purpose: string;
  /** The reader's own: the registry decides by who it is, and logs who it was. */
  token: string;
  correlationId?: string | undefined;
}

export interface ReleasedRecord {
  provider: string;
  /** Of the customer record. */
  version: number;
  releasedAtMs: number;
  sections: Readonly<Partial<Record<IdentitySection, unknown>>>;
}

export type ReleaseRefused = Refused<
  'IDENTITY_NOT_GRANTED' | 'ACCESS_ENDED' | 'FIELDS_NOT_GRANTED' | 'IDENTITY_ERASED' | 'GRANT_NOT_HEARD' | 'REGISTRY_UNAVAILABLE'
>;

/** The customer registry, which alone holds identities, and judges once more whether this person may see this one. */
export abstract class IdentityRelease {
  /** What it answers was logged there. */
  abstract release(wanted: WantedIdentityRelease): Promise<ReleasedRecord | ReleaseRefused>;
}
