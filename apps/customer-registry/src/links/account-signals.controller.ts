import { Body, Controller, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import { idProblem } from '@tidemark/domain';
import { at, OptionalInstant, orProblem, RequestedBy, refuse, type WriteCall } from '@tidemark/edge';
import { BlindIndex } from '@tidemark/sealing';
import { ArrayMaxSize, IsArray, IsIP, IsOptional, IsString, Length } from 'class-validator';
import { RegistryWrites } from '../registry/registry-writes.js';
import { LinkSignalMarks } from './link-signals.port.js';
import { LINK_REFUSALS } from './links.refusals.js';
import { marksOf, type OpenSignals } from './signal-marks.js';
import { accountSubject, SUGGEST_TASK } from './suggest-links.task.js';

const SIGNALS_MAX = 50;

/** A list of texts that may be left out. */
const Texts = (description: string) => (target: object, property: string) => {
  ApiPropertyOptional({ type: [String], description })(target, property);
  IsOptional()(target, property);
  IsArray()(target, property);
  ArrayMaxSize(SIGNALS_MAX)(target, property);
  IsString({ each: true })(target, property);
  Length(1, 300, { each: true })(target, property);
};

class PutSignals {
  @Texts('Names on the account.')
  names?: string[];

  @Texts('The payment processor’s tokens.')
  paymentTokens?: string[];

  @Texts('Domains of the addresses of mail of whoever administers it.')
  emailDomains?: string[];

  @Texts('Fingerprints of keys that sign in to it.')
  keyFingerprints?: string[];

  @Texts('Addresses that it was administered from.')
  @IsIP(undefined, { each: true })
  administrationIps?: string[];

  @OptionalInstant('When the account was opened.')
  registeredAt?: number;
}

@ApiTags('links')
@ApiBearerAuth()
@Controller('v1/accounts')
export class AccountSignalsController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly marks: LinkSignalMarks,
    private readonly index: BlindIndex,
    private readonly clock: Clock,
  ) {}

  @Put(':account/signals')
  @HttpCode(204)
  @Permit('link', 'declare')
  @ApiOperation({
    summary: 'What bears on whose an account is, so that links can be suggested. Kept as keyed hashes alone: it cannot be read back',
  })
  @ApiNoContentResponse({ description: 'Replaces what was said before.' })
  async put(
    @Param('account') account: string,
    @Body() body: PutSignals,
    @CurrentCaller() caller: Caller,
    @RequestedBy() call: WriteCall,
  ): Promise<void> {
    const provider = tenantOf(caller);
    const { registeredAt } = body;
    const marks = marksOf(this.index, provider, openSignals(body));
    const answer = await this.writes.run(at(this.clock, call), async (write) => {
      if (idProblem(account)) return refuse('ACCOUNT_MALFORMED', 'The account cannot be used.', { field: 'account' });
      await this.marks.replace(write.tx, { provider, kind: 'ACCOUNT', id: account }, { marks, registeredAtMs: registeredAt });
      await write.task(SUGGEST_TASK, accountSubject(provider, account));
      return {};
    });
    orProblem(answer, LINK_REFUSALS);
  }
}

/** Null says as little as a list that is left out. */
const openSignals = ({ names, paymentTokens, emailDomains, keyFingerprints, administrationIps }: PutSignals): OpenSignals => ({
  names: names ?? [],
  paymentTokens: paymentTokens ?? [],
  emailDomains: emailDomains ?? [],
  keyFingerprints: keyFingerprints ?? [],
  administrationIps: administrationIps ?? [],
});
