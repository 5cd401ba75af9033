import type { CaseEvent } from '../case-event.js';
import type { CaseState } from '../case-state.js';
import { type Actor, CASEWORK } from '../case-vocabulary.js';
import { withReactions } from '../reactions.js';
import { ALONE_COMMANDS, type AloneCommand, TAKES_TWO, TIME_PASSES } from './alone-commands.fixture.js';
import { DAY, DecidedCase, investigated, lead } from './decisions.fixture.js';

/** Pia opened and investigated the case; Bea and Cem bring it further where a walk begins later. */
const ANA: Actor = { person: 'ana', human: true, role: 'regulator-lead', authority: 'home' };
const DEA = lead('dea');
const [BEA, CEM] = [lead('bea'), lead('cem')];

const named = (name: string): AloneCommand => {
  const command = ALONE_COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no command "${name}"`);
  return command;
};

function after(...steps: [Actor, string][]): DecidedCase {
  const one = investigated();
  for (const [actor, name] of steps) {
    const refused = one.take(named(name).actor ?? actor, (state, _, context) => named(name).decide(state, context), undefined);
    if (refused !== undefined) throw new Error(`${name} was refused: ${refused}`);
    one.now += 1;
  }
  return one;
}

const DECIDED: [Actor, string][] = [
  [BEA, 'propose'],
  [CEM, 'approve'],
];
const BEGINNINGS: Record<string, () => DecidedCase> = {
  'a case that is new': () => new DecidedCase().opened(),
  'one that is investigated': () => investigated(),
  'one that two others decided': () => after(...DECIDED, [BEA, 'give notice']),
  'one that is appealed': () => after(...DECIDED, [BEA, 'give notice'], [BEA, 'appeal']),
  'one with an order of two others': () => after([BEA, 'draft at once'], [CEM, 'issue']),
  'one that is closed': () => after(...DECIDED, [BEA, 'close']),
  'one that is closed and held': () => after(...DECIDED, [BEA, 'close'], [BEA, 'hold']),
};

interface Node {
  state: CaseState;
  now: number;
  path: readonly string[];
}

interface Walk {
  actors: readonly Actor[];
  commands: readonly AloneCommand[];
  depth: number;
  /** Answers whether to look further. */
  seen: (event: CaseEvent, path: readonly string[]) => void;
}

/** Every sequence of the commands up to a length; states that differ in nothing that a decision reads are walked on once. */
function walk(begin: DecidedCase, { actors, commands, depth, seen }: Walk): number {
  const known = new Set<string>();
  let level: Node[] = [{ state: begin.state, now: begin.now, path: [] }];
  for (let length = 0; length < depth && level.length > 0; length++) {
    const next: Node[] = [];
    for (const node of level)
      for (const command of commands)
        for (const actor of command.actor === undefined ? actors : [command.actor]) {
          const step = `${actor === CASEWORK ? '' : `${actor.person}: `}${command.name}`;
          // A third time shows nothing that a second did not.
          if (node.path.filter((earlier) => earlier === step).length === 2) continue;
          const now = node.now + (command === TIME_PASSES ? 31 * DAY : 1);
          const context = { ...begin.context(actor), now };
          const decision = command.decide(node.state, context);
          if ('refused' in decision) continue;
          const { events, state } = withReactions(node.state, decision.events, context);
          const path = [...node.path, step];
          for (const event of events) seen(event, path);
          const key = keyOf(state, Math.floor((now - begin.now) / DAY));
          if (known.has(key)) continue;
          known.add(key);
          next.push({ state, now, path });
        }
    level = next;
  }
  return known.size;
}

/** Moments and versions count up with every command and decide nothing here: with them no two paths would ever meet. */
const keyOf = ({ version: _, ...state }: CaseState, day: number): string =>
  `${day} ${JSON.stringify(state, (name, value) =>
    value instanceof Map ? [...value.entries()] : value instanceof Set ? [...value] : MOMENTS.has(name) ? 0 : value,
  )}`;
const MOMENTS = new Set([
  'at',
  'stageSince',
  'startedAt',
  'dueAt',
  'warnAt',
  'endedAt',
  'breachedAt',
  'receivedAt',
  'decidedAt',
  'servedAt',
]);

const PARTS = [...new Set(ALONE_COMMANDS.map(({ part }) => part))].filter((part) => part !== 'course');
const commandsOf = (...parts: string[]) => ALONE_COMMANDS.filter(({ part }) => part === 'course' || parts.includes(part));
const nothingForTwo = (event: CaseEvent, path: readonly string[]) => {
  if (TAKES_TWO.some((takesTwo) => takesTwo(event))) throw new Error(`one person alone reached ${event.type} by ${path.join(', ')}`);
};

/** Longer walks are asked for by the number of steps: ALONE_STEPS=6 takes some minutes. */
const STEPS = Number(process.env.ALONE_STEPS ?? 4);

describe('one person alone, in every role at once', () => {
  describe.each(Object.entries(BEGINNINGS))('from %s', (_, begin) => {
    it.each(PARTS)('reaches nothing in %s that takes two', (part) => {
      expect(walk(begin(), { actors: [ANA], commands: commandsOf(part), depth: STEPS, seen: nothingForTwo })).toBeGreaterThan(0);
    });

    it('reaches nothing that takes two by going from one part to another', () => {
      walk(begin(), { actors: [ANA], commands: ALONE_COMMANDS, depth: STEPS - 1, seen: nothingForTwo });
    });
  });

  it('would be found out: with a second person each of them is reached by the same commands', () => {
    const reached = new Set<number>();
    const seen = (event: CaseEvent) =>
      TAKES_TWO.forEach((takesTwo, n) => {
        if (takesTwo(event)) reached.add(n);
      });
    for (const begin of Object.values(BEGINNINGS).reverse())
      for (const part of PARTS.filter(() => reached.size < TAKES_TWO.length))
        walk(begin(), { actors: [ANA, DEA], commands: commandsOf(part), depth: 3, seen });
    expect(
      TAKES_TWO.map((_, n) => n)
        .filter((n) => !reached.has(n))
        .map((n) => String(TAKES_TWO[n])),
    ).toEqual([]);
  });
});
