import { Resolver } from 'node:dns/promises';
import { env, type parseEnv } from '@hanok/lambda';
import * as z from 'zod/mini';
import { type AddressPolicy, createAddressPolicy, isAuthority } from '../address/address-policy.ts';
import type { Resolver as HostResolver } from '../address/resolve-host.ts';

/** How every request of a crawler is made. */
export type FetchPolicy = {
  addresses: AddressPolicy;
  createResolver: () => HostResolver;
  userAgent: string;
  timeouts: Timeouts;
};

/** How long a site may send nothing, in milliseconds: until it is connected, until its headers end, within its body. */
export type Timeouts = { connectMs: number; headersMs: number; bodyMs: number };

/** The crawler's name in robots.txt. */
export const PRODUCT_TOKEN = 'HanokCrawler';
const VERSION = '0.1';

const isPort = (text: string) => /^[1-9]\d{0,4}$/.test(text) && Number(text) < 65_536;
const listOf = (isItem: (text: string) => boolean, error: string) =>
  z.array(z.string()).check(z.refine((texts) => texts.every(isItem), { error }));

/**
 * The environment variables that say where a crawl may go. `ALLOWED_HOSTS` (`host:port`, commas between) is dangerous:
 * everyone who may start a crawl reaches these hosts through the function, whatever their address is.
 */
export const addressVariables = {
  ALLOWED_PORTS: z.pipe(env.list('80,443'), listOf(isPort, 'expected ports with commas between')),
  ALLOWED_HOSTS: z.optional(
    z.pipe(env.list(), listOf(isAuthority, 'expected host:port with commas between')),
  ),
  /** Set by Lambda. */
  AWS_LAMBDA_RUNTIME_API: env.optionalText(),
};

/** The variables of a function that asks sites. `CONTACT_URL` tells a site whose crawler it is. */
export const crawlerVariables = {
  ...addressVariables,
  CONTACT_URL: z.optional(z.url()),
  DELAY_SECONDS: env.integer('1'),
};

type AddressVariables = ReturnType<typeof parseEnv<typeof addressVariables>>;
type CrawlerVariables = ReturnType<typeof parseEnv<typeof crawlerVariables>>;

/** Which addresses, hosts and ports may be fetched, by the variables of `addressVariables`. */
export function addressPolicyFrom(variables: AddressVariables): AddressPolicy {
  return createAddressPolicy({
    allowedPorts: variables.ALLOWED_PORTS.map(Number),
    allowedHosts: variables.ALLOWED_HOSTS ?? [],
    runtimeApi: variables.AWS_LAMBDA_RUNTIME_API,
  });
}

/** The address policy of the variables, the name servers of the system, and the timeouts of the crawler. */
export function fetchPolicyFrom(variables: CrawlerVariables): FetchPolicy {
  const { CONTACT_URL } = variables;
  const contact = CONTACT_URL === undefined ? '' : ` (+${new URL(CONTACT_URL).href})`;
  return {
    addresses: addressPolicyFrom(variables),
    createResolver: () => new Resolver({ timeout: 1_500, tries: 2 }),
    userAgent: `${PRODUCT_TOKEN}/${VERSION}${contact}`,
    timeouts: { connectMs: 3_000, headersMs: 6_000, bodyMs: 4_000 },
  };
}
