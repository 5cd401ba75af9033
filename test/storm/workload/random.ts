/** Numbers that look random and are the same for the same seed, so that a storm that failed can be sent again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('nothing to pick from');
    return from[this.int(0, from.length - 1)]!;
  }

  /** `howMany` distinct whole numbers from 0 to below `below`, ascending. */
  distinct(howMany: number, below: number): number[] {
    const chosen = new Set<number>();
    while (chosen.size < howMany) chosen.add(this.int(0, below - 1));
    return [...chosen].sort((a, b) => a - b);
  }
}
