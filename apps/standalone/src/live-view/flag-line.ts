/** As much of a fact about a flag, as the stream tells it, as a line shows. */
export interface FlagNewsItem {
  readonly type: 'raised' | 'moved' | 'withdrawn' | 'confirmed' | 'superseded' | 'projection';
  readonly knownAt: string;
  readonly flag: {
    readonly id: string;
    readonly kind: string;
    readonly tier?: string;
    readonly rule: string;
    readonly scope: { readonly kind: string; readonly id: string; readonly provider?: string };
    /** Of one that was raised. */
    readonly sentence?: string;
  };
  /** Of a later fact. */
  readonly detail?: {
    readonly reason?: string;
    readonly momentMs?: number;
    readonly previousMomentMs?: number;
    readonly leadTimeMs?: number;
    readonly projection?: { readonly dayMs: number };
  };
}

/** One line: when it became known, tier, scope, rule, and what happened in words. Times are UTC. */
export function flagLine({ type, knownAt, flag, detail }: FlagNewsItem): string {
  const what = flag.tier ?? flag.kind;
  return `${knownAt.slice(11, 19)} ${what.padEnd(9)} ${scopeWords(flag.scope)}, ${flag.rule}: ${words(type, flag.sentence, detail ?? {})}`;
}

/** Ids of customers, parties and groups are long and say nothing to a person: their beginning tells them apart. */
export function scopeWords({ kind, id, provider }: FlagNewsItem['flag']['scope']): string {
  const named = kind === 'ACCOUNT' || kind === 'CLUSTER';
  return `${kind.toLowerCase()} ${named ? `${provider}/${id}` : id.slice(0, 8)}`;
}

function words(type: FlagNewsItem['type'], sentence: string | undefined, detail: NonNullable<FlagNewsItem['detail']>): string {
  switch (type) {
    case 'raised':
      return `raised. ${matterOf(sentence ?? '')}`;
    case 'moved':
      return `moved from ${minute(detail.previousMomentMs!)} to ${minute(detail.momentMs!)}`;
    case 'projection':
      return `is foreseen for ${minute(detail.projection!.dayMs).slice(0, 10)} now`;
    case 'confirmed':
      return `confirmed: it came true, ${duration(detail.leadTimeMs!)}`;
    case 'withdrawn':
      return `withdrawn. ${detail.reason}`;
    case 'superseded':
      return 'superseded by a new version of the rule';
    default:
      return type satisfies never;
  }
}

/** What the flag says before it cites the rule, with ids cut short as in the rest of the line. */
const matterOf = (sentence: string): string =>
  sentence.replace(/ \(rule .*$/, '').replace(/\b([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '$1');

const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}`;

function duration(ms: number): string {
  if (ms < 0) return 'before it was foreseen: the use was told of later';
  if (ms < 120_000) return `${Math.round(ms / 1000)} s ahead`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} minutes ahead` : `${Math.round(ms / 3_600_000)} hours ahead`;
}
