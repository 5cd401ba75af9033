import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';

/** A field that may be left out. JSON's null says the same, as in proto3 JSON, and is gone before anybody looks at it. */
export const Optional = () =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }) => (value === null ? undefined : (value as unknown))),
  );
