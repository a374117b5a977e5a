/** The part of Lambda's context object that the shells read. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export type LambdaContext = {
  awsRequestId: string;
  functionName: string;
  /** Milliseconds until Lambda stops the function. */
  getRemainingTimeInMillis(): number;
};
