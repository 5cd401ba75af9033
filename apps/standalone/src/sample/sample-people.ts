import type { PersonRole } from '@tidemark/access';

export interface SamplePerson {
  username: string;
  name: string;
  role: PersonRole;
  /** Absent: of the scheme. */
  provider?: string;
  /** Of regulators: whom they work for; absent: the authority that runs the installation. */
  authority?: string;
}

const at = (provider: string, ...people: [username: string, name: string, role: PersonRole][]): SamplePerson[] =>
  people.map(([username, name, role]) => ({ username, name, role, provider }));

/** One made-up person for every role; for what takes two people, two analysts and a lead at each provider. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  ...at(
    'aurora-cloud',
    ['ana', 'Ana Marsh', 'compliance-analyst'],
    ['amir', 'Amir Foss', 'compliance-analyst'],
    ['lena', 'Lena Quist', 'compliance-lead'],
    ['erik', 'Erik Vane', 'provider-engineer'],
  ),
  ...at(
    'borealis-compute',
    ['bo', 'Bo Tarn', 'compliance-analyst'],
    ['britt', 'Britt Sund', 'compliance-analyst'],
    ['liv', 'Liv Harrow', 'compliance-lead'],
    ['boris', 'Boris Keel', 'provider-engineer'],
  ),
  ...at(
    'microsoft-itp',
    ['ida', 'Ida Crane', 'compliance-analyst'],
    ['ivan', 'Ivan Lowe', 'compliance-analyst'],
    ['ines', 'Ines Ferry', 'compliance-lead'],
  ),
  { username: 'sam', name: 'Sam Ebb', role: 'compliance-analyst' },
  { username: 'sofia', name: 'Sofia Strand', role: 'compliance-analyst' },
  { username: 'stella', name: 'Stella Moor', role: 'compliance-lead' },
  { username: 'rosa', name: 'Rosa Gauge', role: 'regulator-reviewer' },
  { username: 'rolf', name: 'Rolf Groyne', role: 'regulator-reviewer' },
  { username: 'ruth', name: 'Ruth Weir', role: 'regulator-lead' },
  { username: 'rhea', name: 'Rhea Mole', role: 'regulator-lead' },
  { username: 'rita', name: 'Rita Lock', role: 'regulator-lead' },
  { username: 'otto', name: 'Otto Sluice', role: 'auditor' },
  { username: 'nora', name: 'Nora Fell', role: 'regulator-reviewer', authority: 'northern-office' },
  { username: 'nils', name: 'Nils Bight', role: 'regulator-lead', authority: 'northern-office' },
];
