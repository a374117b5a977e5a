export { greet } from './greet.ts';
export { readGreetings } from './read-greetings.ts';
export { createGreetingTable, GREETING_TABLE } from './tables/greeting-table.ts';
