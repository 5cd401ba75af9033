import type { Caller } from '@tidemark/access';
import { acceleratorHoursDecimal, flopDecimal, HOUR_MS, hourFrom, type LinkVersion, timeName } from '@tidemark/domain';
import type { SumsView } from '@tidemark/edge';
import { AT } from '../accumulate/posted-rows.js';
import { writtenId } from '../ask/asked-scope.js';
import { isoOf } from '../ask/window.js';
import type { EvidenceView, MonitorGroupView, MonitorTotalsView, TotalsLinkView, WorkloadView } from './totals.dto.js';
import type { TotalsAnswer } from './totals.handler.js';
import { type Amounts, type GroupSums, sumOf } from './totals-fold.js';
import { type Grouping, type GroupKey, groupingOf } from './totals-grouping.js';

/** So many links are shown with a total; who wants all asks the customer registry. */
const LINKS_SHOWN = 200;

export function totalsView(caller: Caller, answer: TotalsAnswer): MonitorTotalsView {
  const { question, groups, hours, links } = answer;
  const total = sumOf(groups);
  const starts = hours.spans.map(({ fromHour }) => fromHour).filter(Number.isFinite);
  return {
    ...scopeView(caller, question.scope),
    ...(question.fromMs === undefined ? {} : { from: isoOf(question.fromMs) }),
    ...(question.toMs === undefined ? {} : { to: isoOf(question.toMs) }),
    knownAt: isoOf(answer.knownAtMs),
    ledgerPosition: answer.ledgerPosition.toString(),
    identitySequence: answer.identitySequence.toString(),
    ...sumsView(total),
    evidence: evidenceView(total),
    onPrior: flopDecimal(total[AT.on_prior]!),
    workload: workloadView(total),
    ...(starts.length === 0 ? {} : { linkedFrom: isoOf(Math.min(...firstOf(starts)) * HOUR_MS) }),
    links: links.slice(0, LINKS_SHOWN).map((link) => linkView(caller, link)),
    ...(links.length > LINKS_SHOWN ? { moreLinks: links.length - LINKS_SHOWN } : {}),
    groups: question.by.length === 0 ? [] : groupViews(caller, answer, groupingOf(question.by)),
  };
}

/** The least alone: as arguments of a function a million numbers would not fit. */
const firstOf = (numbers: readonly number[]): [number] => [numbers.reduce((least, one) => Math.min(least, one))];

export function scopeView(
  caller: Pick<Caller, 'provider'>,
  scope: TotalsAnswer['question']['scope'],
): Pick<MonitorTotalsView, 'scope' | 'id' | 'provider' | 'controlRule'> {
  if (scope.kind === 'unlinked') return { scope: scope.kind, id: scope.provider, provider: scope.provider };
  const provider = 'provider' in scope ? { provider: scope.provider } : {};
  const rule = scope.kind === 'group' ? { controlRule: scope.controlRule } : {};
  return { ...provider, scope: scope.kind, id: writtenId(caller, scope), ...rule };
}

export function sumsView(amounts: Amounts): SumsView {
  const [acceleratorMs, lower, expected, upper] = [AT.accelerator_ms, AT.lower, AT.expected, AT.upper].map((at) => amounts[at]!) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  return {
    acceleratorHours: acceleratorHoursDecimal(acceleratorMs),
    acceleratorMs: acceleratorMs.toString(),
    lower: flopDecimal(lower),
    expected: flopDecimal(expected),
    upper: flopDecimal(upper),
    tflop: { lower: lower.toString(), expected: expected.toString(), upper: upper.toString() },
  };
}

function evidenceView(amounts: Amounts): EvidenceView {
  const known = amounts[AT.of_declared]! + amounts[AT.of_billed]! + amounts[AT.of_telemetry]! + amounts[AT.of_attested]!;
  return {
    declared: flopDecimal(amounts[AT.of_declared]!),
    billed: flopDecimal(amounts[AT.of_billed]!),
    telemetry: flopDecimal(amounts[AT.of_telemetry]!),
    attested: flopDecimal(amounts[AT.of_attested]!),
    unknown: flopDecimal(amounts[AT.expected]! - known),
  };
}

function workloadView(amounts: Amounts): WorkloadView {
  const parts = [AT.labelled_declared, AT.labelled_billed, AT.labelled_telemetry, AT.labelled_attested].map((at) => amounts[at]!);
  const [declared, billed, telemetry, attested] = parts.map(flopDecimal) as [string, string, string, string];
  return { labelled: flopDecimal(parts.reduce((sum, part) => sum + part)), declared, billed, telemetry, attested };
}

function linkView(caller: Caller, { link, provider, account, customer, fromMs, toMs, knownAtMs }: LinkVersion): TotalsLinkView {
  const end = toMs === undefined ? {} : { to: isoOf(toMs), ownsTo: isoOf(hourFrom(toMs) * HOUR_MS) };
  return {
    link,
    account: writtenId(caller, { kind: 'account', provider, id: account }),
    customer,
    from: isoOf(fromMs),
    ownsFrom: isoOf(hourFrom(fromMs) * HOUR_MS),
    ...end,
    knownAt: isoOf(knownAtMs),
  };
}

function groupViews(caller: Caller, { groups, hours, question }: TotalsAnswer, grouping: Grouping): MonitorGroupView[] {
  // Owners may differ in a part that is not asked for: the same customer in two parties' hours, or hours of two customers of one party.
  const merged = new Map<string, { key: Record<string, string>; amounts: bigint[] }>();
  for (const group of groups) {
    const key = Object.fromEntries(question.by.map((name) => [name, nameOf(caller, group, grouping, name, hours)]));
    const text = JSON.stringify(key);
    const same = merged.get(text);
    if (!same) merged.set(text, { key, amounts: [...group.amounts] });
    else for (const [at, amount] of group.amounts.entries()) same.amounts[at]! += amount;
  }
  return [...merged.values()]
    .sort((a, b) => compareKeys(question.by, a.key, b.key))
    .map(({ key, amounts }) => ({ key, ...sumsView(amounts) }));
}

function nameOf(caller: Caller, group: GroupSums, grouping: Grouping, key: GroupKey, { owners }: TotalsAnswer['hours']): string {
  switch (key) {
    case 'accelerator':
      return group.accelerator;
    case 'account':
      return writtenId(caller, { kind: 'account', provider: group.provider, id: group.account });
    case 'cluster':
      return writtenId(caller, { kind: 'cluster', provider: group.clusterProvider, id: group.cluster });
    case 'customer':
    case 'party':
      return owners[group.owner]![key]!;
    default:
      return timeName(grouping.grain, group.slot, key);
  }
}

/** By code units, not by a locale: the same order on every machine. */
function compareKeys(keys: readonly string[], a: Record<string, string>, b: Record<string, string>): number {
  for (const key of keys) {
    const [x, y] = [a[key]!, b[key]!];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
