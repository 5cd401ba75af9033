/** All customer groups from nothing, and one changed holding at a time, by both rules. Checked against groups made from nothing before it is shown. */
import { CONTROL_RULES, type ControlRule, CustomerGroups, fraction, type Holding } from '@tidemark/domain';
import { dice, ownershipWorld, stakeOf } from '../control/ownership-world.js';

export interface ControlResult {
  rule: ControlRule;
  parties: number;
  holdings: number;
  groups: number;
  memberships: number;
  /** From holdings to every group: the median of five runs. */
  allMs: number;
  changes: number;
  changeMs: { p50: number; p99: number; max: number };
}

const PARTIES = 10_000;
const EDGES = 40_000;
const CHANGES = 2_000;
const RUNS = 5;

export function measureControl(say: (text: string) => void): ControlResult[] {
  const world = ownershipWorld({ parties: PARTIES, edges: EDGES, seed: 4 });
  return CONTROL_RULES.map((rule) => {
    const result = measureRule(rule, world);
    say(`groups by ${rule}: all in ${result.allMs.toFixed(0)} ms, one change in ${result.changeMs.max.toFixed(2)} ms at most`);
    return result;
  });
}

function measureRule(rule: ControlRule, world: readonly Holding[]): ControlResult {
  const times = Array.from({ length: RUNS }, () => timed(() => CustomerGroups.of(world, rule)));
  const allMs = times.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
  const groups = times[0]!.result;
  const controllers = groups.controllers();
  const memberships = controllers.reduce((sum, controller) => sum + groups.group(controller).length, 0);
  const changeMs = measureChanges(rule, groups, world);
  return {
    rule,
    parties: new Set(world.flatMap(({ owner, owned }) => [owner, owned])).size,
    holdings: world.length,
    groups: controllers.length,
    memberships,
    allMs,
    changes: CHANGES,
    changeMs,
  };
}

function timed<Result>(work: () => Result): { ms: number; result: Result } {
  const started = performance.now();
  const result = work();
  return { ms: performance.now() - started, result };
}

/** Any holding gets another share of what is left, or goes: those that many groups hang on among them. */
function measureChanges(rule: ControlRule, groups: CustomerGroups, world: readonly Holding[]): ControlResult['changeMs'] {
  const roll = dice(7);
  const now = new Map(world.map((holding) => [`${holding.owner} ${holding.owned}`, holding]));
  const given = Map.groupBy(world, ({ owned }) => owned);
  const times: number[] = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const { owner, owned } = world[Math.floor(roll() * world.length)]!;
    const key = `${owner} ${owned}`;
    const others = given
      .get(owned)!
      .filter((one) => one.owner !== owner)
      .map((one) => now.get(`${one.owner} ${owned}`)?.shares);
    const left = others.reduce(
      (rest, shares) => rest - (shares ? (Number(shares.numerator) * 1000) / Number(shares.denominator) : 0),
      1000,
    );
    const share = fraction(BigInt(stakeOf(Math.round(left), roll)), 1000n);
    const holding: Holding | undefined = roll() < 0.3 ? undefined : { owner, owned, shares: share, control: [], edges: [key] };
    times.push(timed(() => groups.replace(owner, owned, holding)).ms);
    if (holding) now.set(key, holding);
    else now.delete(key);
  }
  requireEqual(groups, CustomerGroups.of(now.values(), rule));
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(CHANGES / 2)]!, p99: times[Math.floor(CHANGES * 0.99)]!, max: times.at(-1)! };
}

function requireEqual(changed: CustomerGroups, made: CustomerGroups): void {
  for (const controller of new Set([...changed.controllers(), ...made.controllers()])) {
    if (changed.group(controller).join() !== made.group(controller).join())
      throw new Error(`the group of ${controller} is wrong after changes`);
  }
}
