export type { Span } from './account-spans.js';
export * from './attribution.js';
export type { ConditionAnswer, DeclaredPlan } from './declarations.js';
export * from './hours.js';
export * from './identity-fact.js';
export type { ScopeMember } from './scope-members.js';
export { attributedKey, TOUCH_CAUSES, type TouchCause, type Touched, type UnlinkedScope } from './scope-touches.js';
export type { ControlVersion, LinkVersion, ResolutionVersion, ScopeVersions } from './scope-versions.js';
export type { CustomerStandingAt, Suspension } from './standing-timeline.js';
