import { quietLogger } from '@hanok/lambda';
import type { Account } from '../arn.ts';
import type { Clock } from '../clock.ts';
import type { AuditEntry, Site, SocketSite } from '../gateway/route-request.ts';
import { type OwnCalls, ownTransport } from '../gateway/own-calls.ts';
import type { Service } from '../gateway/service.ts';
import type { LogLine } from '../log-line.ts';
import type { Tracer } from '../traces/tracer.ts';
import type { IgnoredType, ResourceType } from '../template/resource-type.ts';

/** Where and how a part of the stack runs. */
export type Place = Account & {
  /** Base URL of the gateway, without a slash at its end; it answers when all parts are open. */
  gatewayUrl: string;
  /** What the stack's own clients call the gateway by, without a socket; over HTTP where it is absent. */
  ownCalls?: OwnCalls;
  /** For waits that AWS counts in seconds to days. */
  clock: Clock;
  /** Calls the listener after each move of the clock; absent for a clock that is not moved. */
  onClockMoved?(listener: () => void): void;
  /** Path of a file or folder of that name for what outlives the stack. */
  statePath(name: string): string;
  /** Told every line that a function logs. */
  onLine(line: LogLine): void;
  /** Told of invocations and of what follows from what. */
  tracer?: Tracer;
  /** Told what the stack itself has to say, such as a queue that may not be polled. */
  onNotice(text: string): void;
  /** How often `$disconnect` of a WebSocket API runs for a connection that ends, where faults are injected. */
  disconnects?: () => number;
  /** No template has a Redis, so none is started. */
  withoutRedis?: boolean;
  /** A Redis to use in place of the stack's own. */
  redisUrl?: string;
  /** A DynamoDB engine to use in place of the stack's own. */
  dynamodb?: {
    /** As the stack was given it. */
    endpoint: string;
    /** Deletes the tables that the stack made earlier. */
    reset: boolean;
    /** Whether the tables outlive the stack. */
    keepsTables: boolean;
  };
};

/**
 * One AWS service of the local stack: the one contract that every folder of `services/` fills in its `part.ts`. `Uses`
 * is what its resource types and other parts may use of it once it is open, `Needed` what it needs of other parts.
 */
export type Part<Uses = unknown, Needed extends object = object> = {
  /** The service's name in a SigV4 credential scope, such as `dynamodb`. */
  name: string;
  /** The CloudFormation resource types that it supports. */
  resources: readonly ResourceType<Uses>[];
  /** Those that mean nothing on a laptop, by type. */
  ignored: Readonly<Record<string, IgnoredType>>;
  /** The parts that it needs, each under the name by which `open` gets what it may use of it. */
  needs: { readonly [Name in keyof Needed]: Part<Needed[Name]> };
  /** Parts open side by side, each as soon as those that it needs are open. Throws when it cannot. */
  open(place: Place, needs: Needed): Promise<OpenPart<Uses>>;
};

/** A part that is open; it is disposed when the stack stops, before the parts that it needs. */
export type OpenPart<Uses = unknown> = AsyncDisposable & {
  uses: Uses;
  /**
   * Resolves when its engine has started, where `uses` does not wait for that: resources are made meanwhile. Rejects with
   * why it cannot.
   */
  ready?: Promise<void>;
  /** Its API at the gateway. */
  service?: Service;
  /** What it answers at the gateway beside an API. */
  site?: Site;
  /** The connections of WebSocket that it takes at the gateway. */
  sockets?: SocketSite;
  /** Told of every call of an API at the gateway, once it is answered. */
  observe?(call: AuditEntry): void;
  /** Called when all resources of a template are made. Throws for resources that do not fit together. */
  finishTemplate?(): void;
  /**
   * Begins what it does by itself, such as polling, once all resources of all templates are made. What it answers is
   * disposed when the stack stops, before the gateway closes and any part is disposed.
   */
  start?(): AsyncDisposable;
  /**
   * Forgets all data; resources and settings stay. What runs by itself pauses meanwhile: what `reset` answers is called
   * when every part has forgotten its own. Parts are reset before those that they need.
   */
  reset?(): Promise<void | (() => void)>;
  /** What is in flight now, such as `an invocation of game-rank-update`; what waits for the stack's clock is not. */
  inFlight?(): readonly string[];
  /** Resolves with one line when its engine ends by itself. */
  died?: Promise<string>;
};

/** Describes a part; a list that is left out is empty. */
export function part<Uses, Needed extends object>(
  description: Pick<Part<Uses, Needed>, 'name' | 'needs' | 'open'> &
    Partial<Pick<Part<NoInfer<Uses>, NoInfer<Needed>>, 'resources' | 'ignored'>>,
): Part<Uses, Needed> {
  return { resources: [], ignored: {}, ...description };
}

/** For a part that keeps nothing open. */
export const nothingToDispose: AsyncDisposable = { [Symbol.asyncDispose]: async () => undefined };

/** Something to dispose that ends by calling `end`, once. */
export function disposable(end: () => unknown): AsyncDisposable {
  const stack = new AsyncDisposableStack();
  stack.defer(async () => void (await end()));
  return stack;
}

/** Settings of an SDK client that calls the gateway in the name of the stack itself, which may do everything. */
export function ownClient({
  gatewayUrl,
  region,
  ownCalls,
}: Pick<Place, 'gatewayUrl' | 'region' | 'ownCalls'>) {
  const credentials = { accessKeyId: 'stack', secretAccessKey: 'stack' };
  return {
    ...{ endpoint: gatewayUrl, region, credentials, logger: quietLogger },
    ...(ownCalls && ownTransport(ownCalls)),
  };
}
