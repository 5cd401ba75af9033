import type { CaseChain } from './case-chain.js';

export type CaseVerdict =
  | { verdict: 'INTACT'; case: string; chain: CaseChain; dossier?: DossierChecked }
  | { verdict: 'BROKEN' /** Of the log. */; entry?: number /** Of the archive. */; path?: string; why: string }
  | { verdict: 'UNREADABLE'; why: string };

export interface DossierChecked {
  /** How many files are as the manifest names them. */
  files: number;
  /** Hex, of the manifest without its date: what the entry "dossier-made" has. */
  sha256: string;
}
