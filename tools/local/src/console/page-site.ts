import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { credentialOf } from '../gateway/identify.ts';
import type { HttpAnswer, Site } from '../gateway/route-request.ts';
import type { GatewayRequest } from '../gateway/service.ts';

/** Beside the code where the stack is installed as a package, else where `nx build console` leaves the page. */
const PACKED_PAGE = join(import.meta.dirname, 'page');
const BUILT_PAGE = existsSync(PACKED_PAGE)
  ? PACKED_PAGE
  : join(import.meta.dirname, '../../../../dist/tools/console');

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Scripts, styles and data of the page come from the gateway alone, and no page may frame it. */
const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const OWN = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * The page of the console: for a browser that goes to an address below `/_hanok`, and for one that goes to the gateway
 * itself. Programs get JSON at the same addresses. `folder` holds the page as it was built.
 */
export function pageSite(folder = BUILT_PAGE): Site {
  const assets = new Map<string, HttpAnswer>();
  return {
    owns: (request) => isNavigation(request) || request.url.pathname.startsWith(ASSETS),
    serve: async ({ url }) => {
      if (url.pathname === '/') return { status: 302, headers: { location: '/_hanok/', ...OWN }, body: '' };
      const index = join(folder, 'index.html');
      if (!existsSync(index)) return NOT_BUILT;
      if (!url.pathname.startsWith(ASSETS)) return page(readFileSync(index));
      const name = url.pathname.slice(ASSETS.length);
      if (!assets.has(name)) readAssets(join(folder, 'assets'), assets);
      return assets.get(name) ?? NO_ASSET;
    },
  };
}

const ASSETS = '/_hanok/assets/';

/** A browser that shows what it gets asks for HTML; no AWS client does, and none is without a signature. */
function isNavigation(request: GatewayRequest): boolean {
  const { method, url, headers } = request;
  if ((method !== 'GET' && method !== 'HEAD') || !/\btext\/html\b/.test(headers.accept ?? '')) return false;
  if (url.pathname === '/') return url.search === '' && credentialOf(request) === undefined;
  return url.pathname === '/_hanok' || url.pathname.startsWith('/_hanok/');
}

/** Reads the names that are there; a name from outside never becomes a path. */
function readAssets(folder: string, assets: Map<string, HttpAnswer>): void {
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined || assets.has(name)) continue;
    // Their names change with their bytes.
    const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable', ...OWN };
    assets.set(name, { status: 200, headers, body: readFileSync(join(folder, name)) });
  }
}

function page(body: Buffer): HttpAnswer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    vary: 'accept',
    ...OWN,
  };
  return { status: 200, headers, body };
}

const NOT_BUILT: HttpAnswer = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...OWN },
  body: 'The page is not built. Build it with `npx nx build console`; the stack need not be started again.\n',
};

const NO_ASSET: HttpAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...OWN },
  body: 'There is no such file of the page\n',
};
