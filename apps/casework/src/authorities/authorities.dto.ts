import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AUTHORITY_KINDS, type AuthorityKind } from '@tidemark/domain';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, IsUrl, Length, Matches, MaxLength } from 'class-validator';

export class AuthorityBody {
  @ApiProperty({ example: 'Northern Office for Computing' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiProperty({ enum: AUTHORITY_KINDS, description: 'TENANT: its regulators work here. INSTALLATION: it has one of its own.' })
  @IsIn(AUTHORITY_KINDS)
  kind!: AuthorityKind;

  @ApiProperty({ type: [String], description: 'ISO 3166-1 alpha-2, with a region where it is one of a state, or EU.', example: ['EU'] })
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @Matches(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, { each: true })
  jurisdictions!: string[];

  @ApiPropertyOptional({ description: 'Of an INSTALLATION: where it is reached. Nothing is sent there by itself.' })
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @MaxLength(500)
  endpoint?: string;

  @ApiPropertyOptional({ description: 'Of an INSTALLATION: Ed25519, SPKI, base64.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  publicKey?: string;
}

export class AuthorityView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: AUTHORITY_KINDS }) kind!: string;
  @ApiProperty({ type: [String] }) jurisdictions!: readonly string[];
  @ApiPropertyOptional() endpoint?: string;
  @ApiPropertyOptional({ description: 'Of a TENANT: this installation’s, which signs for all of them.' }) publicKey?: string;
  @ApiPropertyOptional({ description: 'sha256 of the public key, hex.' }) key?: string;
  @ApiProperty({ description: 'It runs this installation.' }) home!: boolean;
  @ApiProperty() version!: number;
}

export class AuthoritiesView {
  @ApiProperty({ type: [AuthorityView] }) items!: AuthorityView[];
}
