/** Every way this app refuses beside what libs/access refuses: the one table behind HTTP, gRPC and the reference of codes. */
export interface RefusalMeaning {
  status: number;
  title: string;
  remedy: string;
}

export const FACILITY_REFUSALS = {
  ID_MALFORMED: {
    status: 422,
    title: 'The id is not an id',
    remedy:
      'Use 1 to 128 characters in NFC, without control or format characters, without space at the ends; of a site or cluster also without "/".',
  },
  PROVIDER_ID_MALFORMED: {
    status: 422,
    title: 'The id cannot name a provider',
    remedy: 'Use 1 to 63 of a-z, 0-9 and "-", beginning with a letter or digit: the id names topics.',
  },
  TEXT_MALFORMED: {
    status: 422,
    title: 'The text is too long or contains characters that cannot be shown',
    remedy: 'Shorten it, and remove control characters.',
  },
  COUNTRY_MALFORMED: {
    status: 422,
    title: 'The country is not a country code',
    remedy: 'Use two upper-case letters of ISO 3166-1, as "DE".',
  },
  UNKNOWN_ACCELERATOR: {
    status: 422,
    title: 'The catalogue has no such accelerator',
    remedy: 'Use a model or alias of GET /v1/accelerators, or ask the operator to add the alias.',
  },
  ACCELERATORS_OUT_OF_RANGE: {
    status: 422,
    title: 'The number of accelerators is out of range',
    remedy: 'Give a whole number from 1 to 10,000,000.',
  },
  ACCELERATORS_PER_NODE_OUT_OF_RANGE: {
    status: 422,
    title: 'The number per node is out of range',
    remedy: 'Give a whole number from 1 to 1,024, or leave it out.',
  },
  ACCELERATORS_PER_NODE_ABOVE_TOTAL: {
    status: 422,
    title: 'A node holds more than the whole cluster',
    remedy: 'Correct acceleratorsPerNode or accelerators.',
  },
  INTERCONNECT_OUT_OF_RANGE: {
    status: 422,
    title: 'The interconnect is out of range',
    remedy: 'Give Gbit/s per accelerator as a whole number from 1 to 1,000,000, or leave it out.',
  },
  TIME_MALFORMED: {
    status: 422,
    title: 'The time cannot be read',
    remedy: 'Write ISO 8601 with a zone ("2026-03-01T00:00:00Z") or a date alone ("2026-03-01", 00:00 UTC), from 1970 to 2199.',
  },
  SERVICE_INTERVAL_EMPTY: {
    status: 422,
    title: 'The time in service is empty',
    remedy: 'inServiceTo is exclusive and must be later than inServiceFrom.',
  },
  UNKNOWN_CLUSTER: {
    status: 422,
    title: 'The cluster is not registered',
    remedy: 'Register the cluster first, or leave it out of the meter.',
  },
  PUBLIC_KEY_NOT_ED25519: {
    status: 422,
    title: 'The public key is not an Ed25519 key',
    remedy: 'Give an Ed25519 public key as SPKI PEM, or its 32 raw bytes in base64.',
  },
  EXPECTED_INTERVAL_OUT_OF_RANGE: {
    status: 422,
    title: 'The expected interval is out of range',
    remedy: 'Give whole seconds from 1 to 2,678,400 (31 days).',
  },
  UNKNOWN_MODEL: {
    status: 422,
    title: 'The catalogue has no such model',
    remedy: 'Name a model of GET /v1/accelerators, or add it first.',
  },
  ALIAS_TAKEN: { status: 409, title: 'Another model has this name', remedy: 'Two models never share a name: choose another alias.' },
  NAME_MALFORMED: {
    status: 422,
    title: 'The name cannot be one of an accelerator',
    remedy: 'Use 1 to 128 characters in NFC with at least one that is not space, "-" or "_".',
  },
  PEAKS_MISSING: { status: 422, title: 'No peak is given', remedy: 'Give the dense peak of at least one format in GFLOP/s.' },
  PEAK_OUT_OF_RANGE: { status: 422, title: 'A peak is out of range', remedy: 'Give whole GFLOP/s from 1 to 1,000,000,000.' },
  SOURCES_MISSING: {
    status: 422,
    title: 'A figure has no source',
    remedy: 'Give a source for every peak, or leave sources out: the figures then rest on your word.',
  },
  TOO_MANY_NAMES: { status: 422, title: 'Too many aliases or sources', remedy: 'Give at most 100 of each.' },
  PROVIDER_NOT_FOUND: { status: 404, title: 'No such provider', remedy: 'See GET /v1/providers.' },
  SITE_NOT_FOUND: { status: 404, title: 'No such site', remedy: 'See GET /v1/sites.' },
  CLUSTER_NOT_FOUND: { status: 404, title: 'No such cluster', remedy: 'See GET /v1/clusters.' },
  METER_NOT_FOUND: { status: 404, title: 'No such meter', remedy: 'See GET /v1/meters.' },
  ACCELERATOR_NOT_FOUND: { status: 404, title: 'No such accelerator', remedy: 'See GET /v1/accelerators.' },
} as const satisfies Record<string, RefusalMeaning>;

export type RefusalCode = keyof typeof FACILITY_REFUSALS;
