/** Something about the reports that a person should look at. It changes no count. */
export interface Finding {
  kind: string;
  provider: string;
  /** Empty where the finding is not about a source, cluster or model. */
  source: string;
  cluster: string;
  accelerator: string;
  detail: string;
  firstKnownAtMs: number;
  lastKnownAtMs: number;
  occurrences: bigint;
}

/** A finding and its place in the order of its kind, from which the next page goes on. */
export interface PlacedFinding {
  place: string[];
  finding: Finding;
}

/** Kinds that follow from the tables when asked; all others were made while counting. */
export const DERIVED_KINDS = ['METER_SILENT', 'OVER_CAPACITY', 'REPORT_CONFLICT', 'SEQUENCE_GAP'] as const;
export type DerivedKind = (typeof DERIVED_KINDS)[number];
export const isDerived = (kind: string): kind is DerivedKind => (DERIVED_KINDS as readonly string[]).includes(kind);

/** The kind and place behind which the next page begins, as an opaque text. */
export interface FindingCursor {
  kind: string;
  place: string[];
}

export const writeCursor = ({ kind, place }: FindingCursor): string => Buffer.from(JSON.stringify([kind, ...place])).toString('base64url');

/** Undefined when it is not one that writeCursor wrote. */
export function readCursor(raw: string): FindingCursor | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(raw, 'base64url').toString());
    if (!Array.isArray(parts) || parts.length < 2 || !parts.every((part) => typeof part === 'string')) return undefined;
    const [kind, ...place] = parts as [string, ...string[]];
    return isKind(kind) ? { kind, place } : undefined;
  } catch {
    return undefined;
  }
}

export const isKind = (raw: string): boolean => /^[A-Z][A-Z0-9_]{0,63}$/.test(raw);
