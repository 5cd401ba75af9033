import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

export class DraftReportBody {
  @ApiProperty({
    description: 'Of the rulebook: an id, or id@version; without a version the one by which the case was flagged last.',
    example: 'eu-ai-act-51',
  })
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}(@[1-9]\d{0,5})?$/, { message: '$property must be the id of a rule, or id@version' })
  rule!: string;
}
