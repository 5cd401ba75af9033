/**
 * What bears on whether a customer will train a powerful model, shown to the analyst beside the declaration. Each signal says which way it
 * points and why. They are weighed together by a person: there is no sum here, no threshold, and nothing is decided from them.
 */
import type { IntentDeclaration } from './intent.js';

export type SignalName =
  | 'PURPOSE_WORDS'
  | 'HARDWARE_KIND'
  | 'HARDWARE_AMOUNT'
  | 'INTERCONNECT'
  | 'SECTOR'
  | 'EARLIER_USE'
  | 'DECLARED_COMPUTE'
  | 'NO_DECLARATION';

export interface IntentSignal {
  readonly name: SignalName;
  readonly points: 'TOWARDS_TRAINING' | 'AWAY_FROM_TRAINING' | 'NEITHER';
  readonly detail: string;
}

export interface SignalInput {
  readonly businessPurpose?: string;
  readonly intendedUse?: string;
  readonly sector?: string;
  readonly declaration?: IntentDeclaration;
  /** Causes of re-validations that rested on use, oldest first. */
  readonly earlierUse: readonly string[];
}

/** Words are read as whole words, in the languages that analysts of the scheme read; a purpose in another language points neither way. */
const TRAINING_WORDS =
  /\b(pre-?train\w*|train(?:ing|ed|s)?|fine-?tun\w*|foundation models?|frontier models?|large language models?|llms?|gpai|generative ai|reinforcement learning|rlhf|entra[iî]n\w*|trainier\w*)\b/giu;
const OTHER_WORDS =
  /\b(inference|serving|rendering|simulation\w*|weather|genom\w*|video encoding|transcod\w*|teaching|backtest\w*|drug docking|inferenz)\b/giu;
const MODEL_MAKING_SECTORS = /\b(artificial intelligence|ai|machine learning|ai lab\w*|foundation models?)\b/iu;

/** From here a purchase alone would allow runs in reach of the lowest thresholds within a quarter; a figure of ours, so it is shown. */
export const AMOUNT_OF_NOTE = 512;
/** The lowest number in the rules on clusters (100 Gbit/s, rescinded and vetoed ones): below, training over many nodes is slow. */
export const INTERCONNECT_OF_NOTE_GBPS = 100;
const FLOP_OF_NOTE = 10n ** 23n;

export function intentSignals(input: SignalInput): IntentSignal[] {
  return [purposeWords(input), sector(input), declared(input), ...hardware(input), earlierUse(input)].filter((one) => one !== undefined);
}

function purposeWords({ businessPurpose = '', intendedUse = '' }: SignalInput): IntentSignal | undefined {
  const text = `${businessPurpose}\n${intendedUse}`;
  if (text.trim() === '') return undefined;
  const towards = wordsIn(text, TRAINING_WORDS);
  const away = wordsIn(text, OTHER_WORDS);
  const detail = [...towards, ...away].length === 0 ? 'No word of note.' : `Words of note: ${[...towards, ...away].join(', ')}.`;
  return { name: 'PURPOSE_WORDS', points: direction(towards.length > 0, away.length > 0), detail };
}

const wordsIn = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([word]) => word.toLowerCase()))].slice(0, 10);

function direction(towards: boolean, away: boolean): IntentSignal['points'] {
  if (towards === away) return 'NEITHER';
  return towards ? 'TOWARDS_TRAINING' : 'AWAY_FROM_TRAINING';
}

function sector({ sector: text }: SignalInput): IntentSignal | undefined {
  if (text === undefined) return undefined;
  const makesModels = MODEL_MAKING_SECTORS.test(text);
  return {
    name: 'SECTOR',
    points: makesModels ? 'TOWARDS_TRAINING' : 'NEITHER',
    detail: makesModels ? 'A sector that makes models.' : 'No sector of note.',
  };
}

function declared({ declaration }: SignalInput): IntentSignal {
  if (declaration === undefined) return { name: 'NO_DECLARATION', points: 'NEITHER', detail: 'The customer has not declared its intent.' };
  const { trains, computeFlop } = declaration;
  const much = computeFlop !== undefined && BigInt(computeFlop) >= FLOP_OF_NOTE;
  const amount = computeFlop === undefined ? 'no estimate of compute' : `${computeFlop} FLOP${much ? ', at or above 1e23' : ''}`;
  return {
    name: 'DECLARED_COMPUTE',
    points: direction(trains === 'YES' || much, trains === 'NO' && !much),
    detail: `Declares ${trains}, ${amount}.`,
  };
}

/** Families that are made and bought for training; others of the same makers are told apart by their full name. */
const TRAINING_CLASS =
  /\b(a100|h100|h200|h800|b100|b200|b300|gb200|gb300|mi2\d0x?|mi3\d\dx?|tpu|trainium\d?|trn\d|gaudi\d?|ascend|910[bc]?)\b/iu;

function hardware({ declaration }: SignalInput): IntentSignal[] {
  if (declaration?.hardware === undefined) return [];
  const { accelerator, accelerators, interconnectGbps } = declaration.hardware;
  const forTraining = TRAINING_CLASS.test(accelerator.replace(/[_-]/g, ' '));
  const many = accelerators >= AMOUNT_OF_NOTE;
  const kind = `${accelerator}: ${forTraining ? 'a family made for training' : 'no family that is known to be made for training'}.`;
  const signals: IntentSignal[] = [
    { name: 'HARDWARE_KIND', points: forTraining ? 'TOWARDS_TRAINING' : 'NEITHER', detail: kind },
    {
      name: 'HARDWARE_AMOUNT',
      points: many ? 'TOWARDS_TRAINING' : 'NEITHER',
      detail: `${accelerators} accelerators; ${AMOUNT_OF_NOTE} are of note.`,
    },
  ];
  if (interconnectGbps === undefined) return signals;
  const fast = interconnectGbps > INTERCONNECT_OF_NOTE_GBPS;
  const detail = `${interconnectGbps} Gbit/s per accelerator; above ${INTERCONNECT_OF_NOTE_GBPS} is of note.`;
  return [...signals, { name: 'INTERCONNECT', points: direction(fast, !fast), detail }];
}

function earlierUse({ earlierUse: causes }: SignalInput): IntentSignal | undefined {
  if (causes.length === 0) return undefined;
  return {
    name: 'EARLIER_USE',
    points: 'TOWARDS_TRAINING',
    detail: `Use asked for re-validation ${causes.length} time(s): ${[...new Set(causes)].join(', ')}.`,
  };
}
