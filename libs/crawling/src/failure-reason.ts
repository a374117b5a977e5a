import { type CaughtError, jsonString, parseInput } from '@hanok/events';
import * as z from 'zod/mini';
import { type CrawlErrorName, crawlErrorNames } from './errors.ts';

/** A failure as `crawl-fail` judges it; `name` is undefined for one that is no error of ours. */
export type Failure = {
  name: CrawlErrorName | undefined;
  /** Of a site's answer. */
  status: number | undefined;
  /** What the site, or the turns at its host, ask for. */
  afterSeconds: number | undefined;
  /** For the caller of the API: says nothing internal. */
  reason: string;
};

/** What Lambda makes of a thrown error. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const lambdaError = jsonString(z.object({ errorType: z.string(), errorMessage: z.string() }));
const crawlErrorName = z.enum(crawlErrorNames);

/**
 * What a caught error says. Only the message of an error comes through Lambda and Step Functions, so status and
 * seconds are read from it, in the words that `errors.ts` gives them. Other errors than ours keep theirs to the log.
 */
export function readFailure(caught: CaughtError): Failure {
  const name = parseInput(crawlErrorName, caught.Error);
  if (!name.ok) return { name: undefined, status: undefined, afterSeconds: undefined, reason: OTHER };
  const cause = parseInput(lambdaError, caught.Cause);
  const message = cause.ok ? cause.value.errorMessage : '';
  return {
    name: name.value,
    status: numberIn(/^The site answers (\d{3})\b/, message),
    afterSeconds: numberIn(/ in (\d{1,6}) s$/, message),
    reason: message === '' ? name.value : `${name.value}: ${message}`,
  };
}

const OTHER = 'The crawler failed; its log says why';

function numberIn(pattern: RegExp, text: string): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
