export { createGreet } from './greet.ts';
export { createGreetingsTable, type GreetingsTable, type Outcome } from './greetings-table.ts';
export { hello } from './hello.ts';
export { createReadGreetings } from './read-greetings.ts';
