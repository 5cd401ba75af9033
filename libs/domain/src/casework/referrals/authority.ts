import type { AuthorityId } from '../case-vocabulary.js';

/** TENANT: its regulators work in this installation. INSTALLATION: it has one of its own, and what goes there is signed. */
export const AUTHORITY_KINDS = ['TENANT', 'INSTALLATION'] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];

export interface Authority {
  id: AuthorityId;
  name: string;
  kind: AuthorityKind;
  /** ISO 3166-1 alpha-2 or EU: of each it is an authority. */
  jurisdictions: readonly string[];
  /** Of an INSTALLATION: where it is reached, for people; nothing is sent there by itself. */
  endpoint?: string | undefined;
  /** Of an INSTALLATION: Ed25519, SPKI, base64. */
  publicKey?: string | undefined;
}
