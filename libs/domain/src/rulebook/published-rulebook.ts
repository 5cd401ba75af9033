import { ASIA_AND_UK_RULES } from './asia-and-uk-rules.data.js';
import { CAPACITY_RULES } from './capacity-rules.data.js';
import { EU_RULES } from './eu-rules.data.js';
import { HOUSE_RULES } from './house-rules.data.js';
import type { Rulebook } from './rulebook.js';
import { US_FEDERAL_RULES } from './us-federal-rules.data.js';
import { US_STATE_RULES } from './us-state-rules.data.js';

const FIRST: Rulebook = {
  version: 1,
  date: '2026-11-21',
  rules: [...EU_RULES, ...US_FEDERAL_RULES, ...US_STATE_RULES, ...ASIA_AND_UK_RULES, ...CAPACITY_RULES, ...HOUSE_RULES],
};

/** Every version that the product was ever published with, rising: a flag names rules by version, so none is ever taken out. */
export const PUBLISHED_RULEBOOKS: readonly Rulebook[] = [FIRST];

/** The rulebook that an installation starts from. */
export const PUBLISHED_RULEBOOK = PUBLISHED_RULEBOOKS.at(-1)!;
