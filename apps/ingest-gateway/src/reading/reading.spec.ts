import fc from 'fast-check';
import { EventReader } from '../cloudevents/event-reader.js';
import { DOOR_LIMITS } from '../door-limits.js';
import { elementsOf, isNestedDeeperThan, readJson } from './json-text.js';
import { isUtf8, readMediaType } from './media-type.js';
import { ReportReader } from './report-reader.js';

const reader = new ReportReader(DOOR_LIMITS);
const events = new EventReader(reader, DOOR_LIMITS);

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
const spaced = (value: unknown, space: string) => JSON.stringify(value, null, space);

describe('JSON text', () => {
  it('is measured as deep as it is, whatever stands in its strings', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 8 }), (text, limit) => {
        expect(isNestedDeeperThan(Buffer.from(text), limit)).toBe(depthOf(JSON.parse(text)) > limit);
      }),
    );
    expect(isNestedDeeperThan(Buffer.from('["\\\\", "]", "\\"[[["]'), 1)).toBe(false);
  });

  it('can be nested as deeply as a body is long without harm', () => {
    expect(readJson(Buffer.alloc(8 * 1_048_576, '['), 32)).toMatchObject({ refused: { code: 'JSON_TOO_DEEP' } });
    expect(readJson(Buffer.alloc(1_000_000, '"['), 32)).toHaveProperty('refused');
  });

  it('keeps the digits of large sequences, and is read after a byte order mark', () => {
    expect(readJson(Buffer.from('{"sequence":18446744073709551615}'), 32)).toEqual({ value: { sequence: '18446744073709551615' } });
    expect(readJson(Buffer.from('\ufeff[1]'), 32)).toEqual({ value: [1] });
  });

  it('gives the elements of an array as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1 }), fc.constantFrom('', ' ', '\n'), (values, space) => {
        const elements = elementsOf(Buffer.from(`${space}${spaced(values, space)}${space}`));
        expect(elements.map((element) => JSON.parse(element.toString()))).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
    expect(elementsOf(Buffer.from('[ 1.50 ,{"a":[",]"]}]')).map(String)).toEqual([' 1.50 ', '{"a":[",]"]}']);
  });
});

describe('reading', () => {
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify([value, { source: 'm', records: [value] }]))),
  );

  it('of reports never throws: what cannot be read is refused with a code', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('json', 'json-lines', 'protobuf', 'protobuf-delimited'), (body, format) => {
        const read = reader.read(body, format);
        const refusals =
          'refused' in read ? [read.refused] : read.reports.flatMap((report) => ('refused' in report ? [report.refused] : []));
        for (const { code, message } of refusals)
          expect([code, message]).toEqual([expect.stringMatching(/^[A-Z0-9_]+$/), expect.stringMatching(/./)]);
      }),
    );
  });

  it('of events never throws either', () => {
    const attribute = fc.tuple(
      fc.constantFrom('specversion', 'id', 'source', 'type', 'time', 'data', 'data_base64', 'datacontenttype', 'x'),
      fc.oneof(fc.constantFrom('1.0', 'tidemark.usage.record.v1', '1', 'application/json'), fc.jsonValue()),
    );
    const event = fc.array(attribute, { maxLength: 9 }).map((members) => Object.fromEntries(members));
    const header = fc.tuple(
      fc.constantFrom('ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-x'),
      fc.oneof(fc.constantFrom('1.0', '%', '%ff', '"a\\"b"'), fc.string()),
    );
    fc.assert(
      fc.property(event, fc.array(header), anything, (value, headers, body) => {
        events.read({ headers: [], contentType: undefined, body: Buffer.from(JSON.stringify(value)) }, 'structured', 'ce-');
        events.read({ headers: [], contentType: undefined, body }, 'batch', 'ce-');
        events.read({ headers, contentType: 'application/json', body }, 'binary', 'ce-');
      }),
    );
  });

  it('of media types takes parameters in any order and case, and nothing that is none', () => {
    expect(readMediaType('Application/JSON ; Charset="UTF-8"; a=b')).toEqual({
      essence: 'application/json',
      parameters: new Map([
        ['charset', 'UTF-8'],
        ['a', 'b'],
      ]),
    });
    for (const bad of [undefined, '', 'json', 'a/b/c', 'a /b']) expect(readMediaType(bad)).toBeUndefined();
    expect(isUtf8(readMediaType('a/b; charset=UTF8')!)).toBe(true);
    expect(isUtf8(readMediaType('a/b; charset=latin1')!)).toBe(false);
    expect(reader.formatOf('application/x-protobuf; Delimited=TRUE')).toEqual({ format: 'protobuf-delimited' });
  });
});
