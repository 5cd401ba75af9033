import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { SumsView } from '@tidemark/edge';
import { AskedText } from '../ask/asked-text.js';

/** That each parameter is one text is checked here; every rule of meaning has its own code in totals-question.ts. */
export class TotalsQuery {
  @AskedText({
    enum: ['customer', 'party', 'group', 'unlinked', 'account', 'cluster', 'provider'],
    description:
      'Parties and groups are the scheme’s. `provider`, `cluster` and `account` are the ledger’s to answer where both are on one port.',
  })
  scope?: string;

  @AskedText(
    {
      description:
        'Id of the scope; `provider/id` of a compute cluster or account where the caller may see several providers. Of `unlinked`, the provider.',
    },
    1000,
  )
  id?: string;

  @AskedText({
    enum: ['control', 'ownership-25'],
    description: 'Of a group: who counts as being under its controller. `control` when absent.',
  })
  controlRule?: string;

  @AskedText({
    description:
      'Usage time, inclusive: ISO 8601 with a zone, a date (00:00 UTC), or milliseconds since 1970. An hour belongs by its start.',
  })
  from?: string;

  @AskedText({ description: 'Usage time, exclusive.' })
  to?: string;

  @AskedText({ description: 'Use, links, parties and control as they were known at this moment of the past.' })
  knownAt?: string;

  @AskedText({
    description: 'Comma list of hour, day, month, accelerator, account, cluster; of a party also customer, of a group customer and party.',
    example: 'day,account',
  })
  by?: string;
}

export class MonitorGroupView extends SumsView {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { day: '2024-03-01', account: 'north/team-a' } })
  key!: Record<string, string>;
}

export class EvidenceView {
  @ApiProperty({ description: 'Of the expected total: FLOP, decimal, by the evidence of the records.' })
  declared!: string;

  @ApiProperty()
  billed!: string;

  @ApiProperty()
  telemetry!: string;

  @ApiProperty()
  attested!: string;

  @ApiProperty({ description: 'From before evidence was kept beside a posting.' })
  unknown!: string;
}

export class WorkloadView {
  @ApiProperty({ description: 'Of the expected total: FLOP that rests on the label "inference", decimal.' })
  labelled!: string;

  @ApiProperty({ description: 'The same by who says so.' })
  declared!: string;

  @ApiProperty()
  billed!: string;

  @ApiProperty()
  telemetry!: string;

  @ApiProperty()
  attested!: string;
}

export class TotalsLinkView {
  @ApiProperty()
  link!: string;

  @ApiProperty({ description: '`provider/id` where the caller may see several providers.' })
  account!: string;

  @ApiProperty()
  customer!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiProperty({ format: 'date-time', description: 'An hour belongs by its start: a link from 10:30 owns the hours from 11:00.' })
  ownsFrom!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Exclusive; absent while it goes on.' })
  to?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  ownsTo?: string;

  @ApiProperty({ format: 'date-time', description: 'When it was told.' })
  knownAt!: string;
}

export class MonitorTotalsView extends SumsView {
  @ApiPropertyOptional({ description: 'Absent: it stands over providers.' })
  provider?: string;

  @ApiProperty()
  scope!: string;

  @ApiProperty()
  id!: string;

  @ApiPropertyOptional()
  controlRule?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  from?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  to?: string;

  @ApiProperty({
    format: 'date-time',
    description: 'The moment for which the answer is exact, once all that was known then has arrived here (as a rule within a second).',
  })
  knownAt!: string;

  @ApiProperty({ description: 'Highest ledger position that it rests on.' })
  ledgerPosition!: string;

  @ApiProperty({ description: 'How many facts about customers, links and control it rests on.' })
  identitySequence!: string;

  @ApiProperty({ type: EvidenceView })
  evidence!: EvidenceView;

  @ApiProperty({ description: 'Of the expected total: FLOP that comes from the prior utilisation and not from a measured one, decimal.' })
  onPrior!: string;

  @ApiProperty({ type: WorkloadView })
  workload!: WorkloadView;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'The first hour that is counted for a customer, party or group: that of its first link.',
  })
  linkedFrom?: string;

  @ApiProperty({ type: [TotalsLinkView], description: 'What the hours rest on, in the order of the links’ ids; at most 200.' })
  links!: TotalsLinkView[];

  @ApiPropertyOptional({ description: 'Links beyond those shown.' })
  moreLinks?: number;

  @ApiProperty({ type: [MonitorGroupView] })
  groups!: MonitorGroupView[];
}
