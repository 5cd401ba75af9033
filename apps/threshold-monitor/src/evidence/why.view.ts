import { isoOf } from '../ask/window.js';
import type { FlagContent, FlagFact, StoredFlag } from '../flags/flags.port.js';

/** The parts of an explanation that are put into words here; it was made whole when the flag was raised. */
interface Explained {
  readonly rule?: { title?: string; regime?: string; citation?: string; legalWords?: string; duty?: string; counts?: string };
  readonly tier?: { words: string };
  readonly totals?: Record<'lower' | 'expected' | 'upper', { printed: string }>;
  readonly concentration?: { words: string };
  readonly evidence?: readonly { words: string }[];
  readonly labels?: readonly { words: string }[];
}

/** Why a flag was raised, as data. */
export function whyView(flag: StoredFlag, facts: readonly FlagFact[]): Record<string, unknown> {
  const { id, content } = flag;
  const { sentence, assumptions, members, covers, totals, number, momentMs, explanation, versions, rulebookVersion, detail } = content;
  const { ledgerPosition, identitySequence, projection } = content;
  return {
    flag: id,
    text: whyText(flag, facts),
    ...{ sentence, assumptions, number, totals, members, covers, explanation, versions, rulebookVersion, detail, projection },
    ...{ ledgerPosition, identitySequence, moment: isoOf(Number(momentMs)), raisedAt: isoOf(flag.raisedAtMs) },
  };
}

/** The same in words, for a letter or a terminal. */
export function whyText({ id, content, raisedAtMs, status }: StoredFlag, facts: readonly FlagFact[]): string {
  const explained = (content.explanation ?? {}) as Explained;
  const paragraphs = [
    [String(content.sentence)],
    linesOf(content, explained),
    listOf('It takes for granted:', content.assumptions),
    [`Flag ${id}, raised ${isoOf(raisedAtMs)}, now ${status}.`, ...facts.slice(1).map(factLine)],
  ];
  return `${paragraphs
    .filter(({ length }) => length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function linesOf(content: FlagContent, { rule, tier, totals, concentration, evidence, labels }: Explained): string[] {
  const lines: [string, string | undefined][] = [
    ['Rule', [rule?.title, rule?.citation].filter(Boolean).join(', ') || String(content.rule)],
    ['In law', rule?.legalWords],
    ['Duty', rule?.duty],
    [
      'Number',
      content.number
        ? `${content.number} ${content.kind === 'CAPACITY' ? 'op/s' : 'FLOP'}${tier ? ` (tier ${String(content.tier)}: ${tier.words})` : ''}`
        : undefined,
    ],
    ['Totals', totals && `provable ${totals.lower.printed}, best estimate ${totals.expected.printed}, at most ${totals.upper.printed}`],
    ['Shared', concentration?.words],
    ['Evidence', evidence?.map(({ words }) => words).join('; ')],
    ['Labels', labels?.map(({ words }) => words).join('; ')],
    ['Rests on', `ledger position ${content.ledgerPosition ?? '?'}, identity fact ${content.identitySequence ?? '?'}`],
  ];
  return lines.flatMap(([name, text]) => (text ? [`${`${name}:`.padEnd(10)} ${text}`] : []));
}

const listOf = (heading: string, items: unknown): string[] =>
  Array.isArray(items) && items.length > 0 ? [heading, ...items.map((item) => `- ${String(item)}`)] : [];

function factLine({ type, knownAtMs, detail }: FlagFact): string {
  const reason = typeof detail.reason === 'string' ? `: ${detail.reason}` : '';
  const moment = type === 'moved' ? `: the moment is ${isoOf(Number(detail.momentMs))} now` : reason;
  return `- ${isoOf(knownAtMs)} ${type}${moment}`;
}
