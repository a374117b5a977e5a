import { ApiError } from '../../../gateway/api-error.ts';
import { notAuthorized } from '../errors.ts';

/**
 * What was tried in vain, by whom it was tried on: a user, or a name that no user has, so that the two look alike. In
 * memory: a restart of the stack forgets it.
 */
export type Attempts = {
  /** Runs one attempt at a time; one that throws was in vain. Throws `ApiError` while the user is locked out. */
  atPassword<Result>(who: string, verify: () => Promise<Result>): Promise<Result>;
  /** A `verify` that throws was in vain. Throws `ApiError` when there were too many of them within an hour. */
  atCode(who: string, verify: () => void): void;
  forget(): void;
};

/**
 * After five wrong passwords a user is locked out for a second, and for twice as long after each further one.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
 */
const FREE_PASSWORDS = 5;
const MOST_LOCKED_MS = 900_000;
/** Who tries nothing for so long begins anew. */
const FORGOTTEN_MS = 900_000;

/** AWS takes between 5 and 20: https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html */
const CODES_AN_HOUR = 5;
const HOUR_MS = 3_600_000;

/** Beyond, the oldest are forgotten. */
const MOST_ENTRIES = 100_000;

type PasswordAttempts = { failures: number; lockedUntil: number; last: number; turn: Promise<unknown> };

/** Attempts on a clock, in milliseconds. */
export function createAttempts(now: () => number): Attempts {
  const passwords = new Map<string, PasswordAttempts>();
  const codes = new Map<string, readonly number[]>();

  function passwordsOf(who: string): PasswordAttempts {
    const found = passwords.get(who);
    const entry = found ?? { failures: 0, lockedUntil: 0, last: now(), turn: Promise.resolve() };
    if (now() - entry.last >= FORGOTTEN_MS) Object.assign(entry, { failures: 0, lockedUntil: 0 });
    keep(passwords, who, Object.assign(entry, { last: now() }));
    return entry;
  }

  async function attempt<Result>(who: string, verify: () => Promise<Result>): Promise<Result> {
    const entry = passwordsOf(who);
    if (now() < entry.lockedUntil) throw notAuthorized('Password attempts exceeded');
    try {
      const result = await verify();
      Object.assign(entry, { failures: 0, lockedUntil: 0 });
      return result;
    } catch (error) {
      entry.failures += 1;
      const locked = 1_000 * 2 ** (entry.failures - FREE_PASSWORDS);
      if (entry.failures >= FREE_PASSWORDS) entry.lockedUntil = now() + Math.min(locked, MOST_LOCKED_MS);
      throw error;
    }
  }

  return {
    atPassword: (who, verify) => {
      const entry = passwordsOf(who);
      const attempted = entry.turn.then(() => attempt(who, verify));
      entry.turn = attempted.catch(() => undefined);
      return attempted;
    },
    atCode: (who, verify) => {
      const recent = (codes.get(who) ?? []).filter((time) => now() - time < HOUR_MS);
      if (recent.length >= CODES_AN_HOUR) {
        const message = 'Attempt limit exceeded, please try after some time.';
        throw new ApiError('LimitExceededException', message);
      }
      keep(codes, who, [...recent, now()]);
      verify();
      codes.delete(who);
    },
    forget: () => {
      passwords.clear();
      codes.clear();
    },
  };
}

/** As the newest of the entries. */
function keep<Entry>(entries: Map<string, Entry>, who: string, entry: Entry): void {
  entries.delete(who);
  entries.set(who, entry);
  const [oldest] = entries.keys();
  if (entries.size > MOST_ENTRIES && oldest !== undefined) entries.delete(oldest);
}
