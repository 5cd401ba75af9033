/** What was told on use.v1: each matter once, and nothing left out that is so. */
import { type UseSignal, UseSignal_Kind, UseSignal_Scope } from '@tidemark/contracts';
import type pg from 'pg';
import { signalsOf } from '../../flags/monitor-witness.js';
import { differences } from '../harness/check-ledger.js';
import type { KeptFlag } from './monitor-rows.js';

export interface ToldSignals {
  messages: readonly { message: UseSignal }[];
  /** What was said twice in different words. */
  faults: string[];
}

interface SignalTruth {
  /** By the model, as of now: what came and went may have been told too. */
  now: readonly string[];
  /** Whoever judges has looked at everything since it stands as it does: use that comes again is looked for at full hours alone. */
  isAllJudged: boolean;
}

export async function signalFaults(
  client: pg.Client,
  told: ToldSignals,
  flags: readonly KeptFlag[],
  truth: SignalTruth,
): Promise<string[]> {
  const { rows } = await client.query<{ key: string; id: string }>('select key, id from threshold_monitor.use_signal_sent');
  const sent = new Set(signalsOf(rows.map(({ key }) => key)));
  const untold = truth.now.filter((signal) => !sent.has(signal) && (truth.isAllJudged || signal.startsWith('BAND_REACHED')));
  const signals = told.messages.map(({ message }) => message);
  return [
    ...told.faults,
    ...untold.map((signal) => `${signal} was never told`),
    ...differences('signal', countsOf(rows.map(({ id }) => id)), countsOf(signals.map(({ id }) => id))),
    ...differences('signals of flags', countsOf(flags.flatMap(matterOfFlag)), countsOf(signals.flatMap(matterOfSignal))),
  ];
}

const BANDS = ['UNVERIFIED_ABOVE_BAND', 'UNLINKED_ABOVE_BAND'];

/** A flag of a band is a signal too, each time that it is raised. */
const matterOfFlag = ({ kind, rule, shadow, standing }: KeptFlag): string[] =>
  BANDS.includes(kind) && !shadow ? [`${kind} ${standing.scope} ${rule}`] : [];

function matterOfSignal({ kind, scope, provider, subject, band }: UseSignal): string[] {
  const [what, word] = [UseSignal_Kind[kind]!, UseSignal_Scope[scope]!.toLowerCase()];
  return BANDS.includes(what) ? [[what, word, ...(word === 'account' ? [provider] : []), subject, band].join(' ')] : [];
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
