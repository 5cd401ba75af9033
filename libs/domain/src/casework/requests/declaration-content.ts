import { readFlop } from '../../customers/flop-amount.js';
import type { Instant } from '../case-vocabulary.js';

export const COMPUTE_STATUSES = ['PLANNED', 'USED'] as const;
export type ComputeStatus = (typeof COMPUTE_STATUSES)[number];

/** What a customer declares of what it trains, as it is kept: amounts are exact decimal strings of FLOP. */
export interface DeclarationContent {
  /** BCP 47, as "en" or "pt-BR". */
  language: string;
  /** In which role somebody signed, and who where that was said. */
  signer: { role: string; name?: string | undefined };
  /** Models under development. An empty list declares that there are none. */
  models: readonly DeclaredModel[];
  compute: readonly DeclaredCompute[];
  data: readonly { source: string; nature: string }[];
  performance: readonly { measure: string; result: string; howTaken: string }[];
  safety: readonly { measure: string; kind: 'ETHICAL' | 'SAFETY' }[];
  incidentMonitoring: string;
  societalImpact: string;
}

export interface DeclaredModel {
  name: string;
  type: string;
  purpose: string;
  capabilities: string;
  limitations: string;
}

export interface DeclaredCompute {
  status: ComputeStatus;
  site: string;
  accelerator?: string | undefined;
  accelerators?: number | undefined;
  from: Instant;
  to: Instant;
  /** One figure, or bounds. */
  flop: DeclaredFlop;
}

export type DeclaredFlop = { figure: string } | { lower: string; expected: string; upper: string };

/** As it comes in: the same, with amounts as people write them. */
export type GivenDeclaration = Omit<DeclarationContent, 'compute'> & {
  compute: readonly (Omit<DeclaredCompute, 'flop'> & { flop: GivenFlop })[];
};
export interface GivenFlop {
  figure?: string | undefined;
  lower?: string | undefined;
  expected?: string | undefined;
  upper?: string | undefined;
}

export interface DeclarationProblem {
  path: string;
  problem: string;
}

/** Lines of compute: each adds two borders at which the ledger is asked. */
export const COMPUTE_LINES_MAX = 40;

/** The content with its amounts read exactly, or all that is wrong with it by path. */
export function readDeclaration(given: GivenDeclaration): { content: DeclarationContent } | { problems: DeclarationProblem[] } {
  const compute = given.compute.map((line, place) => readLine(line, `compute.${place}`));
  const problems = [
    ...languageProblems(given),
    ...signerProblems(given),
    ...textProblems(given),
    ...compute.flatMap((line) => line.problems),
  ];
  if (problems.length > 0) return { problems };
  return { content: { ...given, compute: compute.map(({ line }) => line!) } };
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;
const isEmpty = (text: string): boolean => text.trim() === '';

const languageProblems = ({ language }: GivenDeclaration): DeclarationProblem[] =>
  LANGUAGE.test(language) ? [] : [{ path: 'language', problem: 'is no language, as "en" or "pt-BR"' }];

const signerProblems = ({ signer }: GivenDeclaration): DeclarationProblem[] =>
  isEmpty(signer.role) ? [{ path: 'signer.role', problem: 'is empty: say in which role it was signed' }] : [];

const textProblems = ({ incidentMonitoring, societalImpact, models }: GivenDeclaration): DeclarationProblem[] => {
  const texts = { incidentMonitoring, societalImpact };
  const names = models.map(({ name }) => name.trim());
  const twice = names.findIndex((name, place) => names.indexOf(name) !== place);
  return [
    ...Object.entries(texts)
      .filter(([, text]) => isEmpty(text))
      .map(([path]) => ({ path, problem: 'is empty: say it, or say that there is none' })),
    ...(twice < 0 ? [] : [{ path: `models.${twice}.name`, problem: 'is the name of another model too' }]),
  ];
};

function readLine(
  { flop: given, ...line }: GivenDeclaration['compute'][number],
  path: string,
): { line?: DeclaredCompute; problems: DeclarationProblem[] } {
  const flop = readAmount(given);
  const problems = [
    ...(isEmpty(line.site) ? [{ path: `${path}.site`, problem: 'is empty' }] : []),
    ...(line.from < line.to ? [] : [{ path: `${path}.to`, problem: 'is not after from' }]),
    ...('problem' in flop ? [{ path: `${path}.flop`, problem: flop.problem }] : []),
  ];
  return 'problem' in flop ? { problems } : { line: { ...line, flop }, problems };
}

function readAmount({ figure, lower, expected, upper }: GivenFlop): DeclaredFlop | { problem: string } {
  const bounds = [lower, expected, upper];
  if ((figure === undefined) === bounds.every((bound) => bound === undefined))
    return { problem: 'takes "figure", or "lower", "expected" and "upper"' };
  if (figure !== undefined) {
    const read = readFlop(figure);
    return read === undefined ? { problem: NO_AMOUNT } : { figure: read };
  }
  const read = bounds.map((bound) => (bound === undefined ? undefined : readFlop(bound)));
  const [low, middle, high] = read;
  if (low === undefined || middle === undefined || high === undefined)
    return { problem: `${NO_AMOUNT}, for each of lower, expected and upper` };
  if (BigInt(low) > BigInt(middle) || BigInt(middle) > BigInt(high)) return { problem: 'must rise from lower over expected to upper' };
  return { lower: low, expected: middle, upper: high };
}

const NO_AMOUNT = 'must be a whole number of FLOP, as "2.5e25" or in full';
