import { en } from './en.ts';
import { ko } from './ko.ts';
import { translated } from './language.ts';

/** What the shell and the parts say. */
export const texts = translated({ en, ko });
