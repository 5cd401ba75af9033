export * from './control-edge.js';
export * from './control-reasons.js';
export * from './customer-groups.js';
export * from './decide-control.js';
export * from './exact-ownership.js';
export {
  add as addFractions,
  compare as compareFractions,
  type Fraction,
  fraction,
  printFraction,
  printPercent,
  readFraction,
} from './fraction.js';
export * from './holding-graph.js';
export * from './holdings.js';
export * from './owned-by-listed.js';
export * from './ownership-bounds.js';
export * from './ownership-rules.js';
export * from './share.js';
export * from './voting-control.js';
