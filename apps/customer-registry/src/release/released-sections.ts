import type { Customer, CustomerProfile, IdentitySection, PersonName, Stated } from '@tidemark/domain';
import type { EdgeView } from '../control/control.view.js';
import { documentView } from '../documents/document.view.js';

/** Who stands directly above a customer, by its provider's statements. */
export interface ReleasedOwner extends EdgeView {
  /** Absent: the owner was erased. */
  names?: readonly Stated<PersonName>[];
}

export interface Releasable {
  customer: Customer & { profile: CustomerProfile };
  /** Read only where the section is asked for. */
  owners: readonly ReleasedOwner[];
}

type SectionOf = (released: Releasable) => object;

/** What each section holds: nothing that another section holds. */
const SECTIONS: Readonly<Record<IdentitySection, SectionOf>> = {
  NAMES: ({ customer: { profile } }) => ({ kind: profile.kind, names: profile.names }),
  IDENTIFIERS: ({ customer: { profile } }) => {
    const { identifiers, jurisdiction, legalForm, birthDate, nationalities } = profile;
    return { identifiers, jurisdiction, legalForm, birthDate, nationalities };
  },
  ADDRESSES: ({ customer: { profile } }) => ({ addresses: profile.addresses }),
  CONTACTS: ({ customer: { profile } }) => ({ contacts: profile.contacts, administration: profile.administration }),
  PAYMENT: ({ customer: { profile } }) => ({ payments: profile.payments }),
  OWNERS: ({ owners }) => ({ statements: owners }),
  DOCUMENTS: ({ customer }) => ({ documents: Object.values(customer.documents).map((document) => documentView(document, undefined)) }),
  PURPOSE: ({ customer: { profile } }) => {
    const { businessPurpose, intendedUse, sector, expectedBand } = profile;
    return { businessPurpose, intendedUse, sector, expectedBand };
  },
};

/** As JSON, in the order in which they were asked for. */
export const sectionsOf = (fields: readonly IdentitySection[], released: Releasable): { field: IdentitySection; json: Uint8Array }[] =>
  fields.map((field) => ({ field, json: new TextEncoder().encode(JSON.stringify(SECTIONS[field](released))) }));
