import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Optional } from '../facts/optional.js';

export class PutProvider {
  @ApiPropertyOptional({ description: 'At most 200 characters.' })
  @Optional()
  @IsString()
  @MaxLength(10_000)
  name?: string;
}

export class ProviderView {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: 'integer' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty()
  recordedBy!: string;
}

export class IntakeAccessView {
  @ApiProperty()
  username!: string;

  @ApiProperty()
  password!: string;

  @ApiProperty()
  bootstrap!: string;

  @ApiProperty()
  intakeTopic!: string;

  @ApiProperty()
  verdictsTopic!: string;
}

/** Secrets of a provider: the only answers that ever hold them have this shape. */
export class ProviderSecretsView {
  @ApiPropertyOptional({ description: 'Absent where an outside issuer gives the credentials.' })
  clientId?: string;

  @ApiPropertyOptional()
  clientSecret?: string;

  @ApiPropertyOptional()
  tokenEndpoint?: string;

  @ApiPropertyOptional({ type: IntakeAccessView, description: 'Where the event log is a broker that providers write to.' })
  kafka?: IntakeAccessView;
}

export class NewProviderView extends IntersectionType(ProviderView, ProviderSecretsView) {}
