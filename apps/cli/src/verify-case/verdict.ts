import type { CaseChain } from './case-chain.js';

export type CaseVerdict =
  | { verdict: 'INTACT'; case: string; chain: CaseChain /** Of a dossier: checked against its manifest. */; files: number | undefined }
  | { verdict: 'BROKEN' /** Of the log. */; entry?: number /** Of the archive. */; path?: string; why: string }
  | { verdict: 'UNREADABLE'; why: string };
