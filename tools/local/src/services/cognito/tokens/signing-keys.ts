import type { webcrypto } from 'node:crypto';
import type { HttpAnswer, Site } from '../../../gateway/route-request.ts';
import type { GatewayRequest } from '../../../gateway/service.ts';
import type { PoolRegistry } from '../pool-registry.ts';
import { type KeyStore, type RsaKey, rsaKey } from '../store/key-store.ts';

/** A pool's key for RS256. */
type SigningKey = {
  kid: string;
  privateKey: webcrypto.CryptoKey;
  publicKey: webcrypto.CryptoKey;
  /** What `jwks.json` tells of it. */
  publicJwk: Readonly<Record<'kid' | 'kty' | 'alg' | 'use' | 'n' | 'e', string>>;
};

/** The key of a pool: made when it is first asked for, and the same from then on. */
export type SigningKeys = (poolId: string) => Promise<SigningKey>;

/** Keys are made on first use, so that a stack does not wait for them when it starts. */
export function createSigningKeys(store: KeyStore): SigningKeys {
  const keys = new Map<string, Promise<SigningKey>>();
  return (poolId) => {
    const key = keys.get(poolId) ?? loadOrMake(store, poolId);
    keys.set(poolId, key);
    key.catch(() => keys.delete(poolId));
    return key;
  };
}

async function loadOrMake(store: KeyStore, poolId: string): Promise<SigningKey> {
  const stored = store.find(poolId);
  if (stored !== undefined) return importKey(stored);
  const made = await makeKey();
  store.add(poolId, made);
  return importKey(made);
}

async function makeKey(): Promise<RsaKey> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose');
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return rsaKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
}

const RSA_SHA256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

async function importKey(key: RsaKey): Promise<SigningKey> {
  const { kid, kty, n, e } = key;
  const publicJwk = { kid, kty, alg: 'RS256', use: 'sig', n, e };
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', key, RSA_SHA256, false, ['sign']),
    crypto.subtle.importKey('jwk', { kty, n, e }, RSA_SHA256, false, ['verify']),
  ]);
  return { kid, privateKey, publicKey, publicJwk };
}

/** The pool's id and, after it, where its keys are; no other service has a path that begins with such an id. */
const PATH = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/jwks\.json$/;

const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

/** The public keys of each pool, below its issuer. */
export function keysPage({
  pools,
  keys,
}: {
  pools: Pick<PoolRegistry, 'findPool'>;
  keys: SigningKeys;
}): Site {
  return {
    owns: (request) => poolIdOf(request) !== undefined,
    serve: async (request): Promise<HttpAnswer> => {
      const poolId = poolIdOf(request) ?? '';
      if (pools.findPool(({ id }) => id === poolId) === undefined)
        return { status: 404, headers, body: JSON.stringify({ message: `There is no user pool ${poolId}` }) };
      const { publicJwk } = await keys(poolId);
      return { status: 200, headers, body: JSON.stringify({ keys: [publicJwk] }) };
    },
  };
}

function poolIdOf({ method, url }: GatewayRequest): string | undefined {
  return method === 'GET' ? PATH.exec(url.pathname)?.[1] : undefined;
}
