import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Instant } from '@tidemark/edge';
import { IsBoolean, IsOptional, IsString, IsUUID, Length } from 'class-validator';

export class EvaluationResultBody {
  @ApiProperty({ description: 'Who evaluated: an institution, as a rule.', example: 'AI Safety Institute' })
  @IsString()
  @Length(1, 200)
  evaluator!: string;

  @ApiProperty({ description: 'By what method, or where it is described; without names.' })
  @IsString()
  @Length(3, 4000)
  method!: string;

  @ApiProperty()
  @IsBoolean()
  passed!: boolean;

  @Instant('When it was done; not in the future.')
  at!: number;

  @ApiPropertyOptional({ description: 'The report: a file of this case (POST /v1/cases/{id}/attachments).' })
  @IsOptional()
  @IsUUID()
  report?: string;
}
