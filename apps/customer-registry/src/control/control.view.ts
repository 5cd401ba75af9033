import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type ControlFinding, controlEndOf, printFraction } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { EdgeWords, KeptEdge } from './control-edges.port.js';

export class EdgeView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  owner!: string;

  @ApiProperty({ format: 'uuid' })
  owned!: string;

  @ApiProperty({ enum: ['SHARES', 'VOTES', 'BOARD', 'CONTRACT', 'FAMILY', 'TRUST'] })
  kind!: string;

  @ApiPropertyOptional({ description: 'Exact, in lowest terms.', example: '1/3' })
  share?: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Exclusive: where it was said to end, or was ended, whichever is earlier.' })
  to?: string;

  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty()
  statedBy!: string;

  @ApiProperty({ description: '[{at, knownAt, endedBy}], in the order in which they became known.' })
  ends!: { at: string; knownAt: string; endedBy: string }[];

  @ApiPropertyOptional({ description: 'For a stated purpose alone.' })
  source?: string;

  @ApiPropertyOptional({ type: [String], description: 'For a stated purpose alone.' })
  evidence?: readonly string[];
}

export function viewEdge(edge: KeptEdge, words?: EdgeWords): EdgeView {
  const end = controlEndOf(edge);
  return {
    id: edge.edge,
    owner: edge.owner,
    owned: edge.owned,
    kind: edge.kind,
    ...(edge.share === undefined ? {} : { share: printFraction(edge.share) }),
    from: isoOf(edge.fromMs),
    ...(end === Number.POSITIVE_INFINITY ? {} : { to: isoOf(end) }),
    knownAt: isoOf(edge.knownAtMs),
    statedBy: edge.statedBy,
    ends: edge.ends.map(({ atMs, knownAtMs }, index) => ({ at: isoOf(atMs), knownAt: isoOf(knownAtMs), endedBy: edge.endedBy[index]! })),
    ...words,
  };
}

/** Findings in JSON: exact sums as text. */
export function viewFinding(finding: ControlFinding): object {
  return 'sum' in finding ? { ...finding, sum: printFraction(finding.sum) } : finding;
}
