import { actorOf, type Caller } from '@tidemark/access';
import type { Actor } from '@tidemark/domain';

/** The caller as the domain knows it. A regulator whose token names no authority works for the one that runs the installation. */
export function actingAs(caller: Caller, homeAuthority: string): Actor {
  const { person, role, provider } = caller;
  return {
    person: actorOf(caller),
    human: person !== undefined,
    role,
    ...(provider === undefined ? { authority: authorityOf(caller, homeAuthority) } : { provider }),
  };
}

export const authorityOf = ({ authority }: Pick<Caller, 'authority'>, homeAuthority: string): string => authority ?? homeAuthority;

/** Of the authority that runs this installation: token of the module. */
export const HOME_AUTHORITY = Symbol('HomeAuthority');
