import type { Role } from '../roles.js';

/** Who knows the customers of a provider: they decide about them. */
export const COMPLIANCE = ['compliance-analyst', 'compliance-lead'] as const satisfies Role[];
/** What a provider's machines may do beside its people: bring data in and read back, never decide. */
export const PROVIDER_COMPLIANCE = ['provider', ...COMPLIANCE] as const satisfies Role[];
export const PROVIDER_TECHNICAL = ['provider', 'provider-engineer'] as const satisfies Role[];
/** Everybody at a provider. */
export const PROVIDER_ALL = ['provider', 'provider-engineer', ...COMPLIANCE] as const satisfies Role[];
export const REGULATORS = ['regulator-reviewer', 'regulator-lead'] as const satisfies Role[];
/** Reads what has no identity in it, over all providers. */
export const SCHEME_PSEUDONYMOUS = ['oversight', ...COMPLIANCE, ...REGULATORS, 'auditor'] as const satisfies Role[];
/** Reads what may hold identities, over all providers; each such read carries a purpose and is logged. */
export const SCHEME_IDENTITY = [...COMPLIANCE, 'auditor'] as const satisfies Role[];
