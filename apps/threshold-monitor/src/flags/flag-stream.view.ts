import { isoOf } from '../ask/window.js';
import { saidBy } from './flag.view.js';
import type { StreamEvent } from './flag-stream.js';
import type { ToldFact } from './flags.port.js';
import type { ServerSentEvent } from './server-sent-events.js';

/** What a screen is told. Ids are places among the facts, so that a client that comes back gets what it missed. */
export function serverSentEvent(event: StreamEvent): ServerSentEvent {
  switch (event.type) {
    case 'flag':
      return { event: 'flag', id: event.fact.sequence.toString(), data: factData(event.fact) };
    case 'totals':
      return { event: 'totals', data: event.totals };
    case 'heartbeat':
      return { event: 'heartbeat', id: event.sequence.toString(), data: { at: isoOf(Date.now()) } };
    case 'ended':
      return { event: 'ended', id: event.sequence.toString(), data: { code: event.code } };
    default:
      return event satisfies never;
  }
}

/** `{sequence, type, knownAt, flag, detail}`: of a flag that was raised, `flag` says all; of later facts, which flag it is about. */
const factData = ({ sequence, type, knownAtMs, detail, about }: ToldFact): object => ({
  sequence: sequence.toString(),
  type,
  knownAt: isoOf(knownAtMs),
  flag: type === 'raised' ? { ...saidBy(about), raisedAt: isoOf(about.raisedAtMs) } : briefly(about),
  ...(type === 'raised' ? {} : { detail }),
});

function briefly({ id, content }: ToldFact['about']): object {
  const { kind, tier, scope, rule, ruleVersion, n } = content;
  return { id, kind, tier, scope, rule, ruleVersion, n };
}
