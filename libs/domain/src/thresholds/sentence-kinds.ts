import { HOUR_MS } from '../metering/hour-slots.js';
import type { SentenceInput } from './sentence.js';
import { printFlop, printInstant, printMoment, printTflop } from './sentence-amounts.js';
import type { FlagKind, Standing } from './standing.js';

/** What a flag that is no crossing of a training number says. */
export function kindWords(input: SentenceInput, subject: string): string {
  return WORDS[input.standing.kind as Exclude<FlagKind, 'CROSSING'>](input, subject);
}

type Words = (input: SentenceInput, subject: string) => string;

const LEVELS: Record<string, string> = {
  NONE: 'not verified',
  BASIC: 'verified to the basic level',
  IDENTIFIED: 'identified',
  ENHANCED: 'under enhanced due diligence',
};

const WORDS: Record<Exclude<FlagKind, 'CROSSING'>, Words> = {
  UNVERIFIED_ABOVE_BAND: ({ standing, rule }, subject) =>
    `By the best estimate, ${subject} reached ${rule.number!.printed} FLOP on ${printMoment(standing.moment)}, from where its customer is to be ${levelWords(standing, 'required')}, and is ${levelWords(standing, 'level')}`,
  UNLINKED_ABOVE_BAND: ({ standing, rule }, subject) =>
    `By the best estimate, ${subject}, which is linked to no customer, reached ${rule.number!.printed} FLOP on ${printMoment(standing.moment)}, from where a customer is to be ${levelWords(standing, 'required')}`,
  EVALUATION_DUE: ({ standing, rule }, subject) =>
    rule.evaluation?.type === 'GROWTH' ? growthWords(standing, subject, rule.evaluation.times) : monthsWords(standing, subject, rule),
  CAPACITY: capacityWords,
  OVER_CAPACITY: ({ standing: { moment, detail } }, subject) =>
    `From ${printMoment(moment)} on, ${subject} is reported to have used ${acceleratorHours(detail.acceleratorMs)} accelerator-hours in an hour of ${detail.acceleratorsRegistered} registered accelerators, and more than is registered in ${hours(detail.hoursOver)} so far`,
  USE_AFTER_ORDER: ({ standing: { moment, detail } }, subject) =>
    `Accounts of ${subject} were used${detail.provider === undefined ? '' : ` at ${detail.provider}`} from ${printMoment(moment)} on, after it was suspended on ${printInstant(Number(detail.suspendedFromMs))}: ${hours(detail.hoursOfUse)} of use in all`,
};

const levelWords = ({ detail }: Standing, field: 'level' | 'required'): string => LEVELS[String(detail[field])] ?? String(detail[field]);

const growthWords = ({ moment, totals, detail }: Standing, subject: string, times: number): string =>
  `By the best estimate, ${subject} had by ${printMoment(moment)} used ${times} times as much since its last evaluation on ${printInstant(Number(detail.evaluatedAtMs))} as until then: ${printTflop(totals!.expected)} FLOP in all, ${printFlop(BigInt(String(detail.evaluatedFlop)))} at the evaluation`;

function monthsWords({ moment, totals, detail }: Standing, subject: string, { number, evaluation }: SentenceInput['rule']): string {
  const months = evaluation?.type === 'MONTHS' ? evaluation.months : 0;
  const since = detail.evaluatedAtMs === detail.sinceMs ? 'its last evaluation' : `it reached ${number?.printed} FLOP`;
  return `On ${printMoment(moment)} it was ${months} months since ${since}: ${subject}, with ${printTflop(totals!.expected)} FLOP by the best estimate, is due for an evaluation`;
}

function capacityWords({ standing, rule }: SentenceInput, subject: string): string {
  const { accelerators, accelerator, peakOps, interconnectGbps } = standing.detail;
  const isPossible = standing.tier === 'POSSIBLE';
  const verb = rule.comparison === 'AT_LEAST' ? 'reaches' : 'exceeds';
  const peak = `${accelerators} ${accelerator} with a dense peak of ${printFlop(BigInt(String(peakOps)))} op/s`;
  const link = isPossible
    ? `its interconnect is not registered, and above ${rule.interconnectAboveGbps} Gbit/s it would fall under the rule`
    : rule.interconnectAboveGbps === undefined
      ? 'the rule asks for no interconnect'
      : `its interconnect of ${interconnectGbps} Gbit/s is above ${rule.interconnectAboveGbps}`;
  return `As registered, ${subject} has ${peak}, which ${verb} ${rule.number!.printed} op/s, and ${link}`;
}

const hours = (count: unknown): string => `${count} ${count === 1 ? 'hour' : 'hours'}`;

/** To a tenth, rounded down: an excess never reads as larger than it is. */
function acceleratorHours(ms: unknown): string {
  const tenths = (BigInt(String(ms)) * 10n) / BigInt(HOUR_MS);
  return tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`;
}
