import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '@tidemark/access';
import { endOf, ownedHours } from '@tidemark/domain';
import { isoOf } from '@tidemark/edge';
import type { KeptLink } from './account-links.port.js';

export class LinkEndView {
  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ enum: ['ENDED', 'TRANSFERRED', 'MISTAKEN'] })
  cause!: string;

  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty()
  endedBy!: string;
}

export class LinkView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: '`provider/id` where the caller may see several providers.' })
  account!: string;

  @ApiProperty({ format: 'uuid' })
  customer!: string;

  @ApiProperty({ format: 'date-time' })
  from!: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Exclusive: where it was said to end, or was ended, whichever is earlier. Absent: without a known end.',
  })
  to?: string;

  @ApiProperty({
    format: 'date-time',
    description:
      'The first hour of use that follows from it: an hour belongs to whoever has the account at its start, so a link from 10:30 owns the hours from 11:00.',
  })
  ownsHoursFrom!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Exclusive.' })
  ownsHoursTo?: string;

  @ApiProperty({ description: '{kind, strength, confirmation: UNCONFIRMED | STATEMENT | PERSON, hasDetail}' })
  evidence!: { kind: string; strength: string; confirmation: string; hasDetail: boolean };

  @ApiProperty({ format: 'date-time' })
  knownAt!: string;

  @ApiProperty()
  statedBy!: string;

  @ApiProperty({ type: [LinkEndView], description: 'In the order in which they became known.' })
  ends!: LinkEndView[];
}

export function viewLink(caller: Pick<Caller, 'provider'>, link: KeptLink): LinkView {
  const end = endOf(link);
  const hours = ownedHours(link);
  return {
    id: link.link,
    account: shownAccount(caller, link.provider, link.account),
    customer: link.customer,
    from: isoOf(link.fromMs),
    ...(end === Number.POSITIVE_INFINITY ? {} : { to: isoOf(end) }),
    ownsHoursFrom: isoOf(hours.fromMs),
    ...(hours.toMs === undefined ? {} : { ownsHoursTo: isoOf(hours.toMs) }),
    evidence: { ...link.evidence, hasDetail: link.hasDetail },
    knownAt: isoOf(link.knownAtMs),
    statedBy: link.statedBy,
    ends: link.ends.map((one, i) => ({
      at: isoOf(one.atMs),
      cause: one.cause,
      knownAt: isoOf(one.knownAtMs),
      endedBy: link.endedBy[i]!,
    })),
  };
}

/** An id of an account is unique within its provider: who may see several is told of which. */
export function shownAccount({ provider: own }: Pick<Caller, 'provider'>, provider: string, account: string): string {
  return own === undefined ? `${provider}/${account}` : account;
}
