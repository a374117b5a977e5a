import { UnavailableError } from '@hanok/lambda';
import type { PlayerAccountTable } from '../tables/player-account-table.ts';
import { isSameText, type Passwords } from './password-hash.ts';

/** How often a sign-in looks again when another one of the same player came between. */
const ATTEMPTS = 3;

type Credentials = { playerName: string; password: string };
type SignedIn = { kind: 'signed in'; score: number } | { kind: 'refused' };
export type SignIn = (credentials: Credentials, signal: AbortSignal) => Promise<SignedIn>;

type Options = { accounts: PlayerAccountTable; passwords: Passwords; now?: () => Date };

/**
 * Signs a player in. The first sign-in of a name creates the player, and sets the password also of one who has results
 * already. Of two first ones at once one wins, and the other is judged by its password. A password in plain text becomes
 * a hash at the next right sign-in, and so does a hash that took another work. Whatever the outcome, one hash is
 * computed, so that a wrong password takes as long as an unknown name. Throws `UnavailableError` when other writers hold
 * the player.
 */
export function createSignIn({ accounts, passwords, now = () => new Date() }: Options): SignIn {
  const once = async ({ playerName, password }: Credentials, signal: AbortSignal) => {
    const account = await accounts.find(playerName, signal);
    const signedIn: SignedIn = { kind: 'signed in', score: account.score };
    const keep = async () =>
      accounts.keep(playerName, await passwords.hash(password), account, { now: now(), signal });
    if (account.secret) {
      if (!(await passwords.matches(password, account.secret))) return REFUSED;
      // It has signed in either way: what is not kept now is kept the next time.
      if (passwords.isOutdated(account.secret) || account.plainText !== undefined) await keep();
      return signedIn;
    }
    if (account.plainText !== undefined && !isSameText(password, account.plainText)) {
      await passwords.hash(password);
      return REFUSED;
    }
    const kept = await keep();
    return kept === 'kept' ? signedIn : kept;
  };
  return async (credentials, signal) => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const outcome = await once(credentials, signal);
      if (outcome === 'contended') break;
      if (outcome !== 'changed') return outcome;
    }
    throw new UnavailableError('Other writers held the player until the last attempt');
  };
}

const REFUSED: SignedIn = { kind: 'refused' };
