import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SCOPE_KINDS } from '@tidemark/domain';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { AskedText } from '../ask/asked-text.js';
import { FlagScopeView, FlagTotalsView } from '../flags/flags.dto.js';
import { ITEMS_DEFAULT, ITEMS_MAX } from './supposition.js';

/** Numbers may come as numbers of JSON too: they are read as they are written there. */
const AsText = () => Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value));

export class WhatIfQuestion {
  @AskedText({ description: 'Rule to start from, and to compare with what stands by it: an id, or id@version.', example: 'eu-ai-act-51' })
  rule?: string;

  @AskedText({ description: 'Another number of FLOP; without a rule, the number.', example: '3e24' })
  @AsText()
  number?: string;

  @AskedText({ enum: ['GREATER', 'AT_LEAST'], description: 'The rule’s when absent; AT_LEAST without a rule.' })
  comparison?: string;

  @AskedText({ enum: ['ALL_TIME', '30', '90', '365'], description: 'ALL_TIME, or rolling days.' })
  @AsText()
  window?: string;

  @ApiPropertyOptional({ enum: SCOPE_KINDS, isArray: true, description: 'The rule’s when absent. Parties and groups are the scheme’s.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @IsString({ each: true })
  @MaxLength(20, { each: true })
  scopes?: string[];

  @AskedText({ enum: ['control', 'ownership-25'], description: 'Who counts as being under a controller.' })
  controlRule?: string;

  @AskedText({
    description: 'Groups of those of whom the controller owns at least this share, over all paths, in place of a rule of control.',
    example: '1/3',
  })
  @AsText()
  ownershipShare?: string;

  @AskedText({ description: 'Utilisation that is taken where none was measured, in place of the metering policy’s.', example: '0.45' })
  @AsText()
  utilisationPrior?: string;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: ITEMS_MAX,
    default: ITEMS_DEFAULT,
    description: 'Crossings that are shown; all are counted.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(ITEMS_MAX)
  limit?: number;
}

export class SupposedView {
  @ApiPropertyOptional({ example: 'eu-ai-act-51@1' })
  rule?: string;

  @ApiProperty({ example: '3e24' })
  number!: string;

  @ApiProperty({ enum: ['GREATER', 'AT_LEAST'] })
  comparison!: string;

  @ApiProperty({ example: 'ALL_TIME' })
  window!: string;

  @ApiProperty({ type: [String] })
  scopes!: string[];

  @ApiPropertyOptional()
  controlRule?: string;

  @ApiPropertyOptional({ example: '1/3' })
  ownershipShare?: string;

  @ApiPropertyOptional({ example: '0.45' })
  utilisationPrior?: string;
}

export class WouldBeView {
  @ApiProperty({ enum: ['ADDED', 'MOVED', 'SAME'], description: 'Beside the flag that stands by the rule.' })
  change!: string;

  @ApiProperty({ type: FlagScopeView })
  scope!: FlagScopeView;

  @ApiProperty({ enum: ['POSSIBLE', 'PROBABLE', 'CERTAIN'] })
  tier!: string;

  @ApiProperty()
  n!: number;

  @ApiProperty({ format: 'date-time' })
  moment!: string;

  @ApiProperty()
  atEntryIntoForce!: boolean;

  @ApiProperty({ type: FlagTotalsView, description: 'Of the window, at the end of the moment’s hour.' })
  totals!: FlagTotalsView;

  @ApiPropertyOptional({ description: 'The flag that stands for it.' })
  flag?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The moment of that flag, where it is another.' })
  standingMoment?: string;
}

export class GoneView {
  @ApiProperty()
  flag!: string;

  @ApiProperty({ type: FlagScopeView })
  scope!: FlagScopeView;

  @ApiProperty()
  tier!: string;

  @ApiProperty()
  n!: number;

  @ApiProperty({ format: 'date-time' })
  moment!: string;
}

export class WhatIfCounts {
  @ApiProperty()
  added!: number;

  @ApiProperty()
  moved!: number;

  @ApiProperty()
  same!: number;

  @ApiProperty()
  gone!: number;

  @ApiProperty({ description: 'Scopes whose total passes, of which nobody said whether the rule’s conditions hold: not counted above.' })
  notEvaluable!: number;
}

export class WhatIfView {
  @ApiProperty({ type: SupposedView })
  supposed!: SupposedView;

  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty({ type: WhatIfCounts })
  counts!: WhatIfCounts;

  @ApiProperty({ type: [WouldBeView], description: 'What would be flagged, by moment.' })
  items!: WouldBeView[];

  @ApiProperty({ type: [GoneView], description: 'Flags that stand by the rule and would not.' })
  gone!: GoneView[];
}
