import type { KoaContextWithOIDC } from 'oidc-provider';
import { html, Markup, type Page, pageHeaders, renderPage } from './html.js';

function show(context: KoaContextWithOIDC, page: Page): void {
  const base = new URL(context.oidc.issuer).pathname.replace(/\/$/, '');
  context.set(pageHeaders(page));
  context.type = 'html';
  context.body = renderPage(page, base);
}

/** What the issuer says to a browser when a request cannot go on. */
export function errorPage(context: KoaContextWithOIDC, out: { error?: unknown; error_description?: unknown }): void {
  const { error, error_description: description } = out;
  show(context, {
    title: 'This did not work',
    body: html`<p role="alert">${String(description ?? error)}</p>
<p class="quiet">Go back to where you came from and begin again. Code: <code>${String(error)}</code></p>`,
  });
}

/** `form`: the library's own, with what it checks later. */
export function signOutPage(context: KoaContextWithOIDC, form: string): void {
  show(context, {
    title: 'Sign out?',
    body: html`${new Markup(form)}
<p>This ends the session in this browser and in the programs that you signed in to with it.</p>
<div class="row">
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<button type="submit" form="op.logoutForm" class="second">Stay signed in</button>
</div>`,
    leadsTo: originOf((context.oidc.session as { state?: { postLogoutRedirectUri?: string } } | undefined)?.state?.postLogoutRedirectUri),
  });
}

export function signedOutPage(context: KoaContextWithOIDC): void {
  show(context, { title: 'You are signed out', body: html`<p>You can close this page.</p>` });
}

/** The origin of an address, for a policy. */
export const originOf = (address: string | undefined): string | undefined => (address === undefined ? undefined : new URL(address).origin);
