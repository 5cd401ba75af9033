import fc from 'fast-check';
import { seenIn } from './coverage.js';
import { HistoryBuilder } from './history-builder.js';
import { historyDrawn } from './history-commands.js';

/** Enough of them, of one seed: what they meet is what the other tests can say anything about. */
const HISTORIES = 600;
const EVERYWHERE = ['account', 'cluster', 'customer', 'party', 'group'];
const VERIFIED = ['account', 'customer', 'party'];

const expected = [
  ...['POSSIBLE', 'PROBABLE', 'CERTAIN'].flatMap((tier) => [
    ...EVERYWHERE.flatMap((scope) => [
      `CROSSING all-time ${tier} ${scope}`,
      `CROSSING dated ${tier} ${scope}`,
      `CROSSING dated ${tier} ${scope} entry`,
      `CROSSING window ${tier} ${scope}`,
      `CROSSING window ${tier} ${scope} again`,
    ]),
    `CROSSING owned ${tier} group`,
  ]),
  ...['account', 'customer', 'party', 'group'].flatMap((scope) => [
    `CROSSING text PROBABLE ${scope}`,
    `CROSSING attested PROBABLE ${scope}`,
  ]),
  ...['account', 'cluster', 'customer'].map((scope) => `CROSSING policy PROBABLE ${scope}`),
  ...EVERYWHERE.flatMap((scope) => [`CROSSING thirds CERTAIN ${scope}`, `CROSSING quarter-year POSSIBLE ${scope}`]),
  ...['account', 'cluster', 'customer', 'party'].flatMap((scope) => [
    `CROSSING future PROBABLE ${scope} entry`,
    `CROSSING future-window PROBABLE ${scope} entry`,
    `shadow CROSSING all-time PROBABLE ${scope}`,
  ]),
  ...VERIFIED.flatMap((scope) => ['band-identity', 'band-enhanced'].map((band) => `UNVERIFIED_ABOVE_BAND ${band} - ${scope}`)),
  'UNLINKED_ABOVE_BAND band-identity - account',
  ...['customer', 'party', 'group'].flatMap((scope) => ['growth', 'quarter'].map((rule) => `EVALUATION_DUE evaluation-${rule} - ${scope}`)),
  ...['CERTAIN', 'POSSIBLE'].map((tier) => `CAPACITY capacity ${tier} cluster`),
  'CAPACITY any-capacity CERTAIN cluster',
  'OVER_CAPACITY over-capacity - cluster',
  'OVER_CAPACITY over-capacity - cluster again',
  'USE_AFTER_ORDER use-after-order - customer',
  'USE_AFTER_ORDER use-after-order - customer again',
  ...['ACTIVE', 'TRIAL'].flatMap((state) => EVERYWHERE.map((scope) => `PROJECTED ${state} ${scope}`)),
  ...['customer', 'party'].flatMap((scope) => [`BAND_REACHED ${scope}`, `REPEATED_USE ${scope} MONTHS`, `REPEATED_USE ${scope} YEAR`]),
];

it('histories find their way to every kind, tier and kind of scope', () => {
  const seen = new Map<string, number>();
  for (const drawn of fc.sample(historyDrawn, { numRuns: HISTORIES, seed: 1 })) seenIn(HistoryBuilder.build(drawn), seen);
  expect(expected.filter((words) => !seen.has(words))).toEqual([]);
});
