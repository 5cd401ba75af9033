import { CROSSING_TIERS, PUBLISHED_RULEBOOK } from '@tidemark/domain';
import { flopText } from './flop-text.js';
import { NUMBERS, type TierMoments } from './number-flags.js';
import { say, sayAll } from './report.js';
import { type TextColumn, textTable } from './text-table.js';
import type { Trace } from './traces-data.js';
import { countAt, type FleetFigures, flagsFrom1e25, type ScopeFigures } from './traces-flags.js';
import { type ClusterUse, type Fleet, fewestForNinety } from './traces-fleet.js';

/** The highest tier, since the lower ones come with it. */
export function tierText(moments: TierMoments | undefined): string {
  const tier = CROSSING_TIERS.toReversed().find((one) => moments?.[one] !== undefined);
  return tier?.toLowerCase() ?? '';
}

const TOTALS: TextColumn<ScopeFigures>[] = [
  { title: 'lower', text: ({ lower }) => flopText(lower), right: true },
  { title: 'expected', text: ({ expected }) => flopText(expected), right: true },
  { title: 'upper', text: ({ upper }) => flopText(upper), right: true },
  ...NUMBERS.map(({ printed }, at) => ({ title: `at ${printed}`, text: ({ moments }: ScopeFigures) => tierText(moments[at]) })),
];

const whole = (amount: number): string => Math.round(amount).toLocaleString('en-US');

export function sayTrace(file: string, { jobs, leftOut, running }: Trace, { clusters, held, assumed }: Fleet, model: string): void {
  const hours = clusters.reduce((sum, { acceleratorHours }) => sum + acceleratorHours, 0);
  say();
  say(`${file}: ${whole(jobs.length)} jobs, ${hours.toLocaleString('en-US', { maximumFractionDigits: 1 })} accelerator-hours`);
  if (running > 0) say(`  ${whole(running)} were still running at the trace's end: counted until then`);
  if (assumed > 0) say(`  the accelerators of ${whole(assumed)} are not named: ${model} is assumed`);
  for (const [why, count] of leftOut) say(`  left out, ${why}: ${whole(count)}`);
  for (const [name, count] of held) say(`  held, since the catalogue does not know ${name}: ${whole(count)}`);
}

export function sayClusters(uses: readonly ClusterUse[], figures: readonly ScopeFigures[]): void {
  const rows = figures.map((scope, at) => ({ scope, use: uses[at]! }));
  const of = ({ title, text, right = false }: TextColumn<ScopeFigures>) => ({
    title,
    text: ({ scope }: { scope: ScopeFigures }) => text(scope),
    right,
  });
  say();
  sayAll(
    textTable(rows, [
      { title: 'compute cluster', text: ({ scope }) => scope.name, widthMax: 24 },
      { title: 'jobs', text: ({ use }) => whole(use.jobs), right: true },
      { title: 'hours', text: ({ use }) => whole(use.acceleratorHours), right: true },
      { title: 'largest job', text: ({ use }) => `${((use.largestJobHours / use.acceleratorHours) * 100).toFixed(1)} %`, right: true },
      { title: 'accounts', text: ({ use }) => (use.tenants.length === 0 ? 'not named' : whole(use.tenants.length)), right: true },
      { title: 'make 90 %', text: ({ use }) => (use.tenants.length === 0 ? '-' : whole(fewestForNinety(use.tenants))), right: true },
      ...TOTALS.map(of),
    ]),
  );
}

/** The largest of many. */
export function sayLargest(title: string, all: readonly ScopeFigures[], count = 5): void {
  say();
  sayAll(
    textTable(all.slice(0, count), [
      { title: `${title} (largest of ${whole(all.length)})`, text: ({ name }) => name, widthMax: 48 },
      ...TOTALS,
    ]),
  );
}

