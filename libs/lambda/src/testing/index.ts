export { buildLambdaContext } from './lambda-context.ts';
export { recordLines } from './recorded-lines.ts';
