import type { Person } from '../people/person.model.js';
import { html, type Markup, type Page } from './html.js';

export interface SignInView {
  /** Of this sign-in, without a slash at the end. */
  action: string;
  /** The program that is signed in to. */
  client: string;
  leadsTo: string | undefined;
  alert?: string | undefined;
}

export const alertOf = (text: string | undefined): Markup | undefined =>
  text === undefined ? undefined : html`<p role="alert" class="alert">${text}</p>`;

export const passwordPage = ({ action, client, leadsTo, alert }: SignInView, username = ''): Page => ({
  title: 'Sign in',
  leadsTo,
  body: html`<p class="quiet">to ${client}</p>
${alertOf(alert)}
<form method="post" action="${action}/password">
<label for="username">User name</label>
<input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required ${username === '' ? html`autofocus` : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required ${username === '' ? '' : html`autofocus`}>
<button type="submit">Continue</button>
</form>
${cancelForm(action)}`,
});

export interface FactorView extends SignInView {
  person: Person;
  hasTotp: boolean;
  /** What the browser needs to use a passkey; absent: none can be used here. */
  passkey: string | undefined;
  /** Host names at which the person's passkeys work, when none of them is this one. */
  passkeysAt: readonly string[];
}

export const factorPage = ({ action, leadsTo, alert, person, hasTotp, passkey, passkeysAt }: FactorView): Page => ({
  title: 'Second factor',
  leadsTo,
  ...(passkey === undefined ? {} : { script: 'passkey.js' as const }),
  body: html`<p class="quiet">Signing in as ${person.username}</p>
${alertOf(alert)}
${passkey === undefined ? undefined : passkeyForm(`${action}/passkey`, 'get', passkey, 'Use a passkey')}
${passkey !== undefined || passkeysAt.length === 0 ? undefined : html`<p class="quiet">Your passkey works at ${passkeysAt.join(', ')}, not at this address.</p>`}
<form method="post" action="${action}/code">
<label for="code">${hasTotp ? 'Code of your authenticator app, or a recovery code' : 'Recovery code'}</label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="32" required ${passkey === undefined ? html`autofocus` : ''}>
<button type="submit" class="${passkey === undefined ? '' : 'other'}">Sign in</button>
</form>
${cancelForm(action)}`,
});

export const consentPage = ({ action, client, leadsTo }: SignInView, person: Person): Page => ({
  title: 'Continue?',
  leadsTo,
  body: html`<p>You are signed in as <strong>${person.username}</strong>. Let ${client} act for you?</p>
<form method="post" action="${action}/consent"><button type="submit" autofocus>Continue</button></form>
${cancelForm(action)}`,
});

export const expiredPage: Page = {
  title: 'This sign-in has ended',
  status: 400,
  body: html`<p role="alert">It took too long, or was begun in another browser.</p><p class="quiet">Go back to where you came from and begin again.</p>`,
};

/** The button shows itself where the browser can do it; the answer comes back as an ordinary form. */
export const passkeyForm = (
  action: string,
  ceremony: 'get' | 'create',
  options: string,
  label: string,
): Markup => html`<form method="post" action="${action}" data-passkey="${ceremony}" data-options="${options}" hidden>
<input type="hidden" name="answer">
<button type="button">${label}</button>
<p class="alert" role="alert" hidden></p>
</form>`;

const cancelForm = (action: string): Markup =>
  html`<form method="post" action="${action}/cancel"><button type="submit" class="second">Cancel</button></form>`;
