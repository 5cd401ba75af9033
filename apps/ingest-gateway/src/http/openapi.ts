import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';

type Schema = NonNullable<Parameters<typeof ApiAcceptedResponse>[0]>;

const int64 = { type: 'string', pattern: '^[0-9]+$', description: 'A 64-bit integer; a number is taken too.' };
const text = { type: 'string' };

const POSITION = { type: 'object', properties: { log: text, partition: { type: 'integer' }, offset: int64 } };
const REFUSED = { type: 'object', properties: { code: text, field: text, message: text } };
const VERDICT = {
  type: 'object',
  properties: { index: { type: 'integer' }, verdict: { type: 'string', enum: ['REJECTED'] }, code: text, field: text, message: text },
};

const RECEIPT = {
  type: 'object',
  description: 'Records that verdicts do not list are accepted.',
  properties: {
    provider: text,
    source: text,
    epoch: { type: 'integer' },
    sequence: int64,
    contentHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    position: POSITION,
    receivedAtMs: int64,
    verdicts: { type: 'array', items: VERDICT },
    refused: { ...REFUSED, description: 'Of several reports: this one was refused as a whole and is not durable.' },
  },
};

const UTILISATION = {
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['NONE', 'GPU_UTIL', 'SM_ACTIVE', 'TENSOR_ACTIVE', 'OFU', 'MFU_REPORTED'] },
    value: { type: 'string', pattern: '^[0-9]{1,3}(\\.[0-9]{1,18})?$' },
  },
};
const EVIDENCE = { type: 'string', enum: ['DECLARED', 'BILLED', 'TELEMETRY', 'ATTESTED'] };

const RECORD = {
  type: 'object',
  required: ['account', 'cluster', 'startMs', 'endMs'],
  properties: {
    account: text,
    cluster: text,
    accelerator: text,
    count: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    startMs: int64,
    endMs: int64,
    node: text,
    devices: { type: 'array', items: { type: 'integer', minimum: 0, maximum: 1_023 } },
    utilisation: UTILISATION,
    format: { type: 'string', enum: ['UNSPECIFIED', 'FP64T', 'TF32', 'BF16', 'FP16', 'FP8', 'INT8', 'FP4'] },
    evidence: EVIDENCE,
    workload: { type: 'string', enum: ['UNSPECIFIED', 'TRAINING', 'INFERENCE', 'OTHER'] },
    job: text,
    correction: {
      type: 'object',
      properties: { epoch: { type: 'integer' }, sequence: int64, index: { type: 'integer' }, void: { type: 'boolean' } },
    },
    workloadEvidence: EVIDENCE,
  },
};

const REPORT = {
  type: 'object',
  required: ['source', 'epoch', 'sequence', 'records'],
  properties: {
    source: text,
    epoch: { type: 'integer', minimum: 1 },
    sequence: int64,
    producedAtMs: int64,
    records: { type: 'array', minItems: 1, maxItems: 5_000, items: RECORD },
    signature: {
      type: 'object',
      properties: { algorithm: { type: 'string', enum: ['Ed25519'] }, value: { type: 'string', format: 'byte' } },
    },
    schemaVersion: { type: 'integer' },
  },
};

const EVENT = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type'],
  properties: {
    specversion: { type: 'string', enum: ['1.0'] },
    id: text,
    source: { type: 'string', format: 'uri-reference' },
    type: { type: 'string', enum: ['tidemark.usage.report.v1', 'tidemark.usage.record.v1'] },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: text,
    data: {},
    data_base64: { type: 'string', format: 'byte' },
  },
};

const PROBLEMS: [status: number, description: string][] = [
  [400, 'The body cannot be read'],
  [401, 'No token, or none that is good'],
  [403, 'The token may not write usage, or speaks for no provider'],
  [408, 'The body came too slowly'],
  [413, 'Too large, or too many reports'],
  [415, 'A media type, character set or encoding that is not taken'],
  [422, 'The report, or every report, was refused'],
  [429, 'Too many requests; Retry-After says when to come back'],
  [503, 'Not durable; Retry-After says when to send it again'],
];

const oneOrMany = (item: object) => ({ oneOf: [item, { type: 'array', items: item }] });

const described = (tag: string, summary: string, consumes: string[], body: object) =>
  applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(),
    ApiOperation({ summary }),
    ApiConsumes(...consumes),
    ApiBody({ schema: oneOrMany(body) as never }),
    ApiAcceptedResponse({ description: 'Durable. One receipt, or one for each report.', schema: oneOrMany(RECEIPT) } as Schema),
    ...PROBLEMS.map(([status, description]) => ApiResponse({ status, description })),
  );

/** What `/openapi.json` says of `POST /v1/reports`. Written by hand, because reports are no DTOs: one function of the domain checks them. */
export const DescribeReports = () =>
  described('usage', 'Send usage reports', ['application/json', 'application/x-ndjson', 'application/x-protobuf'], REPORT);

/** What `/openapi.json` says of `POST /v1/events`. */
export const DescribeEvents = () =>
  described(
    'usage',
    'Send usage as CloudEvents 1.0',
    ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
    EVENT,
  );
