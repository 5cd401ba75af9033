import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { html, sendPage } from './html.js';
import { type InteractionParts, interactionRoutes } from './interaction.routes.js';
import { type InvitationParts, invitationRoutes } from './invitation.routes.js';

const FORM_LIMIT = '32kb';
const ASSETS: Readonly<Record<string, string>> = { 'sign-in.css': 'text/css', 'passkey.js': 'text/javascript' };

/** Everything of ours under the issuer's address; mounted before the issuer itself. */
export function signInRoutes(parts: InteractionParts & InvitationParts, trustedProxy: boolean): Router {
  const router = Router();
  router.use('/assets', assets());
  router.use(['/interaction', '/invitation'], refuseOtherSites(parts), express.urlencoded({ extended: false, limit: FORM_LIMIT }));
  if (trustedProxy) router.use(takeAddressFromProxy);
  router.use('/interaction', interactionRoutes(parts));
  router.use('/invitation', invitationRoutes(parts));
  router.use(['/interaction', '/invitation'], (error: unknown, _: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const { status } = error as { status?: number };
    // What was sent cannot be read: the sender's matter. Anything else is ours, and goes to the log.
    if (status === undefined || status === 500) console.error(error);
    const text = status === 503 ? 'There is much to do at the moment. Try again in a few seconds.' : 'Go back and try again.';
    const page = { title: 'This did not work', status: status ?? 500, body: html`<p role="alert">${text}</p>` };
    sendPage(response, page, parts.base);
  });
  return router;
}

/** A form that another site sends in a person's name is refused; programs that say nothing of where they come from are no browsers. */
function refuseOtherSites({ base, origins }: InteractionParts) {
  return (request: Request, response: Response, next: NextFunction) => {
    const { origin, 'sec-fetch-site': site } = request.headers;
    const fromElsewhere =
      site === undefined ? origin !== undefined && !origins.includes(origin) : site !== 'same-origin' && site !== 'none';
    if (request.method === 'GET' || !fromElsewhere) return next();
    sendPage(response, { title: 'This did not work', status: 403, body: html`<p role="alert">The form came from another site.</p>` }, base);
  };
}

/** The last address that was added is the proxy's own word; earlier ones anybody can write. */
function takeAddressFromProxy(request: Request, _: Response, next: NextFunction): void {
  const said = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  if (said) Object.defineProperty(request, 'ip', { value: said, configurable: true });
  next();
}

function assets(): Router {
  const folder = dataFolder();
  const router = Router();
  router.get('/:name', (request, response) => {
    const name = String(request.params.name);
    const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
    if (type === undefined) return void response.status(404).end();
    response.type(type).set('Cache-Control', 'public, max-age=300').sendFile(join(folder, name));
  });
  return router;
}

/** Beside the sources, and in the same place beside what is compiled from them. */
function dataFolder(): string {
  const folder = join(import.meta.dirname, '..', '..', 'data');
  if (!existsSync(folder)) throw new Error(`${folder} is missing`);
  return folder;
}
