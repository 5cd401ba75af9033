import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { AskedText } from '../ask/asked-text.js';

export const EVALUATED_SCOPES = ['customer', 'party', 'group'] as const;

export class RecordEvaluation {
  @ApiProperty({ enum: EVALUATED_SCOPES, description: 'Whose model was evaluated.' })
  @IsIn(EVALUATED_SCOPES)
  scope!: (typeof EVALUATED_SCOPES)[number];

  @ApiProperty({ description: 'Pseudonymous id; of a group: its controller.' })
  @IsString()
  @Length(1, 128)
  id!: string;

  @ApiPropertyOptional({ enum: ['control', 'ownership-25'], description: 'Of a group. `control` when absent.' })
  @IsOptional()
  @IsString()
  controlRule?: string;

  @ApiProperty({
    description: 'When it was done: ISO 8601 with a zone, a date (00:00 UTC), or milliseconds since 1970. Not in the future.',
  })
  @IsString()
  @MaxLength(40)
  at!: string;

  @ApiProperty({ description: 'Who evaluated: an institution, never a person.', example: 'AI Safety Institute' })
  @IsString()
  @Length(1, 200)
  evaluator!: string;

  @ApiProperty({ description: 'By what method, or where it is described.' })
  @IsString()
  @Length(1, 2000)
  method!: string;

  @ApiPropertyOptional({ description: 'Absent: it did not end in pass or fail.' })
  @IsOptional()
  @IsBoolean()
  passed?: boolean;
}

export class EvaluationsQuery {
  @AskedText({ enum: EVALUATED_SCOPES })
  scope?: string;

  @AskedText({ description: 'Id of the scope.' }, 1000)
  id?: string;

  @AskedText({ enum: ['control', 'ownership-25'] })
  controlRule?: string;
}

export class EvaluationView {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'As flags write scopes.' }) scope!: object;
  @ApiProperty() at!: string;
  @ApiProperty() knownAt!: string;
  @ApiProperty() recordedBy!: string;
  @ApiProperty() evaluator!: string;
  @ApiProperty() method!: string;
  @ApiPropertyOptional() passed?: boolean;
}

export class EvaluationsView {
  @ApiProperty({ type: [EvaluationView] }) items!: EvaluationView[];
}
