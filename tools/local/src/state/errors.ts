/** Another stack runs on this folder. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';

  constructor(folder: string) {
    super(`Another stack runs on ${folder}: stop it first`);
  }
}

/** A file or folder of the state that cannot be used; the message is one line that names it, the reason and the remedy. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';

  constructor(path: string, cause: unknown) {
    super(`${path} cannot be used: ${reasonOf(cause)}. ${remedyFor(cause)}`, { cause });
  }
}

/** A database was written by a version of the stack that kept other tables. */
export class OtherVersionError extends Error {
  override readonly name = 'OtherVersionError';
  override readonly message = 'another version of the stack wrote it';
}

const FULL = 'Free some space on its disk, and start again.';
const NOT_ALLOWED = 'Make it readable and writable for this user, and start again.';
const IN_USE = 'Stop the program that uses it, and start again.';
const FORGET = 'Start with --reset to forget the state, or put the file back from a copy.';

/** SQLite's result codes, the first 8 bits of an extended one. https://www.sqlite.org/rescode.html */
const SQLITE_REMEDIES: Readonly<Record<number, string>> = {
  ...{ 3: NOT_ALLOWED, 8: NOT_ALLOWED },
  ...{ 5: IN_USE, 13: FULL },
};
const SYSTEM_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EROFS: NOT_ALLOWED,
};

/** Whether an error of the system or of SQLite says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  return remedyFor(error) === FULL;
}

/** Whether a file of the state can be used by no version of the stack that is here, so that only forgetting it helps. */
export function isOfNoUse(error: StateFileError): boolean {
  return remedyFor(error.cause) === FORGET;
}

function remedyFor(cause: unknown): string {
  if (!(cause instanceof Error)) return FORGET;
  const { code, errcode } = { code: '', errcode: -1, ...cause };
  return SYSTEM_REMEDIES[code] ?? SQLITE_REMEDIES[errcode & 0xff] ?? FORGET;
}

/** Its first line: some programs say more than one. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.trim().split('\n')[0]?.replace(/\.$/, '') ?? '';
}
