import { type NextFunction, type Request, type Response, Router } from 'express';
import { toString as qrCode } from 'qrcode';
import { newRecoveryCodes } from '../people/one-time.js';
import { hashPassword, passwordFault } from '../people/password.js';
import type { Invitations, NewFactor, PendingEnrolment } from '../people/people.port.js';
import type { Person } from '../people/person.model.js';
import { newTotpSecret, totpStep, totpUri } from '../people/totp.js';
import { sendPage } from './html.js';
import { chooseFactorPage, choosePasswordPage, enrolledPage, unknownInvitationPage } from './invitation-pages.js';
import { beginRegistration, finishRegistration } from './passkeys.js';
import { relyingPartyOf } from './relying-party.js';

export interface InvitationParts {
  invitations: Invitations;
  base: string;
  origins: readonly string[];
  now: () => number;
}

interface Enrolment {
  token: string;
  action: string;
  person: Person;
  pending: PendingEnrolment;
  request: Request;
  response: Response;
}

/** `/invitation/:token`: a person sets a password and a second factor; nothing is hers until both are there, and then the link is used up. */
export function invitationRoutes(parts: InvitationParts): Router {
  const { invitations, base, now } = parts;
  const router = Router();
  const at = (method: 'get' | 'post', path: string, serve: (enrolment: Enrolment) => Promise<void>) =>
    router[method](path, (request: Request, response: Response, next: NextFunction) => {
      const token = String(request.params.token);
      const go = async () => {
        const found = await invitations.find(token, now());
        if (!found) return sendPage(response, unknownInvitationPage, base);
        return serve({ token, action: `${base}/invitation/${token}`, ...found, request, response });
      };
      go().catch(next);
    });
  const field = ({ request }: Enrolment, name: string): string => String((request.body as Record<string, unknown>)[name] ?? '');

  at('get', '/:token', (enrolment) => showStep(parts, enrolment));
  at('post', '/:token/password', async (enrolment) => {
    const { token, action, person, pending, response } = enrolment;
    const password = field(enrolment, 'password');
    const fault = passwordFault(password, person.username);
    if (fault !== undefined) return sendPage(response, { ...choosePasswordPage(action, person, fault), status: 422 }, base);
    const totpSecret = pending.totpSecret ?? newTotpSecret();
    await invitations.keep(token, { passwordHash: await hashPassword(password), totpSecret });
    response.redirect(303, action);
  });
  at('post', '/:token/code', async (enrolment) => {
    const secret = enrolment.pending.totpSecret;
    const step = secret === undefined ? undefined : totpStep(secret, field(enrolment, 'code').replace(/\s/g, ''), now());
    if (secret === undefined || step === undefined) return showStep(parts, enrolment, 'The code is not right. Is the clock of the device?');
    return complete(parts, enrolment, { factor: 'totp', secret, step });
  });
  at('post', '/:token/passkey', async (enrolment) => {
    const party = relyingPartyOf(enrolment.request.headers.host, parts.origins);
    const { challenge } = enrolment.pending;
    const passkey = party && challenge !== undefined ? await finishRegistration(field(enrolment, 'answer'), challenge, party) : undefined;
    if (!passkey) return showStep(parts, enrolment, 'The passkey was not accepted.');
    return complete(parts, enrolment, { factor: 'passkey', ...passkey });
  });
  return router;
}

async function showStep(
  parts: InvitationParts,
  { token, action, person, pending, request, response }: Enrolment,
  alert?: string,
): Promise<void> {
  const { passwordHash, totpSecret: secret } = pending;
  if (passwordHash === undefined || secret === undefined) return sendPage(response, choosePasswordPage(action, person), parts.base);
  const party = relyingPartyOf(request.headers.host, parts.origins);
  const ceremony = party && (await beginRegistration(person, party));
  if (ceremony) await parts.invitations.keep(token, { ...pending, challenge: ceremony.challenge });
  const picture = await qrCode(totpUri(secret, person.username), { type: 'svg', margin: 1 });
  const page = chooseFactorPage({ action, secret, picture, passkey: ceremony?.options, alert });
  sendPage(response, { ...page, status: alert === undefined ? 200 : 422 }, parts.base);
}

async function complete({ invitations, base, now }: InvitationParts, enrolment: Enrolment, factor: NewFactor): Promise<void> {
  const { passwordHash } = enrolment.pending;
  if (passwordHash === undefined) return enrolment.response.redirect(303, enrolment.action);
  const recoveryCodes = newRecoveryCodes();
  const done = await invitations.complete(enrolment.token, { passwordHash, factor, recoveryCodes, nowMs: now() });
  sendPage(enrolment.response, done ? enrolledPage(recoveryCodes) : unknownInvitationPage, base);
}
