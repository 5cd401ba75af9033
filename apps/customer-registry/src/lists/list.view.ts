import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { isoOf } from '@tidemark/edge';
import type { ListVersion } from './list-versions.port.js';

export class ListVersionView {
  @ApiProperty()
  list!: string;

  @ApiProperty({ description: '1, 2, 3: the latest is what is screened against.' })
  version!: number;

  @ApiProperty()
  label!: string;

  @ApiProperty()
  format!: string;

  @ApiProperty({ description: 'Of the files as they were sent, in hexadecimal.' })
  sha256!: string;

  @ApiPropertyOptional({ description: 'As the file says of itself.' })
  publishedAt?: string;

  @ApiProperty({ format: 'date-time' })
  importedAt!: string;

  @ApiProperty()
  importedBy!: string;

  @ApiProperty({ description: '{entries, names, weakNames, identifiers, passedOver, notes}' })
  counts!: object;

  @ApiProperty({ description: '{added, changed, removed}, against the version before' })
  differences!: { added: number; changed: number; removed: number };
}

export function viewVersion(version: ListVersion): ListVersionView {
  const { list, version: number, label, format, sha256, publishedAt, counts, added, changed, removed } = version;
  return {
    list,
    version: number,
    label,
    format,
    sha256,
    ...(publishedAt === undefined ? {} : { publishedAt }),
    importedAt: isoOf(version.importedAtMs),
    importedBy: version.importedBy,
    counts,
    differences: { added, changed, removed },
  };
}
