import type { Scope } from '@tidemark/domain';
import { type AccountName, MadeUpIdentity } from './made-up-identity.js';

export const FORMS = [
  'ONE_ACCOUNT',
  'ONE_CUSTOMER',
  'ONE_CONTROLLER',
  'FOUND_AT_THE_END',
  'ONE_CLUSTER',
  'STRANGERS',
  'OFF_PLATFORM',
] as const;
export type Form = (typeof FORMS)[number];

export const FORM_WORDS: Readonly<Record<Form, string>> = {
  ONE_ACCOUNT: 'one account',
  ONE_CUSTOMER: 'an account a node, one customer',
  ONE_CONTROLLER: 'a provider a node, one controller',
  FOUND_AT_THE_END: 'the same, found on the last day',
  ONE_CLUSTER: 'strangers in one compute cluster',
  STRANGERS: 'strangers, a provider a node',
  OFF_PLATFORM: 'nodes that nobody reports',
};

/** Why the run as a whole is not observable in that form. */
export const UNOBSERVABLE: Readonly<Partial<Record<Form, string>>> = {
  STRANGERS: 'nobody ties the accounts: each is seen for itself alone',
  OFF_PLATFORM: 'what nobody reports is not counted',
};

/** How the platform sees a run that is split over nodes. */
export interface SplitView {
  readonly form: Form;
  readonly identity: MadeUpIdentity;
  /** The scope that holds the whole run; undefined: there is none. */
  readonly whole: Scope | undefined;
  /** What one node is seen as, all of them alike; undefined: it is not seen. */
  readonly node: AccountName | undefined;
  /** Nobody is tied to the accounts. */
  readonly isUnlinked: boolean;
  /** The ties became known when the run was over. */
  readonly isFoundAtTheEnd: boolean;
}

const CONTROLLER = 'the-controller';

export function viewOf(form: Form, nodes: number): SplitView {
  const identity = new MadeUpIdentity();
  const accounts = Array.from({ length: nodes }, (_, at) => ({ provider: providerOf(form, at), account: `node-${at + 1}` }));
  const node = accounts[0]!;
  const view = { form, identity, node, whole: undefined, isUnlinked: false, isFoundAtTheEnd: false };
  switch (form) {
    case 'ONE_ACCOUNT':
      identity.link(node, 'the-customer');
      return { ...view, whole: { kind: 'account', provider: node.provider, id: node.account } };
    case 'ONE_CUSTOMER':
      for (const account of accounts) identity.link(account, 'the-customer');
      return { ...view, whole: { kind: 'customer', id: 'the-customer' } };
    case 'ONE_CONTROLLER':
    case 'FOUND_AT_THE_END':
      tieByControl(identity, accounts);
      return { ...view, isFoundAtTheEnd: form === 'FOUND_AT_THE_END', whole: { kind: 'group', id: CONTROLLER, controlRule: 'control' } };
    case 'ONE_CLUSTER':
      return { ...view, isUnlinked: true, whole: { kind: 'cluster', provider: node.provider, id: 'the-cluster' } };
    case 'STRANGERS':
      return { ...view, isUnlinked: true, whole: nodes === 1 ? { kind: 'account', provider: node.provider, id: node.account } : undefined };
    case 'OFF_PLATFORM':
      return { ...view, node: undefined, isUnlinked: true };
    default:
      return form satisfies never;
  }
}

const providerOf = (form: Form, at: number): string =>
  form === 'ONE_CONTROLLER' || form === 'FOUND_AT_THE_END' || form === 'STRANGERS' ? `provider-${at + 1}` : 'provider-1';

/** A customer a node, each its own party. */
function tieByControl(identity: MadeUpIdentity, accounts: readonly AccountName[]): void {
  for (const account of accounts) {
    const customer = `customer at ${account.provider}`;
    identity.link(account, customer);
    identity.control(CONTROLLER, customer, account.provider);
  }
}
