import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CursorQuery } from '@tidemark/edge';
import { LIST_FORMATS, type ListFormat } from '@tidemark/importers';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class ImportListQuery {
  @ApiProperty({ enum: LIST_FORMATS })
  @IsIn(LIST_FORMATS)
  format!: ListFormat;

  @ApiPropertyOptional({
    description: "Your name for the version. Absent: the file's own date, else the beginning of its hash.",
    maxLength: 100,
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  version?: string;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'true: a list that shrank by more than a tenth, or went back to an earlier content, is meant.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  confirm?: boolean;
}

export class DifferencesQuery extends CursorQuery {
  @ApiPropertyOptional({ description: 'Another version of the list; absent: the one before. 0: nothing.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  against?: number;
}

export class EntryQuery {
  @ApiPropertyOptional({ description: 'As this version of the list has it; absent: as it stood last.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  version?: number;
}
