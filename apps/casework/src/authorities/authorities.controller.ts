import { Body, Controller, Get, Inject, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Caller, Clock, CurrentCaller, isAuthorityId, Permit } from '@tidemark/access';
import { type Refused, refuse } from '@tidemark/edge';
import type { Transaction } from '@tidemark/persistence';
import { HOME_AUTHORITY } from '../case-log/acting.js';
import { VersionTag } from '../case-log/version-tag.js';
import { orCaseProblem } from '../refusals.js';
import { AuthoritiesView, AuthorityBody, AuthorityView } from './authorities.dto.js';
import { AuthorityBook, type KnownAuthority } from './authority-book.js';
import { isEd25519, keyIdOf } from './ed25519.js';
import { InstallationKey } from './installation-key.js';

/** Authorities that cases can be referred to, and the keys by which what comes from them is known. */
@ApiTags('authorities')
@ApiBearerAuth()
@UseInterceptors(VersionTag)
@Controller('v1/authorities')
export class AuthoritiesController {
  constructor(
    private readonly book: AuthorityBook,
    private readonly key: InstallationKey,
    private readonly clock: Clock,
    @Inject(HOME_AUTHORITY) private readonly home: string,
  ) {}

  @Put(':a')
  @Permit('authority', 'manage')
  @ApiOperation({ summary: 'Register an authority, or change how it stands; earlier versions are kept' })
  @ApiOkResponse({ type: AuthorityView })
  async put(@Param('a') id: string, @Body() body: AuthorityBody, @CurrentCaller() caller: Caller): Promise<AuthorityView> {
    const kept = await this.book.inScheme((tx) => this.change(tx, { id, ...body }, actorOf(caller)));
    return orCaseProblem<AuthorityView>(kept);
  }

  @Get()
  @Permit('authority', 'read')
  @ApiOperation({ summary: 'The authorities that are known here' })
  @ApiOkResponse({ type: AuthoritiesView })
  list(): Promise<AuthoritiesView> {
    return this.book.inScheme(async (tx) => {
      const own = await this.key.publicKey(tx);
      return { items: (await this.book.list(tx)).map((one) => this.view(one, own)) };
    });
  }

  @Get(':a')
  @Permit('authority', 'read')
  @ApiOperation({ summary: 'An authority with its public key; of a TENANT the one that this installation signs with' })
  @ApiOkResponse({ type: AuthorityView })
  async one(@Param('a') id: string): Promise<AuthorityView> {
    const found = await this.book.inScheme(async (tx) => {
      const authority = await this.book.find(tx, id);
      return authority === undefined ? unknownAuthority() : this.view(authority, await this.key.publicKey(tx));
    });
    return orCaseProblem<AuthorityView>(found);
  }

  private async change(tx: Transaction, asked: Omit<KnownAuthority, 'version'>, by: string): Promise<AuthorityView | Refused> {
    const refused = this.whyNot(asked);
    if (refused) return refused;
    // Two who change it at once get two versions.
    await this.book.hold(tx, asked.id);
    const before = await this.book.find(tx, asked.id);
    const after = { ...asked, version: (before?.version ?? 0) + 1 };
    const isSame = before !== undefined && before.version > 0 && JSON.stringify(factsOf(before)) === JSON.stringify(factsOf(after));
    if (!isSame) await this.book.put(tx, after, by, this.clock.now());
    return this.view(isSame ? before : after, await this.key.publicKey(tx));
  }

  private whyNot({ id, kind, publicKey }: Omit<KnownAuthority, 'version'>): Refused | undefined {
    if (!isAuthorityId(id)) return refuse('AUTHORITY_ID_INVALID', 'The id is none of an authority.');
    if (id === this.home && kind !== 'TENANT') return refuse('AUTHORITY_ID_INVALID', 'The installation’s own authority is a TENANT of it.');
    if (kind === 'TENANT' && publicKey !== undefined) return refuse('AUTHORITY_KEY_INVALID', 'A TENANT has no key of its own here.');
    if (kind === 'INSTALLATION' && (publicKey === undefined || !isEd25519(publicKey)))
      return refuse('AUTHORITY_KEY_INVALID', 'The key is no Ed25519 public key.', { field: 'publicKey' });
    return undefined;
  }

  private view(authority: KnownAuthority, own: string): AuthorityView {
    const publicKey = authority.kind === 'TENANT' ? own : authority.publicKey;
    const key = publicKey === undefined ? {} : { publicKey, key: keyIdOf(publicKey) };
    return { ...authority, ...key, home: authority.id === this.home };
  }
}

const factsOf = ({ name, kind, jurisdictions, endpoint, publicKey }: Omit<KnownAuthority, 'version'>) => [
  name,
  kind,
  jurisdictions,
  endpoint ?? null,
  publicKey ?? null,
];

const unknownAuthority = () => refuse('AUTHORITY_UNKNOWN', 'No such authority is registered.');
