import { type NextFunction, type Request, type Response, Router } from 'express';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { sendPage } from './html.js';
import { originOf } from './issuer-pages.js';
import { relyingPartyOf } from './relying-party.js';
import { ACR_TWO_FACTORS } from './second-factor.js';
import type { SignedIn, SignInHandler, SignInRefusal } from './sign-in.handler.js';
import { consentPage, expiredPage, factorPage, passwordPage, type SignInView } from './sign-in-pages.js';

export interface InteractionParts {
  provider: Provider;
  handler: SignInHandler;
  /** Where the issuer is mounted, without a slash at the end. */
  base: string;
  /** Of this installation, as browsers reach it. */
  origins: readonly string[];
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** `/interaction/:uid`: the pages between the request to sign in and the answer to the program that asked. */
export function interactionRoutes(parts: InteractionParts): Router {
  const { provider, handler, origins } = parts;
  const router = Router();
  const at = (method: 'get' | 'post', path: string, serve: (page: InteractionPage, request: Request) => Promise<void>) =>
    router[method](path, (request: Request, response: Response, next: NextFunction) => {
      InteractionPage.of(parts, request, response)
        .then((page) => serve(page, request))
        .catch((error: unknown) => (error instanceof errors.SessionNotFound ? sendPage(response, expiredPage, parts.base) : next(error)));
    });
  const field = (request: Request, name: string): string => String((request.body as Record<string, unknown>)[name] ?? '');
  const addressOf = (request: Request): string => request.ip ?? '';

  at('get', '/:uid', (page) => page.show());
  at('post', '/:uid/password', async (page, request) => {
    const username = field(request, 'username');
    const outcome = await handler.password(page.uid, username, field(request, 'password'), addressOf(request));
    if (outcome) page.refuse(passwordPage({ ...page.view, alert: outcome.refused.text }, username), outcome.refused);
    else page.again();
  });
  at('post', '/:uid/code', async (page, request) => page.outcome(await handler.code(page.uid, field(request, 'code'), addressOf(request))));
  at('post', '/:uid/passkey', async (page, request) => {
    const party = relyingPartyOf(request.headers.host, origins);
    if (!party) return page.again();
    return page.outcome(await handler.passkey(page.uid, field(request, 'answer'), party, addressOf(request)));
  });
  at('post', '/:uid/consent', async (page, request) => {
    if (page.interaction.prompt.name !== 'consent') return page.again();
    await provider.interactionFinished(request, page.response, { consent: {} }, { mergeWithLastSubmission: true });
  });
  at('post', '/:uid/cancel', async (page, request) => {
    await handler.forget(page.uid);
    const result = { error: 'access_denied', error_description: 'The person cancelled the sign-in' };
    await provider.interactionFinished(request, page.response, result, { mergeWithLastSubmission: false });
  });
  return router;
}

/** One sign-in, as the browser that holds its cookie sees it. */
class InteractionPage {
  readonly view: SignInView;

  private constructor(
    private readonly parts: InteractionParts,
    private readonly request: Request,
    readonly response: Response,
    readonly interaction: Interaction,
    client: string,
  ) {
    const leadsTo = originOf(interaction.params.redirect_uri as string | undefined);
    this.view = { action: `${parts.base}/interaction/${interaction.uid}`, client, leadsTo };
  }

  /** Throws SessionNotFound when the cookie names no sign-in, or another than the address. */
  static async of(parts: InteractionParts, request: Request, response: Response): Promise<InteractionPage> {
    const interaction = await parts.provider.interactionDetails(request, response);
    if (interaction.uid !== request.params.uid) throw new errors.SessionNotFound('another sign-in');
    const client = await parts.provider.Client.find(String(interaction.params.client_id));
    return new InteractionPage(parts, request, response, interaction, client?.clientName ?? 'Tidemark');
  }

  get uid(): string {
    return this.interaction.uid;
  }

  /** The page that this sign-in has reached. */
  async show(alert?: SignInRefusal): Promise<void> {
    const { handler, base, origins, provider } = this.parts;
    if (this.interaction.prompt.name === 'consent') {
      const person = await handler.person(this.interaction.session?.accountId);
      if (!person) return sendPage(this.response, expiredPage, base);
      return sendPage(this.response, consentPage(this.view, person), base);
    }
    if (this.interaction.prompt.name !== 'login') {
      const result = { error: 'interaction_required', error_description: `there is no page for ${this.interaction.prompt.name}` };
      return provider.interactionFinished(this.request, this.response, result);
    }
    const reached = await handler.reached(this.uid);
    if (!reached) return this.refuse(passwordPage({ ...this.view, alert: alert?.text }), alert);
    const party = relyingPartyOf(this.request.headers.host, origins);
    const ceremony = party && (await handler.beginPasskey(this.uid, party));
    const { person, factors } = reached;
    const passkeysAt = factors.passkeys.map(({ rpId }) => rpId);
    const hasTotp = factors.totpSecret !== undefined;
    const view = { ...this.view, alert: alert?.text, person, hasTotp, passkey: ceremony?.options, passkeysAt };
    this.refuse(factorPage(view), alert);
  }

  /** A page that says what went wrong, with the status that says so to a program. */
  refuse(page: Parameters<typeof sendPage>[1], refusal?: SignInRefusal): void {
    if (refusal?.waitSeconds !== undefined) this.response.setHeader('Retry-After', String(refusal.waitSeconds));
    const status = refusal === undefined ? 200 : refusal.waitSeconds === undefined ? 401 : 429;
    sendPage(this.response, { ...page, status }, this.parts.base);
  }

  /** Read anew, so that going back and forth in the browser never sends a form twice. */
  again(): void {
    this.response.redirect(303, this.view.action);
  }

  async outcome(outcome: SignedIn | { refused: SignInRefusal }): Promise<void> {
    if ('refused' in outcome) return this.show(outcome.refused);
    const { person, amr } = outcome;
    const login = { accountId: person.id, amr: [...amr], acr: ACR_TWO_FACTORS, remember: false };
    // Who has just signed in to this very program has said yes to it.
    await this.parts.provider.interactionFinished(this.request, this.response, { login, consent: {} }, { mergeWithLastSubmission: false });
  }
}
