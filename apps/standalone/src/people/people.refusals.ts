/** Why a change of people is not made: the one table behind HTTP and the reference of codes. */
export const PEOPLE_REFUSALS = {
  USERNAME_MALFORMED: { status: 422, title: 'The user name cannot be used', remedy: 'Use 2 to 64 of a-z, 0-9, ".", "_", "-" and "@".' },
  USERNAME_TAKEN: { status: 409, title: 'Somebody has this user name', remedy: 'Choose another; that of a disabled person stays taken.' },
  PERSON_NAME_MALFORMED: { status: 422, title: 'The name cannot be used', remedy: 'Use 1 to 128 characters without control characters.' },
  ROLE_NEEDS_PROVIDER: { status: 422, title: 'This role is of a provider', remedy: 'Name the provider.' },
  ROLE_OF_NO_PROVIDER: { status: 422, title: 'This role is of no provider', remedy: 'Leave the provider out.' },
  PROVIDER_MALFORMED: { status: 422, title: 'The provider cannot be one', remedy: 'Use an id of GET /v1/providers.' },
  ROLE_OF_NO_AUTHORITY: { status: 422, title: 'This role is of no authority', remedy: 'Leave the authority out.' },
  AUTHORITY_MALFORMED: { status: 422, title: 'The authority cannot be one', remedy: 'Use an id of GET /v1/authorities.' },
  PERSON_NOT_FOUND: { status: 404, title: 'There is no such person', remedy: 'See GET /v1/people.' },
  PERSON_CHANGED: { status: 412, title: 'The person was changed meanwhile', remedy: 'Read again, and send the new ETag in If-Match.' },
  PERSON_DISABLED: { status: 409, title: 'The person is disabled', remedy: 'Enable the person first.' },
  PERSON_NOT_DISABLED: { status: 409, title: 'The person is not disabled', remedy: 'Nothing needs to be done.' },
  NOT_YOURSELF: {
    status: 409,
    title: 'Administrators do not change their own standing',
    remedy: 'Ask another administrator.',
  },
  SESSION_NOT_FOUND: { status: 404, title: 'There is no such open session', remedy: 'See GET /v1/people/me/sessions.' },
} as const satisfies Record<string, { status: number; title: string; remedy: string }>;

export type PeopleRefusalCode = keyof typeof PEOPLE_REFUSALS;
export interface PeopleRefusal {
  code: PeopleRefusalCode;
  detail: string;
  field?: string;
}

export const refusePerson = (code: PeopleRefusalCode, detail: string, field?: string): { refused: PeopleRefusal } => ({
  refused: { code, detail, ...(field === undefined ? {} : { field }) },
});
