import { Equals, IsOptional, IsRFC3339, IsString, Length, Matches, validateSync } from 'class-validator';
import type { DoorCode, DoorRefusal } from '../door-problems.js';
import { type CloudEvent, type EventAttributes, type EventData, type ParsedEvent, refuseEvent } from './cloud-event.model.js';

/** The specification sets no limit; an attribute longer than this is a mistake or an attack. */
const MAX_ATTRIBUTE_LENGTH = 4_096;
const MAX_ATTRIBUTES = 64;

/** RFC 3986: the characters of a URI reference, every percent sign with two hex digits. */
const URI_REFERENCE = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
/** RFC 2046, roughly: type/subtype with parameters. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;.*)?$/;
const ATTRIBUTE_NAME = /^[a-z0-9]+$/;

/** The context attributes that CloudEvents 1.0 defines (section "Context Attributes"). */
class ContextAttributes {
  @Equals('1.0', { message: 'specversion must be "1.0"' })
  specversion!: string;

  @IsString()
  @Length(1, MAX_ATTRIBUTE_LENGTH)
  id!: string;

  @IsString()
  @Length(1, MAX_ATTRIBUTE_LENGTH)
  @Matches(URI_REFERENCE, { message: 'source must be a URI reference (RFC 3986)' })
  source!: string;

  @IsString()
  @Length(1, MAX_ATTRIBUTE_LENGTH)
  type!: string;

  @IsOptional()
  @IsString()
  @Length(1, MAX_ATTRIBUTE_LENGTH)
  @Matches(MEDIA_TYPE, { message: 'datacontenttype must be a media type (RFC 2046)' })
  datacontenttype?: string;

  @IsOptional()
  @IsString()
  @Length(1, MAX_ATTRIBUTE_LENGTH)
  @Matches(ABSOLUTE_URI, { message: 'dataschema must be an absolute URI' })
  dataschema?: string;

  @IsOptional()
  @IsString()
  @Length(1, MAX_ATTRIBUTE_LENGTH)
  subject?: string;

  @IsOptional()
  @IsRFC3339({ message: 'time must be a timestamp of RFC 3339' })
  time?: string;
}

const DEFINED = ['specversion', 'id', 'source', 'type', 'datacontenttype', 'dataschema', 'subject', 'time'] as const;
const DEFINED_NAMES: ReadonlySet<string> = new Set(DEFINED);

/** Required attributes beside specversion, which decides what the others mean; each with its own code when it is missing. */
const MISSING: readonly [name: string, code: DoorCode][] = [
  ['id', 'EVENT_ID_MISSING'],
  ['source', 'EVENT_SOURCE_MISSING'],
  ['type', 'EVENT_TYPE_MISSING'],
];

const show = (value: unknown): string => {
  const text = typeof value === 'string' ? value : String(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
};

/** Makes an event of attributes and data, or names the first thing that is wrong with the attributes. */
export function eventOf(attributes: Record<string, unknown>, data: EventData): ParsedEvent {
  const refused =
    unsupportedVersion(attributes) ?? missingAttribute(attributes) ?? invalidAttribute(attributes) ?? invalidExtension(attributes);
  if (refused) return { refused };
  const event: CloudEvent = {
    specversion: '1.0',
    id: attributes.id as string,
    source: attributes.source as string,
    type: attributes.type as string,
    datacontenttype: attributes.datacontenttype as string | undefined,
    dataschema: attributes.dataschema as string | undefined,
    subject: attributes.subject as string | undefined,
    time: attributes.time as string | undefined,
    extensions: extensionsOf(attributes),
    data,
  };
  return { event };
}

function missingAttribute(attributes: Record<string, unknown>): DoorRefusal | undefined {
  for (const [name, code] of MISSING) {
    const value = attributes[name];
    if (value === undefined || value === '')
      return refuseEvent(code, name, `The event has no ${name}, which CloudEvents 1.0 requires.`).refused;
  }
  return undefined;
}

function unsupportedVersion({ specversion }: Record<string, unknown>): DoorRefusal | undefined {
  if (specversion === undefined || specversion === '')
    return refuseEvent('EVENT_SPECVERSION_MISSING', 'specversion', 'The event has no specversion, which CloudEvents 1.0 requires.').refused;
  if (specversion === '1.0') return undefined;
  return refuseEvent('UNSUPPORTED_SPECVERSION', 'specversion', `specversion is "${show(specversion)}"; this door reads "1.0".`).refused;
}

function invalidAttribute(attributes: Record<string, unknown>): DoorRefusal | undefined {
  const typed = new ContextAttributes();
  for (const name of DEFINED) if (attributes[name] !== undefined) Object.assign(typed, { [name]: attributes[name] });
  const [error] = validateSync(typed, { stopAtFirstError: true });
  if (!error) return undefined;
  const reason = Object.values(error.constraints ?? {})[0] ?? `${error.property} is wrong`;
  return refuseEvent('EVENT_ATTRIBUTE_INVALID', error.property, `${reason}; it is "${show(error.value)}".`).refused;
}

function invalidExtension(attributes: Record<string, unknown>): DoorRefusal | undefined {
  const names = Object.keys(attributes);
  if (names.length > MAX_ATTRIBUTES)
    return refuseEvent('EVENT_ATTRIBUTE_INVALID', '', `The event has ${names.length} attributes; at most ${MAX_ATTRIBUTES} are read.`)
      .refused;
  for (const name of names) {
    if (!ATTRIBUTE_NAME.test(name) || name === 'data')
      return refuseEvent('EVENT_ATTRIBUTE_INVALID', show(name), 'The name of an attribute is made of lower-case letters and digits.')
        .refused;
    const value = attributes[name];
    const fits = typeof value === 'string' ? value.length <= MAX_ATTRIBUTE_LENGTH : typeof value === 'boolean' || isInt32(value);
    if (!fits)
      return refuseEvent(
        'EVENT_ATTRIBUTE_INVALID',
        name,
        `The value of an extension is a string, a boolean or a 32-bit integer; ${name} is not.`,
      ).refused;
  }
  return undefined;
}

const isInt32 = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

function extensionsOf(attributes: Record<string, unknown>): EventAttributes {
  const extensions: EventAttributes = {};
  for (const [name, value] of Object.entries(attributes))
    if (!DEFINED_NAMES.has(name)) extensions[name] = value as string | number | boolean;
  return extensions;
}
