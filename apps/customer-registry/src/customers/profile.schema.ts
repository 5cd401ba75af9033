import type { ApiBody } from '@nestjs/swagger';

type SchemaObject = Extract<Parameters<typeof ApiBody>[0], { schema: object }>['schema'];

const text: SchemaObject = { type: 'string' };
const country: SchemaObject = { type: 'string', description: 'ISO 3166-1 alpha-2', example: 'DE' };
const moment: SchemaObject = { type: 'string', description: 'ISO 8601; or milliseconds in the field ending in Ms', example: '2026-03-01' };

/** Who says it, when, on which evidence: may stand beside the fields of every item, or around them as {value: {...}, source, ...}. */
const stated: Record<string, SchemaObject> = {
  source: { type: 'string', description: 'Who says so: customer, provider, registry:GLEIF, ...', default: 'provider' },
  statedAt: moment,
  evidence: { type: 'array', items: text, description: 'Ids of documents.' },
};

const items = (properties: Record<string, SchemaObject>, required: string[]): SchemaObject => ({
  type: 'array',
  items: { type: 'object', required, properties: { ...properties, ...stated } },
});
const oneOf = (...names: string[]): SchemaObject => ({ type: 'string', enum: names });

/** The form of a profile for /openapi.json; read and checked by readProfile and checkProfile. */
export const PROFILE_SCHEMA: SchemaObject = {
  type: 'object',
  required: ['kind', 'names'],
  properties: {
    kind: oneOf('LEGAL', 'NATURAL'),
    related: { type: 'boolean', description: 'An owner or controller that rents nothing. When onboarding only.' },
    reference: { type: 'string', description: 'Your own name for the record; unique among yours.' },
    names: items(
      {
        text,
        kind: oneOf('LEGAL', 'TRADING', 'FORMER', 'TRANSLITERATED', 'ALIAS'),
        script: { ...text, example: 'Latn' },
        from: moment,
        to: moment,
      },
      ['text'],
    ),
    addresses: items(
      {
        kind: oneOf('REGISTERED', 'BUSINESS', 'RESIDENTIAL', 'MAILING'),
        lines: { type: 'array', items: text },
        locality: text,
        region: text,
        postalCode: text,
        country,
      },
      ['kind', 'lines', 'country'],
    ),
    identifiers: items({ scheme: oneOf('LEI', 'REGISTRATION', 'TAX', 'PASSPORT', 'NATIONAL_ID'), value: text, country, validTo: moment }, [
      'scheme',
      'value',
    ]),
    jurisdiction: { ...country, description: 'Of formation; legal persons. Also {value, source, statedAt, evidence}.' },
    legalForm: { type: 'string', description: 'ISO 20275, four characters; legal persons.', example: '2HBR' },
    birthDate: { type: 'string', description: 'YYYY, YYYY-MM or YYYY-MM-DD; natural persons.' },
    nationalities: { type: 'array', items: country },
    contacts: items({ kind: oneOf('EMAIL', 'PHONE'), value: { ...text, description: 'An address, or a number in E.164.' } }, [
      'kind',
      'value',
    ]),
    payments: items(
      {
        kind: oneOf('CARD', 'BANK_ACCOUNT', 'WALLET', 'INVOICE'),
        token: { ...text, description: "The processor's token." },
        institution: text,
        country,
      },
      ['kind', 'token'],
    ),
    businessPurpose: text,
    intendedUse: text,
    sector: text,
    expectedBand: { type: 'string', description: 'Id of the band of the rulebook that the customer expects to stay in.' },
    administration: items({ ip: { ...text, description: 'IPv4 or IPv6' }, at: moment }, ['ip', 'at']),
    changeReason: { type: 'string', description: 'Why the profile is changed. When changing only.' },
  },
};
