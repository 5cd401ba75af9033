import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { type Caller, Clock, CurrentCaller, Permit, tenantOf } from '@tidemark/access';
import { at, isoOf, orProblem, RequestedBy, refuse, tenantOfReader, type WriteCall } from '@tidemark/edge';
import { Transactions } from '@tidemark/persistence';
import { IsString, MaxLength } from 'class-validator';
import { RegistryWrites } from '../registry/registry-writes.js';
import { readPublicKey } from './evidence-judge.js';
import { LINK_REFUSALS } from './links.refusals.js';
import { type StatementKey, StatementKeys } from './statement-keys.port.js';

class RegisterKey {
  @ApiProperty({ description: 'Ed25519: SPKI PEM, or the 32 raw bytes in base64.' })
  @IsString()
  @MaxLength(2000)
  publicKey!: string;
}

const ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Keys of a provider's signed statements. A person registers them: a client that could would confirm its own word. */
@ApiTags('links')
@ApiBearerAuth()
@Controller('v1/links/statement-keys')
export class StatementKeysController {
  constructor(
    private readonly writes: RegistryWrites,
    private readonly transactions: Transactions,
    private readonly keys: StatementKeys,
    private readonly clock: Clock,
  ) {}

  @Put(':id')
  @Permit('statement-key', 'register')
  @ApiOperation({ summary: 'Register a key under an id; a key is never replaced under its id' })
  @ApiOkResponse({ description: '{id, publicKey (base64), registeredAt, registeredBy, revokedAt?}' })
  async register(@Param('id') id: string, @Body() body: RegisterKey, @CurrentCaller() caller: Caller, @RequestedBy() call: WriteCall) {
    const provider = tenantOf(caller);
    const answer = await this.writes.run(at(this.clock, call), async (write) => {
      if (!ID.test(id)) return refuse('STATEMENT_KEY_TAKEN', 'An id is 1 to 64 of letters, digits, ".", "_", "-".', { field: 'id' });
      const publicKey = readPublicKey(body.publicKey);
      if (!publicKey) return refuse('PUBLIC_KEY_NOT_ED25519', 'That is not an Ed25519 public key.', { field: 'publicKey' });
      const standing = await this.keys.find(write.tx, provider, id);
      if (standing?.revokedAtMs !== undefined || (standing && !standing.publicKey.equals(publicKey)))
        return refuse('STATEMENT_KEY_TAKEN', 'The id is not free for this key.', { field: 'id' });
      const key = standing ?? { provider, id, publicKey, registeredBy: write.by, registeredAtMs: write.nowMs };
      if (!standing) await this.keys.add(write.tx, key);
      return viewKey(key);
    });
    return orProblem(answer, LINK_REFUSALS);
  }

  @Delete(':id')
  @HttpCode(204)
  @Permit('statement-key', 'register')
  @ApiOperation({ summary: 'Revoke a key: nothing is taken on its word from now on, what was taken stays' })
  @ApiNoContentResponse()
  async revoke(@Param('id') id: string, @CurrentCaller() caller: Caller, @RequestedBy() call: WriteCall): Promise<void> {
    const answer = await this.writes.run(at(this.clock, call), async (write) => {
      await this.keys.revoke(write.tx, tenantOf(caller), id, write.by, write.nowMs);
      return {};
    });
    orProblem(answer, LINK_REFUSALS);
  }

  @Get()
  @Permit('link', 'read')
  @ApiOkResponse({ description: '{items: [{id, publicKey, registeredAt, registeredBy, revokedAt?}]}' })
  async list(@CurrentCaller() caller: Caller) {
    const keys = await this.transactions.read(tenantOfReader(caller), (tx) => this.keys.list(tx));
    return { items: keys.map((key) => ({ ...(caller.provider === undefined ? { provider: key.provider } : {}), ...viewKey(key) })) };
  }
}

const viewKey = ({ id, publicKey, registeredAtMs, registeredBy, revokedAtMs }: StatementKey) => ({
  id,
  publicKey: publicKey.toString('base64'),
  registeredAt: isoOf(registeredAtMs),
  registeredBy,
  ...(revokedAtMs === undefined ? {} : { revokedAt: isoOf(revokedAtMs) }),
});
