import { PostgresAuthorityBook } from '../postgres/authority-book.postgres.js';
import { PostgresInstallationKey } from '../postgres/authority-key.postgres.js';
import type { Room } from '../room.js';
import { AuthoritiesController } from './authorities.controller.js';
import { AuthorityBook } from './authority-book.js';
import { InstallationKey } from './installation-key.js';

export const AUTHORITIES_ROOM: Room = {
  controllers: [AuthoritiesController],
  providers: [
    { provide: AuthorityBook, useClass: PostgresAuthorityBook },
    { provide: InstallationKey, useClass: PostgresInstallationKey },
  ],
};
