/**
 * Stands in a bundle for `@aws-sdk/credential-provider-node`. Lambda hands a function the keys of its role in its
 * environment and replaces the environment before they expire, so the providers that read files, ask other services
 * or sign in by browser are only weight: 37 KB of a zip and a tenth of a cold start.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
