import { PASSWORD_LENGTH_MIN } from '../people/password.js';
import type { Person } from '../people/person.model.js';
import { html, Markup, type Page } from './html.js';
import { alertOf, passkeyForm } from './sign-in-pages.js';

export const choosePasswordPage = (action: string, person: Person, alert?: string): Page => ({
  title: 'Welcome',
  body: html`<p>You were invited as <strong>${person.username}</strong> (${person.role}${person.provider === undefined ? '' : ` at ${person.provider}`}).</p>
${alertOf(alert)}
<form method="post" action="${action}/password">
<input type="hidden" name="username" value="${person.username}" autocomplete="username">
<label for="password">Choose a password</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="${PASSWORD_LENGTH_MIN}" aria-describedby="rule" required autofocus>
<p id="rule" class="quiet">At least ${PASSWORD_LENGTH_MIN} characters; a few words are good.</p>
<button type="submit">Continue</button>
</form>`,
});

export interface ChooseFactorView {
  action: string;
  secret: string;
  /** The QR code, as SVG. */
  picture: string;
  passkey: string | undefined;
  alert?: string | undefined;
}

export const chooseFactorPage = ({ action, secret, picture, passkey, alert }: ChooseFactorView): Page => ({
  title: 'Second factor',
  ...(passkey === undefined ? {} : { script: 'passkey.js' as const }),
  body: html`<p>Besides your password you sign in with a passkey or with an authenticator app.</p>
${alertOf(alert)}
${passkey === undefined ? undefined : html`<h2>Passkey</h2>${passkeyForm(`${action}/passkey`, 'create', passkey, 'Make a passkey')}<h2>Authenticator app</h2>`}
<p>Scan this, or enter the key by hand, then type the code that the app shows.</p>
<div class="picture">${new Markup(picture)}</div>
<p><code id="secret">${secret}</code></p>
<form method="post" action="${action}/code">
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required>
<button type="submit">Finish</button>
</form>`,
});

export const enrolledPage = (recoveryCodes: readonly string[]): Page => ({
  title: 'Done',
  body: html`<p>You can sign in now. Keep these recovery codes where you keep keys: each works once in place of the second factor, and they are
shown only now.</p>
<ul class="codes" id="recovery-codes">${recoveryCodes.map((code) => html`<li><code>${code}</code></li>`)}</ul>`,
});

export const unknownInvitationPage: Page = {
  title: 'This link does not work',
  status: 404,
  body: html`<p role="alert">It was used already, has expired, or was replaced by a newer one.</p><p class="quiet">Ask your administrator for another.</p>`,
};
