import type { Actor } from '@tidemark/domain';

const person = (name: string, role: string): Actor => ({ person: name, human: true, role, authority: 'home' });

export const REVIEWERS = ['rosa', 'ron', 'ria', 'rudi', 'ruth'].map((name) => person(name, 'regulator-reviewer'));
export const LEADS = ['lena', 'lars', 'lou', 'leo', 'lina'].map((name) => person(name, 'regulator-lead'));
/** Nobody of them works cases: they are asked when all others took part. */
export const FRESH = ['frida', 'frank', 'fatma', 'felix', 'fleur', 'fritz'].map((name) => person(name, 'regulator-lead'));
export const REGULATORS = [...REVIEWERS, ...LEADS];

/** Of whom the simulated cases are. */
export const PROVIDER = 'north';
export const CUSTOMER_RECORD = 'customer-1';
export const NORTH: Actor = { person: 'petra', human: true, role: 'compliance-lead', provider: PROVIDER };

export const newcomer = (name: string): Actor => person(`new-${name}`, 'regulator-lead');
/** Whoever she is, as the one who acts. */
export const personOf = (name: string): Actor =>
  [...REGULATORS, ...FRESH].find((one) => one.person === name) ?? person(name, 'regulator-lead');
