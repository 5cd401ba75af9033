/** Clients that are machines: of a provider, of whoever runs the installation, of whoever watches over it. */
export const MACHINE_ROLES = ['provider', 'operator', 'oversight'] as const;
export type MachineRole = (typeof MACHINE_ROLES)[number];

/** People. Compliance analysts and leads work for a provider, or for the scheme when their token names no provider. */
export const PERSON_ROLES = [
  'provider-engineer',
  'compliance-analyst',
  'compliance-lead',
  'regulator-reviewer',
  'regulator-lead',
  'auditor',
  'administrator',
] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

export const ROLES = [...MACHINE_ROLES, ...PERSON_ROLES] as const;
export type Role = MachineRole | PersonRole;

/** For whom a role can speak: always for one provider, never for one, or for either. */
export type Side = 'own' | 'scheme';
const SIDES: Record<Role, readonly Side[]> = {
  provider: ['own'],
  operator: ['scheme'],
  oversight: ['scheme'],
  'provider-engineer': ['own'],
  'compliance-analyst': ['own', 'scheme'],
  'compliance-lead': ['own', 'scheme'],
  'regulator-reviewer': ['scheme'],
  'regulator-lead': ['scheme'],
  auditor: ['scheme'],
  administrator: ['scheme'],
};

/** Of an authority: regulators, and whoever audits them. */
export const worksForAuthority = (role: Role): boolean => role === 'regulator-reviewer' || role === 'regulator-lead' || role === 'auditor';

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value);
export const isPersonRole = (value: unknown): value is PersonRole => PERSON_ROLES.some((role) => role === value);

/** Whether a token of this role may (own) or may not (scheme) name a provider. */
export const canSpeakFor = (role: Role, side: Side): boolean => SIDES[role].includes(side);
export const sidesOf = (role: Role): readonly Side[] => SIDES[role];

/** A provider's callers stand to its own records; everybody else to those of all providers and of the scheme. */
export const sideOf = ({ provider }: { provider: string | undefined }): Side => (provider === undefined ? 'scheme' : 'own');
