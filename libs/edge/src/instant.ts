import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { readInstant } from '@tidemark/domain';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional } from 'class-validator';

const DESCRIBED = 'ISO 8601 with a zone, a date alone for 00:00 UTC, or milliseconds since 1970.';

/** A moment in a body or query, as milliseconds since 1970 for the handler. What cannot be read is refused by the name of the field. */
export const Instant = (description?: string) => applyDecorators(ApiProperty(described(description)), read(), mustBeRead());

/** As {@link Instant}, and may be left out. */
export const OptionalInstant = (description?: string) =>
  applyDecorators(ApiPropertyOptional(described(description)), IsOptional(), read(), mustBeRead());

/** How answers write moments. */
export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** What cannot be read becomes no number at all: a number that is no moment of this calendar, such as 1e308, must not pass for one. */
const read = () => Transform(({ value }: { value: unknown }) => (value == null ? undefined : (readInstant(numeric(value)) ?? Number.NaN)));
const mustBeRead = () => IsInt({ message: '$property must be an ISO 8601 moment with a zone, a date, or milliseconds since 1970' });
const described = (description?: string) => ({
  type: String,
  description: description === undefined ? DESCRIBED : `${description} ${DESCRIBED}`,
  example: '2026-03-01',
});

/** In a query milliseconds are text. Four digits are a year to whoever wrote them, not four seconds. */
function numeric(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{5,15}$/.test(value) ? Number(value) : value;
}
