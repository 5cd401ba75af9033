/** As much of a browser as an ordinary form needs: cookies, and redirects one at a time. */
export interface Shown {
  /** Where the page stands, redirects followed. */
  url: string;
  status: number;
  text: string;
}

const REDIRECTS_MAX = 10;

export class Browser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  /** `leave`: an address that is not followed any more but answered: the program's own. */
  constructor(private readonly leave: (url: string) => boolean = () => false) {}

  get(url: string): Promise<Shown> {
    return this.go(url, { method: 'GET' });
  }

  post(url: string, form: Record<string, string>): Promise<Shown> {
    return this.go(url, { method: 'POST', body: new URLSearchParams(form) });
  }

  private async go(url: string, init: RequestInit): Promise<Shown> {
    let at = url;
    let request = init;
    for (let i = 0; i < REDIRECTS_MAX; i++) {
      const response = await fetch(at, { ...request, headers: { cookie: this.cookiesFor(at) }, redirect: 'manual' });
      this.keepCookies(response);
      const text = await response.text();
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) return { url: at, status: response.status, text };
      at = new URL(location, at).href;
      if (this.leave(at)) return { url: at, status: response.status, text };
      request = { method: 'GET' };
    }
    throw new Error(`${url} redirects without end`);
  }

  private cookiesFor(url: string): string {
    const { pathname } = new URL(url);
    const due = [...this.cookies].filter(
      ([, { path }]) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
    );
    return due.map(([key, { value }]) => `${key.slice(key.indexOf(' ') + 1)}=${value}`).join('; ');
  }

  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/; */);
      const name = pair.slice(0, pair.indexOf('='));
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      const key = `${path} ${name}`;
      if (attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute))) this.cookies.delete(key);
      else this.cookies.set(key, { value: pair.slice(name.length + 1), path });
    }
  }
}

/** The address that the form with this field sends to. */
export function actionOf({ url, text }: Shown, field: string): string | undefined {
  const form = [...text.matchAll(/<form[^>]*\saction="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, , body]) =>
    body!.includes(`name="${field}"`),
  );
  return form && new URL(form[1]!.replaceAll('&amp;', '&'), url).href;
}

/** What the page says is wrong. */
export function alertIn({ text }: Shown): string | undefined {
  const alert = /role="alert"[^>]*>([^<]*)</.exec(text)?.[1];
  return alert?.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
