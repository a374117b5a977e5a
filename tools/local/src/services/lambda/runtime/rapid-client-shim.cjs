'use strict';
/*
 * Stands in for the native part of aws-lambda-ric: answers its `require('./rapid-client.node')` with the three
 * calls of the Runtime API, over a pipe to the stack. It keeps them in order, as the native client's blocking calls are.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const { Buffer } = require('node:buffer');
const http = require('node:http');
const Module = require('node:module');
const { Socket } = require('node:net');
const { delimiter } = require('node:path');
const process = require('node:process');
const { pathToFileURL } = require('node:url');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const token = process.env.HANOK_RUNTIME_TOKEN;
// The function sees Lambda's variables alone.
delete process.env.HANOK_RUNTIME_TOKEN;

/* The client sends errors of the initialization and streams by itself: what it sends to the Runtime API has the token. */
const request = http.request;
http.request = function requestWithToken(options, ...rest) {
  const isRuntimeApi = options?.hostname === hostname && String(options.port) === port;
  if (!isRuntimeApi) return request.call(this, options, ...rest);
  return request.call(
    this,
    { ...options, headers: { ...options.headers, 'x-hanok-runtime': token } },
    ...rest,
  );
};

/* As `frames.ts` reads and writes them: the lengths of a head and a body, and both. */
const CHANNEL_FD = 4;
const LENGTHS_BYTES = 8;
const channel = new Socket({ fd: CHANNEL_FD });
/* It keeps the process alone while that waits for an invocation: a handler without anything to wait for ends it. */
channel.unref();
channel.on('error', () => process.exit(1));
channel.on('close', () => process.exit(1)); // The stack is gone, and its functions go with it.

let invoked;
let chunks = [];
let [come, wanted] = [0, LENGTHS_BYTES];
channel.on('data', (chunk) => {
  chunks.push(chunk);
  come += chunk.length;
  if (come < wanted) return;
  const bytes = Buffer.concat(chunks);
  const headEnd = LENGTHS_BYTES + bytes.readUInt32BE(0);
  wanted = headEnd + bytes.readUInt32BE(4);
  chunks = [bytes];
  if (come < wanted) return;
  channel.unref();
  invoked({
    headers: JSON.parse(bytes.toString('utf8', LENGTHS_BYTES, headEnd)),
    bodyJson: bytes.toString('utf8', headEnd),
  });
});

function send(action, body) {
  const [head, text] = [Buffer.from(action), Buffer.from(body)];
  const lengths = Buffer.alloc(LENGTHS_BYTES);
  lengths.writeUInt32BE(head.length, 0);
  lengths.writeUInt32BE(text.length, 4);
  channel.write(Buffer.concat([lengths, head, text]));
}

const client = {
  next: () =>
    new Promise((resolve) => {
      invoked = resolve;
      chunks = [];
      [come, wanted] = [0, LENGTHS_BYTES];
      channel.ref();
      send('next', '');
    }),
  done: (id, body) => send(`${id}/response`, body),
  error: (id, body) => send(`${id}/error`, body),
};

/*
 * Lambda's runtime has AWS's SDK, which the code of many projects leaves out. Here it is the one of the project that was
 * synthesized, or the stack's own.
 */
const places = process.env.HANOK_RUNTIME_SDK.split(delimiter);
delete process.env.HANOK_RUNTIME_SDK;
/* A place is being asked, which asks the hook below, too. */
let looking = false;
Module.registerHooks({
  resolve(specifier, context, next) {
    if (looking || !/^@(aws-sdk|smithy)\//.test(specifier)) return next(specifier, context);
    try {
      return next(specifier, context);
    } catch (error) {
      const found = sdkModule(specifier, context, next);
      if (found === undefined) throw error;
      return found;
    }
  },
});

function sdkModule(specifier, context, next) {
  for (const place of places) {
    looking = true;
    try {
      if (context.conditions.includes('import'))
        return next(specifier, { ...context, parentURL: pathToFileURL(place).href });
      const url = pathToFileURL(Module.createRequire(place).resolve(specifier)).href;
      return { url, shortCircuit: true };
    } catch {
      // The next place may have it.
    } finally {
      looking = false;
    }
  }
  return undefined;
}

const load = Module._load;
Module._load = function loadOrStandIn(request, ...rest) {
  if (request !== './rapid-client.node') return load.call(this, request, ...rest);
  Module._load = load;
  return client;
};
