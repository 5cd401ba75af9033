import { totpCode } from '../people/totp.js';
import { actionOf, alertIn, Browser, type Shown } from './browser.js';

const TOTP_STEP_MS = 30_000;

/**
 * Opens a one-time link as the person would: password, authenticator app, done. Answers the secret of the app and the recovery codes.
 */
export async function acceptInvitation(url: string, password: string): Promise<{ totpSecret: string; recoveryCodes: string[] }> {
  const browser = new Browser();
  const factor = await submit(browser, await browser.get(url), 'password', { password });
  const totpSecret = /<code id="secret">([A-Z2-7]+)<\/code>/.exec(factor.text)?.[1];
  if (totpSecret === undefined) throw new Error(`${url} shows no key for an authenticator app`);
  const codeOf = (ms: number) => submit(browser, factor, 'code', { code: totpCode(totpSecret, ms) });
  // The code of a moment ago is good too, and leaves the present one for the first sign-in: each works once.
  const done = await codeOf(Date.now() - TOTP_STEP_MS).catch(() => codeOf(Date.now()));
  return { totpSecret, recoveryCodes: [...done.text.matchAll(/<li><code>([^<]+)<\/code>/g)].map((match) => match[1]!) };
}

async function submit(browser: Browser, page: Shown, field: string, form: Record<string, string>): Promise<Shown> {
  const action = actionOf(page, field);
  if (action === undefined) throw new Error(alertIn(page) ?? `No form with "${field}" at ${page.url} (${page.status})`);
  const shown = await browser.post(action, form);
  if (shown.status >= 400) throw new Error(alertIn(shown) ?? `${action} answered ${shown.status}`);
  return shown;
}
