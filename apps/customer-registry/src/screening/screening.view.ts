import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '@tidemark/access';
import { isoOf } from '@tidemark/edge';
import { type OpenedScreening, readResult } from './screening.query.js';
import type { KeptScreening } from './screenings.port.js';

export class ScreeningSummary {
  @ApiProperty({ format: 'uuid', description: 'The same person, lists and configuration give the same id.' })
  id!: string;

  @ApiPropertyOptional({ description: 'Whose screening; where the caller may see several providers. Empty: the scheme’s own.' })
  provider?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Absent: somebody asked about a name.' })
  customer?: string;

  @ApiProperty({ description: 'Of the matcher: its version and all its weights.' })
  configuration!: string;

  @ApiProperty()
  threshold!: number;

  @ApiProperty({ description: '[{list, version, sha256}]: what was compared with' })
  lists!: readonly object[];

  @ApiProperty({ format: 'date-time' })
  firstAt!: string;

  @ApiProperty()
  firstBy!: string;
}

export class ScreeningView extends ScreeningSummary {
  @ApiPropertyOptional({ description: '{kind, names, birthDates?, countries?, identifiers?}; of a customer for a stated purpose alone' })
  person?: object;

  @ApiProperty({
    description:
      '[{list, entry, score, matchedName, features: [{feature, weight, reason}]}], best first; without a purpose list, entry and score',
  })
  matches!: object[];

  @ApiProperty({ description: 'false: there were more matches than are shown.' })
  complete!: boolean;

  @ApiPropertyOptional({ description: 'Of the recorded answer as canonical JSON.' })
  sha256?: string;
}

export function viewSummary(
  { provider: own }: Pick<Caller, 'provider'>,
  screening: Omit<KeptScreening, 'person' | 'result'>,
): ScreeningSummary {
  const { id, provider, customer, configuration, threshold, lists, firstAtMs, firstBy } = screening;
  const whose = { ...(own === undefined ? { provider } : {}), ...(customer === undefined ? {} : { customer }) };
  return { id, ...whose, configuration, threshold, lists, firstAt: isoOf(firstAtMs), firstBy };
}

/** Without the identity, what is left says that there are matches, and with which entries. */
export function viewScreening(
  caller: Pick<Caller, 'provider'>,
  { screening, person, result }: OpenedScreening,
  withIdentity: boolean,
): ScreeningView {
  const { matches, complete, sha256 } = readResult(result);
  if (withIdentity) return { ...viewSummary(caller, screening), person, matches: [...matches], complete, sha256 };
  const shown = matches.map(({ list, entry, score }) => ({ list, entry, score }));
  return { ...viewSummary(caller, screening), matches: shown, complete };
}
