/** What the threshold monitor gives of a flag, as it was when it was first asked for: a dossier made later is the same. */
export type FlagPapers =
  | { outcome: 'KEPT'; why: object; evidence: object; fetchedAtMs: number }
  /** The monitor knew no such flag. */
  | { outcome: 'UNKNOWN'; fetchedAtMs: number };

/** Keeps them, sealed with the case's own key. */
export abstract class KeptFlagPapers {
  abstract load(caseId: string, flags: readonly string[]): Promise<ReadonlyMap<string, FlagPapers>>;
  /** Whoever was first is kept. */
  abstract keep(caseId: string, flag: string, papers: FlagPapers): Promise<void>;
}

/** The monitor, asked with the caller's own token: it decides by the caller's rights what it shows. */
export abstract class MonitorFlags {
  /** Throws FLAG_EVIDENCE_UNREACHABLE or FLAG_EVIDENCE_NOT_YOURS as a problem. Undefined: it knows no such flag. */
  abstract papersOf(token: string, flag: string): Promise<{ why: object; evidence: object } | undefined>;
}
