import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** A parameter of a query that may be left out: one text. What it must mean is read, and refused by its own code, behind the door. */
export const AskedText = (described: ApiPropertyOptions, longest = 100): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional(described), IsOptional(), IsString(), MaxLength(longest));
