/**
 * Admits a request by its Authorization header: the claims that the function is told, all of them text; undefined
 * when the token is missing, or is not one that this authorizer takes.
 */
export type Authorizer = (
  authorization: string | undefined,
) => Promise<Readonly<Record<string, string>> | undefined>;

/** The authorizers that routes can name. */
export type Authorizers = {
  /**
   * For ID tokens of any of the pools, or with scopes for access tokens that hold one of them; throws when there is
   * no such pool.
   */
  cognito(poolArns: readonly string[], scopes?: readonly string[]): Authorizer;
};
