import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

const LENGTH_MAX = 2000;
const NAMES_OF_OUR_OWN = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa|test|invalid)$/i;

/**
 * What is wrong with a URL to send webhooks to, or undefined. Names are resolved when something is sent, not here: what they resolve to
 * can change. `allowPrivate`: for tests and development, http and addresses of our own network too.
 */
export function webhookUrlProblem(text: string, { allowPrivate }: { allowPrivate: boolean }): string | undefined {
  if (text.length > LENGTH_MAX) return `It has more than ${LENGTH_MAX} characters.`;
  if (!URL.canParse(text)) return 'It is not an absolute URL.';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'Its scheme is not https.';
  if (url.username !== '' || url.password !== '') return 'It holds credentials.';
  if (url.hash !== '') return 'It has a fragment.';
  return allowPrivate ? undefined : hostProblem(url.hostname);
}

function hostProblem(hostname: string): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return isPublicAddress(host) ? undefined : 'Its address is not on the public internet.';
  if (!host.includes('.') || NAMES_OF_OUR_OWN.test(host)) return 'Its host is not a name on the public internet.';
  return undefined;
}
