/** Who and where the small world of histories is made of. */
import { HOUR_MS } from '../truth/flags/flag-truth.model.js';
import type { InstantDrawn } from './history-commands.js';
import { BEGIN_MS } from './history-rules.js';

/** Two providers may use the same id for different things. */
export const ACCOUNTS = [
  ['p', 'a'],
  ['p', 'b'],
  ['q', 'a'],
  ['q', 'c'],
  ['p', 'd'],
] as const;
export const CLUSTERS = [
  ['p', 'k'],
  ['q', 'k'],
  ['p', 'm'],
] as const;
/** The last one rents nothing unless a history says so. */
export const CUSTOMERS = [
  ['p', 'x1'],
  ['q', 'y1'],
  ['p', 'x2'],
  ['q', 'y2'],
  ['p', 'x3'],
  ['p', 'owner'],
] as const;
export const PARTIES = ['P', 'Q'];
/** Hours before the beginning: days apart, next to each other, and on both sides of 30 days. */
const SLOTS = [960, 959, 958, 940, 936, 722, 721, 720, 719, 500, 240, 239, 100, 25, 24, 1];

export const slotHour = (slot: number): number => Math.floor(BEGIN_MS / HOUR_MS) - SLOTS[slot % SLOTS.length]!;
export const msOf = ({ slot, minute }: InstantDrawn): number => slotHour(slot) * HOUR_MS + minute * 60_000;
