import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PERSON_ROLES, type PersonRole } from '@tidemark/access';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';

export class InvitePerson {
  @ApiProperty({ example: 'ana', description: '2 to 64 of a-z, 0-9, ".", "_", "-", "@"' })
  @IsString()
  @MaxLength(128)
  username!: string;

  @ApiProperty({ example: 'Ana Marsh' })
  @IsString()
  @MaxLength(512)
  name!: string;

  @ApiProperty({ enum: PERSON_ROLES })
  @IsIn(PERSON_ROLES)
  role!: PersonRole;

  @ApiPropertyOptional({ description: 'Of whom the person is; left out: of the scheme' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  provider?: string;

  @ApiPropertyOptional({
    description: 'Of regulators and auditors: whom they work for; left out: the authority that runs the installation',
  })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  authority?: string;
}

export class ChangePerson {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(512)
  name?: string;

  @ApiPropertyOptional({ enum: PERSON_ROLES })
  @IsOptional()
  @IsIn(PERSON_ROLES)
  role?: PersonRole;

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(128)
  provider?: string;

  @ApiPropertyOptional({ description: 'Of regulators and auditors: whom they work for; left out: it stays' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  authority?: string;
}

export class BecauseOf {
  @ApiProperty({ example: 'Left the company' })
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class PeoplePage {
  @ApiPropertyOptional({ default: 100, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;

  @ApiPropertyOptional({ description: 'From "next" of the page before' })
  @Matches(/^\d{1,15}$/)
  cursor = '0';
}

export class PersonView {
  @ApiProperty() id!: string;
  @ApiProperty() username!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: PERSON_ROLES }) role!: PersonRole;
  @ApiPropertyOptional() provider?: string;
  @ApiPropertyOptional() authority?: string;
  @ApiProperty({ enum: ['invited', 'active', 'disabled'] }) status!: string;
  @ApiProperty() version!: number;
}

export class InvitationView {
  @ApiProperty({ description: 'Works once; told this once' }) url!: string;
  @ApiProperty() expiresAt!: string;
}

export class InvitedPersonView extends PersonView {
  @ApiProperty({ type: InvitationView }) invitation!: InvitationView;
}

export class PeopleView {
  @ApiProperty({ type: [PersonView] }) items!: PersonView[];
  @ApiPropertyOptional() next?: string;
}

export class PersonFactView {
  @ApiProperty({ type: Object }) fact!: object;
  @ApiProperty({ description: 'Id of the person who did it' }) actor!: string;
  @ApiProperty() knownAt!: string;
}

export class SelfView {
  @ApiProperty() subject!: string;
  @ApiPropertyOptional() person?: string;
  @ApiProperty() role!: string;
  @ApiPropertyOptional() provider?: string;
  @ApiPropertyOptional() authority?: string;
  @ApiProperty({ type: [String] }) scopes!: string[];
  @ApiProperty({ type: [String], description: 'Rows of the table of permissions, as kind/action' }) may!: string[];
}

export class SessionView {
  @ApiProperty() id!: string;
  @ApiProperty({ type: [String] }) clients!: string[];
  @ApiProperty({ type: [String] }) amr!: string[];
  @ApiProperty() address!: string;
  @ApiProperty() agent!: string;
  @ApiProperty() beganAt!: string;
  @ApiProperty() seenAt!: string;
}

export class EndedSessionsView {
  @ApiProperty({ type: [String] }) ended!: string[];
}
