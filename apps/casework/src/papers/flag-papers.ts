import { Injectable } from '@nestjs/common';
import { Clock } from '@tidemark/access';
import type { FlagGrounds } from '@tidemark/domain';
import { type FlagPapers, KeptFlagPapers, MonitorFlags } from './flag-papers.port.js';

/** Asked at the same time: a group's case has many flags, and the monitor other callers. */
const ASKED_AT_ONCE = 4;

/** The papers of flags: those that are kept, and those that are fetched and kept from now on. */
@Injectable()
export class FlagPaperSource {
  constructor(
    private readonly kept: KeptFlagPapers,
    private readonly monitor: MonitorFlags,
    private readonly clock: Clock,
  ) {}

  async of(caseId: string, flags: readonly string[], token: string): Promise<ReadonlyMap<string, FlagPapers>> {
    const kept = await this.kept.load(caseId, flags);
    const missing = flags.filter((flag) => !kept.has(flag));
    if (missing.length === 0) return kept;
    for (let from = 0; from < missing.length; from += ASKED_AT_ONCE)
      await Promise.all(missing.slice(from, from + ASKED_AT_ONCE).map((flag) => this.fetch(caseId, flag, token)));
    // Read again: somebody else may have kept them first.
    return this.kept.load(caseId, flags);
  }

  private async fetch(caseId: string, flag: string, token: string): Promise<void> {
    const papers = await this.monitor.papersOf(token, flag);
    const fetchedAtMs = this.clock.now();
    await this.kept.keep(
      caseId,
      flag,
      papers === undefined ? { outcome: 'UNKNOWN', fetchedAtMs } : { outcome: 'KEPT', ...papers, fetchedAtMs },
    );
  }
}

/** What a report takes from them. */
export function groundsOf(papers: ReadonlyMap<string, FlagPapers>): ReadonlyMap<string, FlagGrounds> {
  return new Map(
    [...papers].flatMap(([flag, one]) => {
      if (one.outcome === 'UNKNOWN') return [];
      const { assumptions } = one.why as { assumptions?: unknown };
      const { policyVersions } = one.evidence as { policyVersions?: unknown };
      return [
        [
          flag,
          {
            assumptions: listOf(assumptions, (item): item is string => typeof item === 'string'),
            policyVersions: listOf(policyVersions, (item): item is number => typeof item === 'number'),
          },
        ] as const,
      ];
    }),
  );
}

const listOf = <Item>(value: unknown, isItem: (item: unknown) => item is Item): Item[] =>
  Array.isArray(value) ? value.filter(isItem) : [];
