'use strict';
/*
 * Stands in for the native part of aws-lambda-ric: answers its `require('./rapid-client.node')` with the three
 * calls of the Runtime API over node:http. One socket keeps them in order, as the native client's blocking calls are.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
const { Buffer } = require('node:buffer');
const http = require('node:http');
const Module = require('node:module');
const { delimiter } = require('node:path');
const process = require('node:process');
const { pathToFileURL } = require('node:url');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const token = process.env.HANOK_RUNTIME_TOKEN;
// The function sees Lambda's variables alone.
delete process.env.HANOK_RUNTIME_TOKEN;

/* The client sends errors of the initialization and streams by itself: what it sends to the Runtime API has the token. */
const send = http.request;
http.request = function requestWithToken(options, ...rest) {
  const isRuntimeApi = options?.hostname === hostname && String(options.port) === port;
  if (!isRuntimeApi) return send.call(this, options, ...rest);
  return send.call(this, { ...options, headers: { ...options.headers, 'x-hanok-runtime': token } }, ...rest);
};

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, action, headers, body) {
  return new Promise((resolve) => {
    const path = `/2018-06-01/runtime/invocation/${action}`;
    const request = http.request({ hostname, port, agent, method, path, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }),
      );
      response.on('error', () => process.exit(1));
    });
    request.on('error', () => process.exit(1)); // The stack is gone, and its functions go with it.
    request.end(body);
  });
}

function post(action, body, headers) {
  void call('POST', action, { 'Content-Type': 'application/json', ...headers }, body);
}

const client = {
  next: () => call('GET', 'next', {}),
  done: (id, body) => post(`${id}/response`, body, {}),
  error: (id, body) => post(`${id}/error`, body, { 'Lambda-Runtime-Function-Error-Type': 'Unhandled' }),
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
