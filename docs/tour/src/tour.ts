import { readdirSync } from 'node:fs';

/** `npm run tour -- 03` runs the program with this number; without one it lists all. */
const programs = readdirSync(import.meta.dirname).filter((file) => /^\d\d-/.test(file));
const [, , number = ''] = process.argv;
const chosen = programs.find((file) => number !== '' && file.startsWith(number.padStart(2, '0')));
if (chosen === undefined) console.log(`npm run tour -- <number>\n\n${programs.join('\n')}`);
else await import(`./${chosen}`);