export function sayFlags({ clusters, accounts, customers, everything }: FleetFigures): void {
  const kinds = [
    { kind: 'compute clusters', scopes: clusters },
    { kind: 'accounts', scopes: accounts },
    { kind: 'customers', scopes: customers },
    { kind: 'all of it under one controller', scopes: [everything] },
  ];
  type Kind = (typeof kinds)[number];
  const counts: TextColumn<Kind>[] = NUMBERS.map(({ printed }, at) => ({
    title: `at ${printed}`,
    text: ({ scopes }) => countText(scopes, at),
  }));
  const bands: TextColumn<Kind>[] = BANDS.map(({ id, number }) => ({
    title: `band ${number!.printed}`,
    text: ({ kind, scopes }) => (BANDED.has(kind) ? whole(scopes.filter((scope) => scope.bands.includes(id)).length) : ''),
    right: true,
  }));
  say();
  sayAll(textTable(kinds, [{ title: 'flagged', text: ({ kind, scopes }) => `${whole(scopes.length)} ${kind}` }, ...counts, ...bands]));
}

const BANDED: ReadonlySet<string> = new Set(['accounts', 'customers']);
const BANDS = PUBLISHED_RULEBOOK.rules.filter(({ kind, level = 'NONE' }) => kind === 'BAND' && level !== 'NONE');

function countText(scopes: readonly ScopeFigures[], number: number): string {
  const projected = scopes.filter(({ foretold }) => foretold[number]).length;
  const counts = [
    ...CROSSING_TIERS.map((tier) => [countAt(scopes, number, tier), tier.toLowerCase()] as const),
    [projected, 'projected'] as const,
  ];
  return (
    counts
      .filter(([count]) => count > 0)
      .map(([count, tier]) => `${whole(count)} ${tier}`)
      .join(', ') || 'none'
  );
}

/** What the same trace would raise if its accelerators were others: of each model, the largest totals and the flags from 1e25 on. */
export function sayModels(rows: readonly { readonly model: string; readonly figures: FleetFigures }[]): void {
  say();
  sayAll(
    textTable(rows, [
      { title: 'if it were', text: ({ model }) => model },
      { title: 'largest customer: expected', text: ({ figures }) => flopText(figures.customers[0]!.expected), right: true },
      { title: 'upper', text: ({ figures }) => flopText(figures.customers[0]!.upper), right: true },
      { title: 'customer flags from 1e25', text: ({ figures }) => String(flagsFrom1e25(figures.customers)), right: true },
      { title: 'all of it: expected', text: ({ figures }) => flopText(figures.everything.expected), right: true },
      { title: 'upper', text: ({ figures }) => flopText(figures.everything.upper), right: true },
      {
        title: 'flags from 1e25 of one controller over all',
        text: ({ figures }) => String(flagsFrom1e25([figures.everything])),
        right: true,
      },
    ]),
  );
}

/** What `--json` holds of a trace. */
export function traceJson(file: string, trace: Trace, fleet: Fleet, figures: FleetFigures, model: string): unknown {
  return {
    file,
    jobs: trace.jobs.length,
    acceleratorHours: fleet.clusters.reduce((sum, { acceleratorHours }) => sum + acceleratorHours, 0),
    running: trace.running,
    leftOut: Object.fromEntries(trace.leftOut),
    held: Object.fromEntries(fleet.held),
    assumedModel: fleet.assumed > 0 ? model : null,
    clusters: figures.clusters.map((scope, at) => ({ ...scopeJson(scope), ...tenantsJson(fleet.clusters[at]!) })),
    accounts: figures.accounts.map(scopeJson),
    customers: figures.customers.map(scopeJson),
    everything: scopeJson(figures.everything),
    customerFlagsAt1e25: flagsFrom1e25(figures.customers),
    everythingFlagsAt1e25: flagsFrom1e25([figures.everything]),
  };
}

const tenantsJson = ({ jobs, acceleratorHours, tenants }: ClusterUse) => ({
  jobs,
  acceleratorHours,
  accounts: tenants.length,
  makeNinety: tenants.length === 0 ? null : fewestForNinety(tenants),
});

const scopeJson = ({ flags, moments, foretold, ...scope }: ScopeFigures) => ({
  ...scope,
  flags: flags.map(({ rule, ruleVersion, tier, moment }) => ({
    rule,
    ruleVersion,
    tier,
    at: new Date((moment.hour * 60 + moment.minute) * 60_000).toISOString(),
  })),
  projected: NUMBERS.filter((_, at) => foretold[at]).map(({ printed }) => printed),
  tiers: Object.fromEntries(NUMBERS.map(({ printed }, at) => [printed, tierText(moments[at]) || null])),
});
