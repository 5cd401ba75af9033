/**
 * A list of our own to screen against, in the FollowTheMoney format: nobody on it exists. It gives two matches in the sample world: a person
 * who is meant, and one who has the same name and another birth date.
 */
export const SAMPLE_LIST = { id: 'tidemark-sample', version: '2026-01', format: 'ftm-json' } as const;

interface Entity {
  id: string;
  schema: 'Person' | 'Company' | 'Vessel';
  properties: Readonly<Record<string, readonly string[]>>;
}

const ENTITIES: readonly Entity[] = [
  {
    id: 'tms-0001',
    schema: 'Person',
    properties: {
      name: ['Kazimir DROVANTIS'],
      alias: ['Казимир Дровантис'],
      birthDate: ['1964-02-29'],
      nationality: ['cy'],
      passportNumber: ['KTM640229'],
      programId: ['TMS-SHIPS'],
    },
  },
  {
    id: 'tms-0002',
    schema: 'Person',
    properties: { name: ['Elena Fiorenza MARCHETTI VOSS'], birthDate: ['1988-11-02'], programId: ['TMS-ART'] },
  },
  {
    id: 'tms-0003',
    schema: 'Person',
    properties: { name: ['Ottokar von Schreckenfels'], birthDate: ['1949'], country: ['li'], programId: ['TMS-SHIPS'] },
  },
  {
    id: 'tms-0004',
    schema: 'Person',
    properties: {
      name: ['Perpetua Quillfeather'],
      weakAlias: ['The Magpie'],
      birthDate: ['1972-06'],
      country: ['gb'],
      programId: ['TMS-ART'],
    },
  },
  {
    id: 'tms-0005',
    schema: 'Company',
    properties: { name: ['Gloomhaven Chartering Corp.'], country: ['pa'], registrationNumber: ['TM-PA-0005'], programId: ['TMS-SHIPS'] },
  },
  {
    id: 'tms-0006',
    schema: 'Company',
    properties: { name: ['Zaubersee Elektronik AG'], alias: ['Zaubersee Trading'], country: ['li'], programId: ['TMS-CHIPS'] },
  },
  {
    id: 'tms-0007',
    schema: 'Vessel',
    properties: { name: ['MOLLYMAWK STAR'], imoNumber: ['0000420'], flag: ['pa'], programId: ['TMS-SHIPS'] },
  },
  {
    id: 'tms-0008',
    schema: 'Person',
    properties: { name: ['Фаддей Лукоморский', 'Faddei Lukomorski'], birthDate: ['1980-01-01'], programId: ['TMS-CHIPS'] },
  },
];

/** JSON Lines, as such lists are published. */
export const SAMPLE_LIST_FILE: string = ENTITIES.map(({ id, schema, properties }) => {
  const topics = ['sanction'];
  return `${JSON.stringify({ id, schema, caption: properties.name?.[0], datasets: [SAMPLE_LIST.id], properties: { ...properties, topics } })}\n`;
}).join('');
