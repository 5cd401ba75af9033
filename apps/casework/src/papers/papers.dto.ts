import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class DossierQuery {
  @ApiPropertyOptional({ minimum: 1, description: 'As the case stood with this entry of its log; absent: as it stands.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2_000_000_000)
  version?: number;

  @ApiPropertyOptional({ description: 'Why it is taken out, where the header Tidemark-Purpose does not say so.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  purpose?: string;
}
